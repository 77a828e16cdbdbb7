import { FaultError } from '../../fault.ts';
import type { FanInNode } from '../../plan.ts';
import { withNames } from '../../template/narrow.ts';
import { prepare } from '../../template/prepare.ts';
import { AGGREGATORS, type Gathered } from '../items/aggregate.ts';
import type { ItemLedger } from '../items/ledger.ts';
import type { FanOutItems, NodeContext, NodeOutcome } from './index.ts';

/** Brings the outputs of a fan-out together, in the order of its items. */
export async function runFanIn(node: FanInNode, context: NodeContext): Promise<NodeOutcome> {
  const { items, ledger } = context.itemsOf(node.from);
  context.started();
  const gathered = node.value === undefined ? outputs(ledger) : await values(node.value, context, { items, ledger });
  return { state: 'completed', output: AGGREGATORS[node.aggregation](gathered, ledger.total) };
}

function* outputs(ledger: ItemLedger): Generator<Gathered> {
  for (const { index, output } of ledger.outputs()) yield { index, key: ledger.keyOf(index), value: output };
}

/** What is picked of each output. */
async function values(
  picked: NonNullable<FanInNode['value']>,
  { scope, turns }: NodeContext,
  { items, ledger }: FanOutItems,
): Promise<Gathered[]> {
  const pick = prepare(picked);
  const gathered: Gathered[] = [];
  for (const { index, output } of ledger.outputs()) {
    const turn = turns.take();
    if (turn) await turn;
    const key = ledger.keyOf(index);
    const names = { output, item: items[index] ?? null, index, key };
    const value = atItem(key, () => pick(withNames(scope, names, scope.meter.part('item'))));
    gathered.push({ index, key, value });
  }
  return gathered;
}

function atItem<T>(key: string, evaluate: () => T): T {
  try {
    return evaluate();
  } catch (error) {
    const message = `The fan-in's \`value\` failed at item ${key}: ${error instanceof Error ? error.message : String(error)}`;
    throw new FaultError({ code: 'fan_in_value', message, detail: { key } });
  }
}
