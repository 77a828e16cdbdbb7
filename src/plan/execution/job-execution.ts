import { bounded } from '../bounded-fault.ts';
import type { Fault } from '../fault.ts';
import { GraphRun, isSettled, type Transition } from '../graph-run.ts';
import type { ItemCounts, JobProgress, JobSnapshot, NodeReport, RunPlanInput } from '../job.ts';
import type { PlanNode } from '../plan.ts';
import { evaluateCondition, type Scope } from '../template/evaluate.ts';
import { Meter } from '../template/meter.ts';
import { JobControl } from './control.ts';
import type { Effects } from './effects.ts';
import { type EarlyEnd, earlyEndAt } from './end-conditions.ts';
import { type JobOutcome, outcomeOf } from './job-outcome.ts';
import { jobScope } from './job-scope.ts';
import { NodeLedger } from './node-ledger.ts';
import { Places } from './places.ts';
import { type NodeOutcome, runNode } from './run-node/index.ts';
import { isWaiting, RunRoom, WaitsOn } from './run-room.ts';
import { Turns } from './turns.ts';

/** One attempt of a job: its nodes' states and outputs, and what moves them on. */
export class JobExecution {
  readonly input: RunPlanInput;
  readonly control: JobControl;
  /** Called after every change of a node, with its id. */
  onChange: (nodeId: string) => void = () => {};
  /** Called when counts of a fan-out's items change, which is often. */
  onItems: (nodeId: string) => void = () => {};
  private readonly effects: Effects;
  private readonly graph: GraphRun;
  private readonly nodes: NodeLedger;
  /** When the attempt began: RFC 3339, UTC. */
  readonly started_at: string;
  private readonly meter = new Meter('run');
  private readonly turns: Turns;
  private readonly places: Places;
  private readonly room: RunRoom;
  private firstFault: Fault | undefined;
  /** Decided before all nodes are settled: by a condition, or because the time is over. */
  private decided: EarlyEnd | undefined;
  private ended: JobOutcome | undefined;
  private cancelAll: () => void = () => {};

  constructor(input: RunPlanInput, effects: Effects) {
    this.input = input;
    this.effects = effects;
    this.control = new JobControl(input.is_paused, input.open_approvals);
    this.turns = new Turns(this.meter, effects);
    this.places = new Places(input.used_runs ?? Number.POSITIVE_INFINITY, effects, this.control);
    this.room = new RunRoom(effects);
    this.graph = new GraphRun(input.plan);
    this.nodes = new NodeLedger(input.plan, input.resume?.nodes ?? {});
    this.started_at = this.isSameAttempt ? (input.resume?.started_at ?? this.now()) : this.now();
  }

  /** Runs every node that can run. Returns when all are settled: a failed node is an outcome, not an error. */
  async run(): Promise<void> {
    await this.effects.cancellable(async (cancel) => {
      this.cancelAll = cancel;
      this.watchTime();
      await this.follow(this.begin());
      if (this.decided) await this.settleHeldBack();
    });
    if (!this.mustContinue) this.ended = this.conclude();
  }

  /** True when this run is to end and another one to go on from the snapshot. */
  get mustContinue(): boolean {
    return this.room.hasHeldBack && !this.decided;
  }

  /** What the run is given that goes on from this one, beside what this one was given. */
  nextRun(): Required<Pick<RunPlanInput, 'is_paused' | 'open_approvals' | 'resume'>> {
    const { isPaused: is_paused, openApprovals: open_approvals } = this.control;
    return { is_paused, open_approvals, resume: this.snapshot() };
  }

  /** Ends a job that was to go on in another run, and was cancelled before. */
  async endCancelled(): Promise<void> {
    await this.settleHeldBack();
    this.ended = this.conclude();
  }

  get outcome(): JobOutcome {
    if (!this.ended) throw new Error('the job has not ended');
    return this.ended;
  }

