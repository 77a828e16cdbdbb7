import type { ItemsSnapshot, JobSnapshot } from '../job.ts';
import type { ExecutionPlan } from '../plan.ts';
import type { Scope } from '../template/evaluate.ts';
import { ItemLedger } from './items/ledger.ts';
import { itemsOf } from './items/plan-items.ts';
import type { FanOutItems } from './run-node/index.ts';

/** The items of a job's fan-outs, by node. */
export class FanOuts {
  private readonly plan: Pick<ExecutionPlan, 'nodes'>;
  private readonly before: JobSnapshot['nodes'];
  private readonly known = new Map<string, FanOutItems>();

  /** @param before what runs before this one have come to */
  constructor(plan: Pick<ExecutionPlan, 'nodes'>, before: JobSnapshot['nodes']) {
    this.plan = plan;
    this.before = before;
  }

  /** Of a fan-out that begins in this run. */
  keep(nodeId: string, items: FanOutItems): void {
    this.known.set(nodeId, items);
  }

  get(nodeId: string): FanOutItems | undefined {
    return this.known.get(nodeId);
  }

  /** Of a fan-out that has completed, in this run or before it. */
  completed(nodeId: string, scope: Scope): FanOutItems {
    return this.known.get(nodeId) ?? this.restored(nodeId, scope);
  }

  /** Of a fan-out that has not begun in this run, what is known from before. */
  snapshot(nodeId: string): ItemsSnapshot | undefined {
    return this.known.get(nodeId)?.ledger.snapshot() ?? this.before[nodeId]?.items;
  }

  private restored(nodeId: string, scope: Scope): FanOutItems {
    const node = this.plan.nodes[nodeId];
    const snapshot = this.before[nodeId]?.items;
    if (node?.kind !== 'fan_out' || !snapshot) throw new Error(`there are no items of ${nodeId}`);
    const ledger = new ItemLedger(snapshot.total, snapshot.keys);
    ledger.restore(snapshot);
    const items = { items: itemsOf(node.source, scope), ledger };
    this.known.set(nodeId, items);
    return items;
  }
}
