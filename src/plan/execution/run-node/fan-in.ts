import { FaultError } from '../../fault.ts';
import type { JsonValue } from '../../json.ts';
import type { FanInNode } from '../../plan.ts';
import { evaluateTemplate } from '../../template/evaluate.ts';
import { withNames } from '../../template/narrow.ts';
import { parseTemplate } from '../../template/template.ts';
import { AGGREGATORS, type Gathered } from '../items/aggregate.ts';
import type { NodeContext, NodeOutcome } from './index.ts';

/** Brings the outputs of a fan-out together, in the order of its items. */
export async function runFanIn(node: FanInNode, context: NodeContext): Promise<NodeOutcome> {
  const { items, ledger } = context.itemsOf(node.from);
  context.started();
  const take = node.value === undefined ? undefined : parseTemplate(node.value);
  const gathered = ledger.outputs().map(({ index, output }): Gathered => {
    const key = ledger.keyOf(index);
    if (!take) return { index, key, value: output };
    const names = { output, item: items[index] as JsonValue, index, key };
    return { index, key, value: atItem(key, () => evaluateTemplate(take, withNames(context.scope, names))) };
  });
  return { state: 'completed', output: AGGREGATORS[node.aggregation](gathered, ledger.total) };
}

function atItem<T>(key: string, evaluate: () => T): T {
  try {
    return evaluate();
  } catch (error) {
    const message = `The fan-in's \`value\` failed at item ${key}: ${error instanceof Error ? error.message : String(error)}`;
    throw new FaultError({ code: 'fan_in_value', message, detail: { key } });
  }
}