  get hasEnded(): boolean {
    return this.ended !== undefined;
  }

  /** True of a fan-out under way: its counts change all the time. */
  hasOpenItems(nodeId: string): boolean {
    return this.nodes.fanOuts.get(nodeId) !== undefined && !isSettled(this.report(nodeId).state);
  }

  report(nodeId: string): NodeReport {
    return this.nodes.report(nodeId);
  }

  progress(): JobProgress {
    const state = this.ended?.state ?? 'running';
    const { percent, all } = this.nodes.reports;
    const shown = state === 'completed' ? 100 : percent;
    return { job_id: this.input.job_id, state, is_paused: this.control.isPaused, percent: shown, nodes: all };
  }

  snapshot(): JobSnapshot {
    return { attempt: this.input.attempt, started_at: this.started_at, nodes: this.nodes.snapshot() };
  }

  /** The first nodes to run: of a job that is resumed, those after what is done already. */
  private begin(): Transition[] {
    for (const [nodeId, node] of Object.entries(this.input.resume?.nodes ?? {})) {
      const { state, branch, fault } = node;
      if (this.isSameAttempt && isWaiting({ state, kind: this.report(nodeId).kind })) {
        this.nodes.restoreWaiting(nodeId, node);
      }
      if (!isSettled(state)) continue;
      this.graph.restore(nodeId, state, branch);
      this.nodes.restore(nodeId, state, node);
      if (state === 'failed') this.blame(nodeId, fault);
      this.onChange(nodeId);
    }
    return this.graph.begin();
  }

  private watchTime(): void {
    const { timeout_ms } = this.input.plan;
    if (timeout_ms === undefined) return;
    const left = Date.parse(this.started_at) + timeout_ms - this.effects.now();
    const message = `The job took longer than its timeout of ${timeout_ms / 1_000} s.`;
    this.effects.sleep(Math.max(1, left)).then(
      () => this.decide({ state: 'failed', fault: { code: 'job_timeout', message } }),
      // The job has ended, or was cancelled, before.
      () => {},
    );
  }

  private async follow(transitions: readonly Transition[]): Promise<void> {
    for (const transition of transitions) this.record(transition);
    const ready = transitions.filter(({ state }) => state === 'ready');
    await Promise.all(ready.map(({ node_id }) => this.runNode(node_id)));
  }

  private async runNode(nodeId: string): Promise<void> {
    const came = this.room.takesOn() ? await this.execute(nodeId) : undefined;
    if (!came) return this.room.holdBack(nodeId);
    const outcome = withBoundedFault(came);
    this.nodes.cameTo(nodeId, outcome);
    this.blame(nodeId, outcome.fault);
    await this.follow(
      outcome.branch === undefined
        ? this.graph.settle(nodeId, outcome.state, outcome.note ?? null)
        : this.graph.choose(nodeId, outcome.branch),
    );
  }

  /** When all that is under way has ended, and nothing new may begin: no node of a job that has ended stays open. */
  private async settleHeldBack(): Promise<void> {
    await Promise.all(this.room.close().map((nodeId) => this.runNode(nodeId)));
  }

  /** Undefined of a node that goes on waiting in the next run. */
  private async execute(nodeId: string): Promise<NodeOutcome | undefined> {
    const node = this.input.plan.nodes[nodeId] as PlanNode;
    this.room.entered();
    try {
      // What goes on waiting was let through in the run before.
      if (this.nodes.waitedSince(nodeId) === undefined) await this.control.gate(this.effects);
      await this.turns.take();
      // Others that waited may have gone first: many nodes begin at the same moment.
      for (let turn = this.turns.take(); turn; turn = this.turns.take()) await turn;
      if (this.decided || this.room.isClosed) return this.tooLate;
      const scope = this.scope();
      if (node.when !== undefined && !evaluateCondition(node.when, scope)) {
        return { state: 'skipped', note: '`when` is false' };
      }
      if (node.kind === 'workflow') this.turns.spend(this.effects.unitsToStart(node.uses));
      const outcome = await runNode(node, this.contextOf(nodeId, scope));
      return outcome.state === 'completed' ? this.lookAtEnd(node, outcome) : outcome;
    } catch (error) {
      if (error instanceof WaitsOn) return undefined;
      // Anything but a fault of this node would retry the workflow task for ever: even a bug here ends the node.
      return this.effects.isCancellation(error)
        ? this.tooLate
        : { state: 'failed', fault: this.effects.faultOf(error) };
    } finally {
      this.room.left();
    }
  }

