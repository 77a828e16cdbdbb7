import { isCancellation, workflowInfo } from '@temporalio/workflow';
import type { Fault } from '../plan/fault.ts';
import { GraphRun, isSettled, type Transition } from '../plan/graph-run.ts';
import type { JobProgress, NodeReport, RunPlanInput, RunPlanResult } from '../plan/job.ts';
import type { JsonObject, JsonValue } from '../plan/json.ts';
import type { PlanNode } from '../plan/plan.ts';
import { evaluateCondition, render, type Scope, scopeOf } from '../plan/template/evaluate.ts';
import { toFault } from './fault-of.ts';
import { type NodeOutcome, runNode } from './run-node/index.ts';

export type JobOutcome =
  | { state: 'completed'; result: RunPlanResult }
  | { state: 'failed' | 'cancelled'; fault: Fault };

/** One attempt of a job: its nodes' states and outputs, and what moves them on. */
export class JobExecution {
  readonly input: RunPlanInput;
  /** Called after every change of a node, with its id. */
  onChange: (nodeId: string) => void = () => {};
  private readonly graph: GraphRun;
  private readonly reports: ReadonlyMap<string, NodeReport>;
  /** What templates see as `nodes`: settled nodes by id. */
  private readonly settledNodes: JsonObject = {};
  private firstFault: Fault | undefined;
  private ended: JobOutcome | undefined;

  constructor(input: RunPlanInput) {
    this.input = input;
    this.graph = new GraphRun(input.plan);
    this.reports = new Map(Object.entries(input.plan.nodes).map(([id, node]) => [id, newReport(id, node)]));
  }

  /** Runs every node that can run. Returns when all are settled: a failed node is an outcome, not an error. */
  async run(): Promise<void> {
    await this.follow(this.graph.begin());
    this.ended = this.conclude();
  }

  get outcome(): JobOutcome {
    if (!this.ended) throw new Error('the job has not ended');
    return this.ended;
  }

  get hasEnded(): boolean {
    return this.ended !== undefined;
  }

  report(nodeId: string): NodeReport {
    const report = this.reports.get(nodeId);
    if (!report) throw new Error(`the plan has no node ${nodeId}`);
    return report;
  }

  progress(): JobProgress {
    const nodes = [...this.reports.values()];
    // What failed or was cancelled is not done: a job that was refused at its first node is at 0 %.
    const done = nodes.filter(({ state }) => state === 'completed' || state === 'skipped').length;
    const percent = Math.floor((100 * done) / nodes.length);
    return { job_id: this.input.job_id, state: this.ended?.state ?? 'running', is_paused: false, percent, nodes };
  }

  private async follow(transitions: readonly Transition[]): Promise<void> {
    for (const transition of transitions) this.record(transition);
    const ready = transitions.filter(({ state }) => state === 'ready');
    await Promise.all(ready.map(({ node_id }) => this.runNode(node_id)));
  }

  private async runNode(nodeId: string): Promise<void> {
    const outcome = await this.execute(nodeId);
    if (outcome.output !== undefined) this.settledNodes[nodeId] = { state: outcome.state, output: outcome.output };
    if (outcome.fault) {
      this.report(nodeId).fault = outcome.fault;
      this.firstFault ??= { ...outcome.fault, detail: { ...outcome.fault.detail, node_id: nodeId } };
    }
    await this.follow(
      outcome.branch === undefined
        ? this.graph.settle(nodeId, outcome.state, outcome.note ?? null)
        : this.graph.choose(nodeId, outcome.branch),
    );
  }

  private async execute(nodeId: string): Promise<NodeOutcome> {
    const node = this.node(nodeId);
    const scope = this.scope();
    try {
      if (node.when !== undefined && !evaluateCondition(node.when, scope)) {
        return { state: 'skipped', note: '`when` is false' };
      }
      return await runNode(node, {
        nodeId,
        scope,
        input: this.input,
        started: () => this.record(this.graph.run(nodeId)),
      });
    } catch (error) {
      // Anything but a fault of this node would retry the workflow task for ever: even a bug here ends the node.
      return isCancellation(error)
        ? { state: 'cancelled', note: 'the job was cancelled' }
        : { state: 'failed', fault: toFault(error) };
    }
  }

  private record({ node_id, state, note }: Transition): void {
    const report = this.report(node_id);
    report.state = state;
    if (note !== null) report.note = note;
    if (state === 'running') report.started_at = now();
    if (isSettled(state)) {
      report.ended_at = now();
      this.settledNodes[node_id] ??= { state };
    }
    this.onChange(node_id);
  }

  private conclude(): JobOutcome {
    const states = [...this.reports.values()].map(({ state }) => state);
    if (this.firstFault) return { state: 'failed', fault: this.firstFault };
    if (states.includes('cancelled')) {
      return { state: 'cancelled', fault: { code: 'cancelled', message: 'The job was cancelled.' } };
    }
    try {
      const outputs = render(this.input.plan.outputs, this.scope()) as JsonObject;
      return { state: 'completed', result: { outputs, _provenance: this.provenance() } };
    } catch (error) {
      return { state: 'failed', fault: toFault(error) };
    }
  }

  private provenance(): RunPlanResult['_provenance'] {
    const { plan, job_id, software_version } = this.input;
    const { workflow_id, version, plan_hash } = plan;
    return { workflow_id, version, job_id, plan_hash, software_version, completed_at: now() };
  }

  private scope(): Scope {
    const { job_id, attempt, asset, inputs } = this.input;
    const job: JsonValue = {
      id: job_id,
      attempt,
      started_at: workflowInfo().startTime.toISOString(),
      asset_id: asset?.asset_id ?? null,
      platform_id: asset?.platform_id ?? null,
      version_ordinal: asset?.ordinal ?? null,
      revision: asset?.revision ?? null,
    };
    return scopeOf({ inputs, job, nodes: this.settledNodes });
  }

  private node(nodeId: string): PlanNode {
    return this.input.plan.nodes[nodeId] as PlanNode;
  }
}

function newReport(node_id: string, node: PlanNode): NodeReport {
  const handler = node.kind === 'task' ? node.handler : null;
  return {
    node_id,
    kind: node.kind,
    handler,
    state: 'pending',
    started_at: null,
    ended_at: null,
    fault: null,
    note: null,
    items: null,
  };
}

function now(): string {
  return new Date().toISOString();
}
