import type { EndConditionSpec } from '../../spec/fields.ts';
import type { Type } from '../../types/type.ts';
import { checkCondition, checkText, type NodeContext } from '../node-context.ts';

/** Checks `complete_when` and `fail_when`: they see the node's own output as `output`. */
export function checkEndConditions(context: NodeContext): void {
  const node = context.compilation.spec.nodes[context.id];
  const names = { ...context.names, output: ownOutput(context) };
  const given: [string, EndConditionSpec | undefined][] = [
    ['complete_when', node?.complete_when],
    ['fail_when', node?.fail_when],
  ];
  for (const [field, condition] of given) {
    if (condition === undefined) continue;
    const path = [...context.path, field];
    checkCondition(typeof condition === 'string' ? path : [...path, 'when'], names, context);
    if (typeof condition !== 'string') checkText([...path, 'reason'], names, context);
  }
}

function ownOutput({ id, names }: NodeContext): Type {
  const nodes = names.nodes?.kind === 'object' ? names.nodes.fields : {};
  const own = nodes[id]?.type;
  return (own?.kind === 'object' && own.fields.output?.type) || { kind: 'unknown' };
}
