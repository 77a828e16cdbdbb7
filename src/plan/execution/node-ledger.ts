import { clipped } from '../bounded-fault.ts';
import { isSettled, type SettledState, type Transition } from '../graph-run.ts';
import type { JobSnapshot, NodeReport, NodeSnapshot } from '../job.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import type { ExecutionPlan } from '../plan.ts';
import { FanOuts } from './fan-outs.ts';
import { NodeReports } from './node-reports.ts';
import type { NodeOutcome } from './run-node/index.ts';
import { isWaiting } from './run-room.ts';

/** So many failed items are told of by name. */
const NAMED_FAILURES = 100;

/** What has become of a job's nodes: what templates, reports and a run that goes on from here see of them. */
export class NodeLedger {
  readonly reports: NodeReports;
  readonly fanOuts: FanOuts;
  /** What templates see as `nodes`: settled nodes by id. */
  readonly settled: JsonObject = {};
  private readonly branches = new Map<string, string>();
  private readonly marks = new Map<string, Pick<NodeSnapshot, 'ended_job' | 'given'>>();
  /** Of used specs: their last runs. */
  private readonly runs = new Map<string, string>();
  /** Since when nodes have waited that did so in the run before. */
  private readonly waited = new Map<string, number>();

  /** @param before what runs before this one have come to */
  constructor(plan: Pick<ExecutionPlan, 'nodes'>, before: JobSnapshot['nodes']) {
    this.reports = new NodeReports(plan);
    this.fanOuts = new FanOuts(plan, before);
    for (const [nodeId, { run }] of Object.entries(before)) if (run !== undefined) this.ran(nodeId, run);
  }

  report(nodeId: string): NodeReport {
    return this.reports.get(nodeId);
  }

  /** Takes over how a node ended in a run before this one. */
  restore(nodeId: string, state: SettledState, node: NodeSnapshot): void {
    const { output, branch, given, started_at, ended_at, note, fault } = node;
    this.settled[nodeId] = { state, ...(output === undefined ? {} : { output }) };
    if (branch !== undefined) this.branches.set(nodeId, branch);
    if (given) this.marks.set(nodeId, { given });
    Object.assign(this.report(nodeId), { state, started_at, ended_at, note, fault });
  }

  /** The node waits for a person or a time, and did in the run before, which this one continues. */
  restoreWaiting(nodeId: string, { state, ready_at, started_at, note }: NodeSnapshot): void {
    this.waited.set(nodeId, Date.parse(started_at ?? ''));
    Object.assign(this.report(nodeId), { state, ready_at, started_at, note });
  }

  /** In milliseconds since the epoch. */
  waitedSince(nodeId: string): number | undefined {
    return this.waited.get(nodeId);
  }

  /** The node is a used spec, and this its run. */
  ran(nodeId: string, run: string): void {
    this.runs.set(nodeId, run);
  }

  lastRunOf(nodeId: string): string | undefined {
    return this.runs.get(nodeId);
  }

  /** What a node's work came to; its state changes with the transition that follows. */
  cameTo(nodeId: string, { state, output, fault, branch, ended_job }: NodeOutcome): void {
    if (output !== undefined) this.settled[nodeId] = { state, output };
    if (fault) this.report(nodeId).fault = fault;
    if (branch !== undefined) this.branches.set(nodeId, branch);
    if (ended_job) this.marks.set(nodeId, { ended_job });
  }

  /**
   * @param at RFC 3339, UTC
   * @returns whether that is new: what goes on waiting was ready and running in the run before
   */
  moved({ node_id, state, note }: Transition, at: string): boolean {
    if (this.waited.has(node_id) && !isSettled(state)) return false;
    const report = this.report(node_id);
    report.state = state;
    // What it waited for, it did not get.
    if (note !== null || state === 'failed') report.note = note && clipped(note);
    if (state === 'ready') report.ready_at = at;
    if (state === 'running') report.started_at = at;
    if (!isSettled(state)) return true;
    report.ended_at = at;
    this.settled[node_id] ??= { state };
    const failures = this.fanOuts.get(node_id)?.ledger.failures ?? [];
    if (failures.length > 0) report.failed_items = failures.slice(0, NAMED_FAILURES);
    return true;
  }

  /** Nodes that are settled or wait, fan-outs and used specs that have begun. */
  snapshot(): JobSnapshot['nodes'] {
    const nodes = this.reports.all.map((report) => [report, this.snapshotOf(report)] as const);
    const kept = nodes.filter(
      ([report, { items, run }]) => isSettled(report.state) || isWaiting(report) || items || run,
    );
    return Object.fromEntries(kept.map(([{ node_id }, snapshot]) => [node_id, snapshot]));
  }

  private snapshotOf(report: NodeReport): NodeSnapshot {
    const { node_id, state, ready_at, started_at, ended_at, note, fault } = report;
    const items = this.fanOuts.snapshot(node_id);
    const run = state === 'completed' ? undefined : this.runs.get(node_id);
    const settled = this.settled[node_id] as { output?: JsonValue } | undefined;
    const branch = this.branches.get(node_id);
    return {
      ...{ state, started_at, ended_at, note, fault },
      ...(isWaiting(report) && ready_at ? { ready_at } : {}),
      ...(settled?.output === undefined ? {} : { output: settled.output }),
      ...(branch === undefined ? {} : { branch }),
      ...this.marks.get(node_id),
      ...(items === undefined ? {} : { items }),
      ...(run === undefined ? {} : { run }),
    };
  }
}
