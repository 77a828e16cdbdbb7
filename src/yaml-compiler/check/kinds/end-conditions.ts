import type { Type } from '../../types/type.ts';
import { nodeAt } from '../../yaml-node.ts';
import { checkCondition, checkText, type NodeContext } from '../node-context.ts';

/** Checks `complete_when` and `fail_when`: they see the node's own output as `output`. */
export function checkEndConditions(context: NodeContext): void {
  const names = { ...context.names, output: ownOutput(context) };
  for (const field of ['complete_when', 'fail_when']) {
    const path = [...context.path, field];
    const isLong = nodeAt(context.compilation.root, path)?.kind === 'mapping';
    checkCondition(isLong ? [...path, 'when'] : path, names, context);
    if (isLong) checkText([...path, 'reason'], names, context);
  }
}

function ownOutput({ id, names }: NodeContext): Type {
  const nodes = names.nodes?.kind === 'object' ? names.nodes.fields : {};
  const own = nodes[id]?.type;
  return (own?.kind === 'object' && own.fields.output?.type) || { kind: 'unknown' };
}
