import type { ConditionalSpec } from '../../spec/node-schemas.ts';
import { keyOffset, offsetOf } from '../../yaml-node.ts';
import { checkCondition, type NodeContext } from '../node-context.ts';

/** Checks a conditional's branches: names once, one default, a condition on every other. */
export function checkConditional(node: ConditionalSpec, context: NodeContext): void {
  const { root, sink } = context.compilation;
  const path = [...context.path, 'branches'];
  const seen = new Set<string>();
  for (const [index, branch] of node.branches.entries()) {
    const offset = offsetOf(root, [...path, index]);
    if (seen.has(branch.name)) sink.report('invalid-value', offset, `The branch \`${branch.name}\` is here twice.`);
    seen.add(branch.name);
    const isDefault = branch.default === true;
    if (!isDefault && branch.when === undefined) {
      sink.report('missing-field', offset, `The branch \`${branch.name}\` needs \`when\`, or \`default: true\`.`);
    }
    if (isDefault && branch.when !== undefined) {
      const message = `The default branch \`${branch.name}\` takes what is left: it has no \`when\`.`;
      sink.report('invalid-value', offset, message);
    }
    checkCondition([...path, index, 'when'], context.names, context);
  }
  const defaults = node.branches.filter((branch) => branch.default === true).length;
  if (defaults === 1) return;
  const message = `The conditional \`${context.id}\` needs exactly one branch with \`default: true\`; it has ${defaults}.`;
  sink.report('missing-default', keyOffset(root, path) ?? root.start, message);
}
