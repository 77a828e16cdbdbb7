import type { Fault } from '../../fault.ts';
import type { ItemCounts } from '../../job.ts';
import type { JsonObject } from '../../json.ts';
import type { FanOutNode, OnFailure } from '../../plan.ts';
import { ItemRun, type ItemRunEnd } from '../items/item-run.ts';
import { ItemLedger } from '../items/ledger.ts';
import { itemsOf, keysOf } from '../items/plan-items.ts';
import { runBatches } from '../items/run-batches.ts';
import type { Places } from '../places.ts';
import type { NodeContext, NodeOutcome } from './index.ts';

/** What is left of a fan-out that is resumed goes item by item when it is that few: each then has its own place in the history. */
const FEW = 100;

/** Runs the work for every item. */
export async function runFanOut(given: FanOutNode, context: NodeContext): Promise<NodeOutcome> {
  const { scope, resume, turns, places } = context;
  const node = withinPlaces(given, places);
  const items = itemsOf(node.source, scope);
  const keys = node.key === undefined ? null : await keysOf(node.key, items, scope, turns);
  const ledger = new ItemLedger(items.length, keys);
  if (resume) ledger.restore(resume);
  context.keepItems({ items, ledger });
  context.started();
  context.itemsChanged(shownCounts(ledger, node.max_concurrency), []);
  const end = await runItems(node, context, { items, ledger });
  if (end !== 'settled') ledger.cancelRest();
  context.itemsChanged(shownCounts(ledger, node.max_concurrency), []);
  return conclude(node, ledger, end);
}

function withinPlaces(node: FanOutNode, { total }: Places): FanOutNode {
  if (node.work.kind !== 'workflow') return node;
  return { ...node, max_concurrency: Math.min(node.max_concurrency, total) };
}

/** Of the items that were handed out, those beyond the concurrency wait for their turn in a chunk. */
function shownCounts(ledger: ItemLedger, max_concurrency: number): ItemCounts {
  const { running, pending, ...counts } = ledger.counts;
  const waiting = Math.max(0, running - max_concurrency);
  return { ...counts, pending: pending + waiting, running: running - waiting };
}

async function runItems(
  node: FanOutNode,
  context: NodeContext,
  { items, ledger }: Parameters<NodeContext['keepItems']>[0],
): Promise<ItemRunEnd> {
  const { nodeId: node_id, scope, effects, control, turns, places, resume } = context;
  const open = new Set<string>();
  const changed = () => context.itemsChanged(shownCounts(ledger, node.max_concurrency), [...open]);
  const run = new ItemRun({
    node_id,
    work: node.work,
    chunk: node.chunk,
    stops_at_failure: node.on_failure.mode === 'fail_fast',
    max_concurrency: node.max_concurrency,
    everyOneAlone: resume !== undefined && ledger.counts.pending <= FEW,
    scope,
    ledger,
    itemAt: (at) => items[at] ?? null,
    control,
    effects,
    turns,
    places,
    changed,
    open,
  });
  const end = await run.run();
  if (run.brokenBy !== undefined) throw run.brokenBy;
  if (end !== 'out_of_room') return end;
  return runBatches(run.leftovers(), { node_id, node, scope, items, ledger, effects, places, changed, open });
}

function conclude({ on_failure }: FanOutNode, ledger: ItemLedger, end: ItemRunEnd): NodeOutcome {
  if (end === 'cancelled') return { state: 'cancelled', note: 'the job was cancelled' };
  const fault = faultOf(ledger, on_failure);
  if (fault) return { state: 'failed', fault };
  const { total, completed, failed, skipped } = ledger.counts;
  const output: JsonObject = { total, completed, failed, skipped, failed_keys: ledger.failures.map(({ key }) => key) };
  const note = failed > 0 ? `${failed} of ${total} items failed, which is tolerated` : null;
  return { state: 'completed', output, ...(note === null ? {} : { note }) };
}

const NAMED_IN_TEXT = 20;
const NAMED_IN_DETAIL = 1_000;

function faultOf(ledger: ItemLedger, on_failure: OnFailure): Fault | undefined {
  const { total, failed } = ledger.counts;
  if (failed <= tolerated(on_failure, total)) return undefined;
  const [first] = ledger.failures;
  const keys = ledger.failures.map(({ key }) => key);
  const rest = keys.length > NAMED_IN_TEXT ? ` and ${keys.length - NAMED_IN_TEXT} more` : '';
  return {
    code: 'items_failed',
    message:
      `${failed} of ${total} items failed: ${keys.slice(0, NAMED_IN_TEXT).join(', ')}${rest}.` +
      ` The first failed with ${first?.fault.code}: ${first?.fault.message}`,
    detail: { total, failed, keys: keys.slice(0, NAMED_IN_DETAIL), first_code: first?.fault.code ?? '' },
  };
}

function tolerated(on_failure: OnFailure, total: number): number {
  if (on_failure.mode !== 'tolerate') return 0;
  return 'count' in on_failure ? on_failure.count : Math.floor((on_failure.percent * total) / 100);
}
