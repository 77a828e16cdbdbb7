import { FaultError } from '../../fault.ts';
import type { JsonValue } from '../../json.ts';
import type { FanInNode } from '../../plan.ts';
import type { Scope } from '../../template/evaluate.ts';
import { withNames } from '../../template/narrow.ts';
import { prepare } from '../../template/prepare.ts';
import { AGGREGATORS, type Gathered } from '../items/aggregate.ts';
import type { ItemLedger } from '../items/ledger.ts';
import type { NodeContext, NodeOutcome } from './index.ts';

/** Brings the outputs of a fan-out together, in the order of its items. */
export async function runFanIn(node: FanInNode, context: NodeContext): Promise<NodeOutcome> {
  const { items, ledger } = context.itemsOf(node.from);
  context.started();
  const gathered = gather(node, items, ledger, context.scope);
  return { state: 'completed', output: AGGREGATORS[node.aggregation](gathered, ledger.total) };
}

function* gather(
  { value }: FanInNode,
  items: readonly JsonValue[],
  ledger: ItemLedger,
  outer: Scope,
): Generator<Gathered> {
  const take = value === undefined ? undefined : prepare(value);
  for (const { index, output } of ledger.outputs()) {
    const key = ledger.keyOf(index);
    const names = { output, item: items[index] ?? null, index, key };
    yield {
      index,
      key,
      value: take ? atItem(key, () => take(withNames(outer, names, outer.meter.part('item')))) : output,
    };
  }
}

function atItem<T>(key: string, evaluate: () => T): T {
  try {
    return evaluate();
  } catch (error) {
    const message = `The fan-in's \`value\` failed at item ${key}: ${error instanceof Error ? error.message : String(error)}`;
    throw new FaultError({ code: 'fan_in_value', message, detail: { key } });
  }
}
