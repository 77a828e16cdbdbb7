import type { Fault } from '../fault.ts';
import { GraphRun, isSettled, type Transition } from '../graph-run.ts';
import type {
  ItemCounts,
  JobProgress,
  JobSnapshot,
  NodeReport,
  NodeSnapshot,
  RunPlanInput,
  RunPlanResult,
} from '../job.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import type { EndCondition, PlanNode } from '../plan.ts';
import { evaluateCondition, render, type Scope, scopeOf } from '../template/evaluate.ts';
import { withNames } from '../template/narrow.ts';
import { JobControl } from './control.ts';
import type { Effects } from './effects.ts';
import { ItemLedger } from './items/ledger.ts';
import { itemsOf } from './items/plan-items.ts';
import { NodeReports } from './node-reports.ts';
import { outputsOf } from './outputs.ts';
import { type FanOutItems, type NodeOutcome, runNode } from './run-node/index.ts';

export type JobOutcome =
  | { state: 'completed'; result: RunPlanResult }
  | { state: 'failed' | 'cancelled'; fault: Fault };

/** So many failed items are told of by name. */
const NAMED_FAILURES = 100;

/** One attempt of a job: its nodes' states and outputs, and what moves them on. */
export class JobExecution {
  readonly input: RunPlanInput;
  readonly control = new JobControl();
  /** Called after every change of a node, with its id. */
  onChange: (nodeId: string) => void = () => {};
  /** Called when counts of a fan-out's items change, which is often. */
  onItems: (nodeId: string) => void = () => {};
  private readonly effects: Effects;
  private readonly graph: GraphRun;
  private readonly reports: NodeReports;
  /** What templates see as `nodes`: settled nodes by id. */
  private readonly settledNodes: JsonObject = {};
  private readonly fanOuts = new Map<string, FanOutItems>();
  private readonly branches = new Map<string, string>();
  private readonly started_at: string;
  private firstFault: Fault | undefined;
  /** Decided before all nodes are settled: by a condition, or because the time is over. */
  private decided: { state: 'completed'; reason: string } | { state: 'failed'; fault: Fault } | undefined;
  private isDraining = false;
  private ended: JobOutcome | undefined;
  private cancelAll: () => void = () => {};

  constructor(input: RunPlanInput, effects: Effects) {
    this.input = input;
    this.effects = effects;
    this.graph = new GraphRun(input.plan);
    this.reports = new NodeReports(input.plan);
    this.started_at = this.isSameAttempt ? (input.resume?.started_at ?? this.now()) : this.now();
  }

  /** Runs every node that can run. Returns when all are settled: a failed node is an outcome, not an error. */
  async run(): Promise<void> {
    await this.effects.cancellable(async (cancel) => {
      this.cancelAll = cancel;
      this.watchTime();
      await this.follow(this.begin());
    });
    if (!this.mustContinue) this.ended = this.conclude();
  }

  /** True when this run is to end and another one to go on from the snapshot. */
  get mustContinue(): boolean {
    return this.isDraining && !this.graph.isSettled && !this.decided;
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
    return this.fanOuts.has(nodeId) && !isSettled(this.report(nodeId).state);
  }

  report(nodeId: string): NodeReport {
    return this.reports.get(nodeId);
  }

  progress(): JobProgress {
    const state = this.ended?.state ?? 'running';
    const percent = state === 'completed' ? 100 : this.reports.percent;
    return { job_id: this.input.job_id, state, is_paused: this.control.isPaused, percent, nodes: this.reports.all };
  }

  snapshot(): JobSnapshot {
    const nodes = this.reports.all.flatMap((report): [string, NodeSnapshot][] => {
      const items = this.fanOuts.get(report.node_id)?.ledger.snapshot();
      return isSettled(report.state) || items ? [[report.node_id, this.snapshotOf(report, items)]] : [];
    });
    return { attempt: this.input.attempt, started_at: this.started_at, nodes: Object.fromEntries(nodes) };
  }