  private get tooLate(): NodeOutcome {
    return { state: 'cancelled', note: this.decided ? 'the job had ended' : 'the job was cancelled' };
  }

  private contextOf(nodeId: string, scope: Scope): Parameters<typeof runNode>[1] {
    const { effects, control, nodes, turns, places, room } = this;
    return {
      nodeId,
      scope,
      effects,
      control,
      turns,
      places,
      room,
      waitedSince: nodes.waitedSince(nodeId),
      started: (note) => this.record({ ...this.graph.run(nodeId), note: note ?? null }),
      resume: this.input.resume?.nodes[nodeId]?.items,
      lastRun: nodes.lastRunOf(nodeId),
      began: (run) => nodes.ran(nodeId, run),
      keepItems: (items) => nodes.fanOuts.keep(nodeId, items),
      itemsOf: (fanOutId) => nodes.fanOuts.completed(fanOutId, scope),
      itemsChanged: (counts, parts) => this.itemsChanged(nodeId, counts, parts),
    };
  }

  private lookAtEnd(node: PlanNode, outcome: NodeOutcome): NodeOutcome {
    // Of several ends the first counts.
    if (this.decided) return outcome;
    const end = earlyEndAt(node, outcome.output ?? null, this.scope());
    if (!end) return outcome;
    this.decide(end);
    if (end.state === 'failed') return { ...outcome, ...end };
    return { ...outcome, note: `ended the job: ${end.reason}`, ended_job: true };
  }

  private decide(given: EarlyEnd): void {
    if (this.decided || this.ended) return;
    const decision = withBoundedFault(given);
    const { firstFault } = this;
    // A job does not complete past a failure.
    this.decided = firstFault && decision.state === 'completed' ? { state: 'failed', fault: firstFault } : decision;
    this.cancelAll();
  }

  private itemsChanged(nodeId: string, items: ItemCounts, parts: readonly string[]): void {
    Object.assign(this.report(nodeId), { items, open_parts: [...parts] });
    this.onItems(nodeId);
  }

  private blame(nodeId: string, fault: Fault | null | undefined): void {
    if (fault) this.firstFault ??= { ...fault, detail: { ...fault.detail, node_id: nodeId } };
  }

  private record(transition: Transition): void {
    if (!this.nodes.moved(transition, this.now())) return;
    this.onChange(transition.node_id);
  }

  private conclude(): JobOutcome {
    const { decided, firstFault } = this;
    const isCancelled = this.nodes.reports.all.some(({ state }) => state === 'cancelled');
    const ending = { decided, firstFault, isCancelled, scope: this.scope(), ended_at: this.now() };
    try {
      return outcomeOf(this.input, ending);
    } catch (error) {
      return { state: 'failed', fault: bounded(this.effects.faultOf(error)) };
    }
  }

  private scope(): Scope {
    return jobScope(this.input, this.started_at, this.nodes.settled, this.meter.part('node'));
  }

  private get isSameAttempt(): boolean {
    return this.input.resume?.attempt === this.input.attempt;
  }

  private now(): string {
    return new Date(this.effects.now()).toISOString();
  }
}

function withBoundedFault<T extends object>(outcome: T & { fault?: Fault }): T {
  return outcome.fault ? { ...outcome, fault: bounded(outcome.fault) } : outcome;
}
