import type { Compilation } from '../compilation.ts';
import type { ConditionalSpec } from '../spec/schema.ts';
import { UNKNOWN } from '../types/type.ts';
import { keyOffset, nodeAt, offsetOf } from '../yaml-node.ts';
import { type IsCertain, type Names, ValueChecker } from './values.ts';

/** Checks a conditional's branches: names once, one default, a condition on every other. */
export function checkConditional(
  id: string,
  node: ConditionalSpec,
  names: Names,
  isCertain: IsCertain,
  compilation: Compilation,
): void {
  const { root, sink } = compilation;
  const path = ['nodes', id, 'branches'];
  const checker = new ValueChecker(compilation, names, isCertain);
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
      sink.report(
        'invalid-value',
        offset,
        `The default branch \`${branch.name}\` takes what is left: it has no \`when\`.`,
      );
    }
    const when = nodeAt(root, [...path, index, 'when']);
    if (when) checker.check(when, UNKNOWN, '`when`');
  }
  const defaults = node.branches.filter((branch) => branch.default === true).length;
  if (defaults === 1) return;
  const message = `The conditional \`${id}\` needs exactly one branch with \`default: true\`; it has ${defaults}.`;
  sink.report('missing-default', keyOffset(root, path) ?? root.start, message);
}