  private snapshotOf(report: NodeReport, items: NodeSnapshot['items']): NodeSnapshot {
    const { node_id, state, started_at, ended_at, note, fault } = report;
    const settled = this.settledNodes[node_id] as { output?: JsonValue } | undefined;
    const branch = this.branches.get(node_id);
    return {
      ...{ state, started_at, ended_at, note, fault },
      ...(settled?.output === undefined ? {} : { output: settled.output }),
      ...(branch === undefined ? {} : { branch }),
      ...(items === undefined ? {} : { items }),
    };
  }

  /** The first nodes to run: of a job that is resumed, those after what is done already. */
  private begin(): Transition[] {
    for (const [nodeId, node] of Object.entries(this.input.resume?.nodes ?? {})) {
      if (isSettled(node.state)) this.restore(nodeId, node);
    }
    return this.graph.begin();
  }

  private restore(nodeId: string, { state, output, branch, started_at, ended_at, note, fault }: NodeSnapshot): void {
    if (!isSettled(state)) return;
    this.graph.restore(nodeId, state, branch);
    this.settledNodes[nodeId] = { state, ...(output === undefined ? {} : { output }) };
    if (branch !== undefined) this.branches.set(nodeId, branch);
    Object.assign(this.report(nodeId), { state, started_at, ended_at, note, fault });
    if (state === 'failed') this.blame(nodeId, fault);
    this.onChange(nodeId);
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
    if (this.isDraining || this.effects.room() === 'none') {
      this.isDraining = true;
      return;
    }
    const outcome = await this.execute(nodeId);
    if (outcome.output !== undefined) this.settledNodes[nodeId] = { state: outcome.state, output: outcome.output };
    if (outcome.fault) {
      this.report(nodeId).fault = outcome.fault;
      this.blame(nodeId, outcome.fault);
    }
    if (outcome.branch !== undefined) this.branches.set(nodeId, outcome.branch);
    await this.follow(
      outcome.branch === undefined
        ? this.graph.settle(nodeId, outcome.state, outcome.note ?? null)
        : this.graph.choose(nodeId, outcome.branch),
    );
  }

  private async execute(nodeId: string): Promise<NodeOutcome> {
    const node = this.node(nodeId);
    try {
      await this.control.gate(this.effects);
      if (this.decided) return { state: 'cancelled', note: 'the job had ended' };
      const scope = this.scope();
      if (node.when !== undefined && !evaluateCondition(node.when, scope)) {
        return { state: 'skipped', note: '`when` is false' };
      }
      const outcome = await runNode(node, this.contextOf(nodeId, scope));
      return outcome.state === 'completed' ? this.lookAtEnd(node, outcome) : outcome;
    } catch (error) {
      // Anything but a fault of this node would retry the workflow task for ever: even a bug here ends the node.
      return this.effects.isCancellation(error)
        ? { state: 'cancelled', note: this.decided ? 'the job had ended' : 'the job was cancelled' }
        : { state: 'failed', fault: this.effects.faultOf(error) };
    }
  }

  private contextOf(nodeId: string, scope: Scope): Parameters<typeof runNode>[1] {
    const { effects, control } = this;
    return {
      nodeId,
      scope,
      effects,
      control,
      started: (note) => this.record({ ...this.graph.run(nodeId), note: note ?? null }),
      resume: this.input.resume?.nodes[nodeId]?.items,
      keepItems: (items) => this.fanOuts.set(nodeId, items),
      itemsOf: (fanOutId) => this.fanOuts.get(fanOutId) ?? this.restoredItems(fanOutId, scope),
      itemsChanged: (counts) => this.itemsChanged(nodeId, counts),
    };
  }

  /** Of a fan-out that an earlier run has completed. */
  private restoredItems(nodeId: string, scope: Scope): FanOutItems {
    const node = this.node(nodeId);
    const snapshot = this.input.resume?.nodes[nodeId]?.items;
    if (node.kind !== 'fan_out' || !snapshot) throw new Error(`there are no items of ${nodeId}`);
    const ledger = new ItemLedger(snapshot.total, snapshot.keys);
    ledger.restore(snapshot);
    const items = { items: itemsOf(node.source, scope), ledger };
    this.fanOuts.set(nodeId, items);
    return items;
  }

