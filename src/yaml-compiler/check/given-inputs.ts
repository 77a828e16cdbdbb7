import { knownNames, suggest } from '../../plan/nearest.ts';
import type { InputDeclaration } from '../../plan/plan.ts';
import type { Compilation } from '../compilation.ts';
import { typeOfInput } from '../types/given-types.ts';
import { isUnreadable, toJson, type YamlEntry, type YamlNode } from '../yaml-node.ts';
import { misfitOf } from './pattern-effort.ts';
import { hasTemplates } from './templates.ts';
import type { ValueChecker } from './values.ts';

/**
 * Checks what a spec is given against the inputs that it declares: plain values as a submission of it would be, templates by their types.
 *
 * @param place where faults of what is not there are told
 * @param subject who gives: "The schedule"
 * @param isUndeclared whether a name that is not among the declared ones is a fault
 */
export function checkGivenInputs(
  given: YamlNode | undefined,
  place: number,
  declared: Record<string, InputDeclaration>,
  subject: string,
  checker: ValueChecker,
  { sink, spec, patternEffort }: Compilation,
  isUndeclared: (name: string) => boolean = () => true,
): void {
  if (spec.shape.isWrong(given)) return;
  const entries = given?.kind === 'mapping' ? given.entries : [];
  const names = new Set(entries.map(({ key }) => key));
  for (const entry of entries) {
    if (sink.isFull) return;
    const declaration = Object.hasOwn(declared, entry.key) ? declared[entry.key] : undefined;
    if (declaration) checkOne(entry, declaration, checker, { sink, patternEffort });
    else if (isUndeclared(entry.key)) {
      const meant = tellUndeclared(entry, Object.keys(declared), sink);
      // It is there, under another name.
      if (meant !== undefined) names.add(meant);
    }
  }
  const missing = Object.entries(declared).filter(([name, { required }]) => required && !names.has(name));
  for (const [name, { type }] of missing) {
    sink.report('missing-input', place, `${subject} must give the input \`${name}\` (${type}).`);
  }
}

/** @returns the input that was meant */
function tellUndeclared(
  { key, keyStart }: YamlEntry,
  declared: readonly string[],
  sink: Compilation['sink'],
): string | undefined {
  const meant = sink.nearest(key, declared);
  const hint = suggest(meant) || knownNames(key, declared);
  sink.report('unknown-input', keyStart, `The spec declares no input \`${key}\`.${hint}`);
  return meant;
}

function checkOne(
  { key, value }: YamlEntry,
  declaration: InputDeclaration,
  checker: ValueChecker,
  { sink, patternEffort }: Pick<Compilation, 'sink' | 'patternEffort'>,
): void {
  if (isUnreadable(value)) return;
  if (hasTemplates(value)) return checker.check(value, typeOfInput(declaration), `The input \`${key}\``);
  const plain = toJson(value);
  if (plain === null && !declaration.required) return;
  const misfit = misfitOf(plain, declaration, value.start, patternEffort);
  if (misfit) sink.report('invalid-input', value.start, `The input \`${key}\` ${misfit}.`);
}
