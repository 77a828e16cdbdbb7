import { BLANK } from '../../spec/blanks.ts';
import type { ConditionalSpec } from '../../spec/node-schemas.ts';
import { keyOffset, nodeAt, offsetOf, type Path } from '../../yaml-node.ts';
import { checkCondition, type NodeContext } from '../node-context.ts';

type Branch = ConditionalSpec['branches'][number];

/** Checks a conditional's branches: names once, one default, a condition on every other. */
export function checkConditional(node: ConditionalSpec, context: NodeContext): void {
  const { root, spec } = context.compilation;
  const path = [...context.path, 'branches'];
  const seen = new Set<string>();
  for (const [index, branch] of node.branches.entries()) {
    checkCondition([...path, index, 'when'], context.names, context);
    checkName(branch, [...path, index], seen, context);
    if (!spec.shape.isUnsound(nodeAt(root, [...path, index]))) checkWhen(branch, [...path, index], context);
  }
  checkDefault(node, path, context);
}

function checkName(
  { name }: Branch,
  path: Path,
  seen: Set<string>,
  { compilation: { root, sink } }: NodeContext,
): void {
  if (name === BLANK) return;
  if (seen.has(name)) sink.report('invalid-value', offsetOf(root, path), `The branch \`${name}\` is here twice.`);
  seen.add(name);
}

function checkWhen(branch: Branch, path: Path, { compilation: { root, sink } }: NodeContext): void {
  const offset = offsetOf(root, path);
  const isDefault = branch.default === true;
  if (!isDefault && branch.when === undefined) {
    sink.report('missing-field', offset, `The branch \`${branch.name}\` needs \`when\`, or \`default: true\`.`);
  }
  if (isDefault && branch.when !== undefined) {
    const message = `The default branch \`${branch.name}\` takes what is left: it has no \`when\`.`;
    sink.report('invalid-value', offset, message);
  }
}

function checkDefault({ branches }: ConditionalSpec, path: Path, { id, compilation }: NodeContext): void {
  const { root, sink, spec } = compilation;
  const place = nodeAt(root, path);
  const defaults = branches.filter((branch) => branch.default === true).length;
  if (!place || spec.shape.isUnsound(place) || defaults === 1) return;
  // The branch that has neither has been told, and is the one to be the default.
  if (defaults === 0 && branches.some(({ when }) => when === undefined)) return;
  const message = `The conditional \`${id}\` needs exactly one branch with \`default: true\`; it has ${defaults}.`;
  sink.report('missing-default', keyOffset(root, path) ?? root.start, message);
}
