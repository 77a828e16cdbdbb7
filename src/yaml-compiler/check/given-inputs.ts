import { describeMisfit } from '../../plan/inputs.ts';
import { didYouMean } from '../../plan/nearest.ts';
import type { InputDeclaration } from '../../plan/plan.ts';
import type { Compilation } from '../compilation.ts';
import { typeOfInput } from '../types/given-types.ts';
import { toJson, type YamlEntry, type YamlNode } from '../yaml-node.ts';
import { hasTemplates } from './templates.ts';
import type { ValueChecker } from './values.ts';

/**
 * Checks what a spec is given against the inputs that it declares: plain values as a submission of it would be, templates by their types.
 *
 * @param place where faults of what is not there are told
 * @param subject who gives: "The schedule"
 * @param unjudged names whose declaration is not known
 */
export function checkGivenInputs(
  given: YamlNode | undefined,
  place: number,
  declared: Record<string, InputDeclaration>,
  subject: string,
  checker: ValueChecker,
  { sink }: Compilation,
  unjudged: ReadonlySet<string> = new Set(),
): void {
  const entries = given?.kind === 'mapping' ? given.entries : [];
  for (const entry of entries) {
    if (sink.isFull) return;
    const declaration = Object.hasOwn(declared, entry.key) ? declared[entry.key] : undefined;
    if (declaration) checkOne(entry, declaration, checker, sink);
    else if (!unjudged.has(entry.key)) {
      const hint = didYouMean(entry.key, Object.keys(declared));
      sink.report('unknown-input', entry.keyStart, `The spec declares no input \`${entry.key}\`.${hint}`);
    }
  }
  const names = new Set(entries.map(({ key }) => key));
  for (const [name, { required, type }] of Object.entries(declared)) {
    if (required && !names.has(name)) {
      sink.report('missing-input', place, `${subject} must give the input \`${name}\` (${type}).`);
    }
  }
}

function checkOne(
  { key, value }: YamlEntry,
  declaration: InputDeclaration,
  checker: ValueChecker,
  sink: Compilation['sink'],
): void {
  if (hasTemplates(value)) return checker.check(value, typeOfInput(declaration), `The input \`${key}\``);
  const plain = toJson(value);
  if (plain === null && !declaration.required) return;
  const misfit = describeMisfit(declaration, plain);
  if (misfit) sink.report('invalid-input', value.start, `The input \`${key}\` ${misfit}.`);
}
