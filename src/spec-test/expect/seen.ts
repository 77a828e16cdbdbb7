import { ItemLedger } from '../../plan/execution/items/ledger.ts';
import { indexesOf } from '../../plan/execution/items/ranges.ts';
import type { Fault } from '../../plan/fault.ts';
import { isSettled } from '../../plan/graph-run.ts';
import type { ItemCounts, ItemsSnapshot, NodeState } from '../../plan/job.ts';
import type { JsonObject, JsonValue } from '../../plan/json.ts';
import { placeOf } from '../machine/job-record.ts';
import type { VirtualJob } from '../machine/virtual-job.ts';

/** How a node, or an item of a fan-out, looked in the end. */
export interface Seen {
  state: NodeState;
  attempts: number;
  /** Of the last attempt. */
  params: JsonObject | undefined;
  output: JsonValue | undefined;
  fault: Fault | null;
  note: string | null;
  branch: string | undefined;
  counts: ItemCounts | null;
  /** Milliseconds since the epoch. */
  began: number | undefined;
  ended: number | undefined;
  /** The run of the spec that it uses. */
  used: VirtualJob | undefined;
  keys: readonly string[];
  item(key: string): Seen | undefined;
}

export function seenNode(job: VirtualJob, nodeId: string): Seen {
  const { record, execution } = job;
  const snapshot = job.snapshot().nodes[nodeId];
  const { state, fault, note, items: counts } = execution.report(nodeId);
  const items = snapshot?.items && new SeenItems(job, nodeId, snapshot.items, isSettled(snapshot.state));
  return {
    ...workOf(job, nodeId, () => true),
    ...{ state, fault, note, counts },
    output: snapshot?.output,
    branch: snapshot?.branch,
    began: record.began.get(nodeId)?.at,
    ended: record.ended.get(nodeId)?.at,
    used: job.used.get(nodeId),
    keys: items?.keys ?? [],
    item: (key) => items?.get(key),
  };
}

/** What of the handler's calls, or of the other spec's runs, is of this node or item. */
function workOf({ record }: VirtualJob, nodeId: string, isOwn: (key: string | null) => boolean) {
  const calls = record.calls.filter((call) => call.node_id === nodeId && isOwn(call.key));
  const runs = record.runs.filter((run) => run.node_id === nodeId && isOwn(run.key));
  return {
    attempts: calls.length + runs.length,
    params: runs.at(-1)?.inputs ?? calls.at(-1)?.params,
    began: calls[0]?.began,
    ended: calls.at(-1)?.ended ?? undefined,
  };
}

class SeenItems {
  readonly keys: readonly string[];
  private readonly job: VirtualJob;
  private readonly nodeId: string;
  private readonly isOver: boolean;
  private readonly outputs: ReadonlyMap<string, JsonValue>;
  private readonly faults: ReadonlyMap<string, Fault>;
  private readonly skipped: ReadonlySet<string>;

  /** @param isOver the fan-out is settled */
  constructor(job: VirtualJob, nodeId: string, snapshot: ItemsSnapshot, isOver: boolean) {
    const ledger = new ItemLedger(snapshot.total, snapshot.keys);
    ledger.restore(snapshot);
    this.job = job;
    this.nodeId = nodeId;
    this.isOver = isOver;
    this.keys = Array.from({ length: snapshot.total }, (_, index) => ledger.keyOf(index));
    this.outputs = new Map(ledger.outputs().map(({ index, output }) => [ledger.keyOf(index), output]));
    this.faults = new Map(snapshot.failures.map(({ key, fault }) => [key, fault]));
    this.skipped = new Set(indexesOf(snapshot.skipped).map((index) => ledger.keyOf(index)));
  }

  get(key: string): Seen | undefined {
    if (!this.keys.includes(key)) return undefined;
    const work = workOf(this.job, this.nodeId, (own) => own === key);
    return {
      ...work,
      state: this.stateOf(key, work.attempts > 0),
      output: this.outputs.get(key),
      fault: this.faults.get(key) ?? null,
      ...{ note: null, branch: undefined, counts: null, keys: [], item: () => undefined },
      used: this.job.used.get(placeOf(this.nodeId, key)),
    };
  }

  private stateOf(key: string, wasCalled: boolean): NodeState {
    if (this.outputs.has(key)) return 'completed';
    if (this.faults.has(key)) return 'failed';
    if (this.skipped.has(key)) return 'skipped';
    if (this.isOver) return 'cancelled';
    return wasCalled ? 'running' : 'pending';
  }
}