  private lookAtEnd(node: PlanNode, outcome: NodeOutcome): NodeOutcome {
    const scope = withNames(this.scope(), { output: outcome.output ?? null });
    const failed = reasonOf(node.fail_when, scope);
    if (failed !== undefined) {
      const fault = { code: 'fail_when', message: failed };
      this.decide({ state: 'failed', fault });
      return { ...outcome, state: 'failed', fault };
    }
    const completed = reasonOf(node.complete_when, scope);
    if (completed === undefined) return outcome;
    this.decide({ state: 'completed', reason: completed });
    return { ...outcome, note: `ended the job: ${completed}` };
  }

  private decide(decision: NonNullable<JobExecution['decided']>): void {
    if (this.decided || this.ended) return;
    this.decided = decision;
    this.cancelAll();
  }

  private itemsChanged(nodeId: string, counts: ItemCounts): void {
    this.report(nodeId).items = counts;
    this.onItems(nodeId);
  }

  private blame(nodeId: string, fault: Fault | null): void {
    if (fault) this.firstFault ??= { ...fault, detail: { ...fault.detail, node_id: nodeId } };
  }

  private record({ node_id, state, note }: Transition): void {
    const report = this.report(node_id);
    report.state = state;
    if (note !== null) report.note = note;
    if (state === 'running') report.started_at = this.now();
    if (isSettled(state)) {
      report.ended_at = this.now();
      this.settledNodes[node_id] ??= { state };
      const failures = this.fanOuts.get(node_id)?.ledger.failures ?? [];
      if (failures.length > 0) report.failed_items = failures.slice(0, NAMED_FAILURES);
    }
    this.onChange(node_id);
  }

  private conclude(): JobOutcome {
    if (this.decided?.state === 'failed') return this.decided;
    if (this.firstFault && !this.decided) return { state: 'failed', fault: this.firstFault };
    const isCancelled = this.reports.all.some(({ state }) => state === 'cancelled');
    if (isCancelled && !this.decided) {
      return { state: 'cancelled', fault: { code: 'cancelled', message: 'The job was cancelled.' } };
    }
    try {
      const outputs = outputsOf(this.input.plan.outputs, this.scope(), { endedEarly: this.decided !== undefined });
      return { state: 'completed', result: { outputs, _provenance: this.provenance() } };
    } catch (error) {
      return { state: 'failed', fault: this.effects.faultOf(error) };
    }
  }

  private provenance(): RunPlanResult['_provenance'] {
    const { plan, job_id, software_version } = this.input;
    const { workflow_id, version, plan_hash } = plan;
    return { workflow_id, version, job_id, plan_hash, software_version, completed_at: this.now() };
  }

  private scope(): Scope {
    const { job_id, attempt, asset, inputs } = this.input;
    const job: JsonValue = {
      id: job_id,
      attempt,
      started_at: this.started_at,
      asset_id: asset?.asset_id ?? null,
      platform_id: asset?.platform_id ?? null,
      version_ordinal: asset?.ordinal ?? null,
      revision: asset?.revision ?? null,
    };
    return scopeOf({ inputs, job, nodes: this.settledNodes });
  }

  private get isSameAttempt(): boolean {
    return this.input.resume?.attempt === this.input.attempt;
  }

  private node(nodeId: string): PlanNode {
    return this.input.plan.nodes[nodeId] as PlanNode;
  }

  private now(): string {
    return new Date(this.effects.now()).toISOString();
  }
}

/** Why a condition ends the job; undefined when it does not. */
function reasonOf(condition: EndCondition | undefined, scope: Scope): string | undefined {
  if (!condition || !evaluateCondition(condition.when, scope)) return undefined;
  return condition.reason === undefined ? `${condition.when} holds` : String(render(condition.reason, scope));
}
