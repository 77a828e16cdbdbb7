import { PATTERN_LIMITS } from '../../plan/input-pattern.ts';
import type { JsonValue } from '../../plan/json.ts';
import type { InputDeclaration } from '../../plan/plan.ts';
import type { Compilation } from '../compilation.ts';
import type { InputSpec } from '../spec/input-schema.ts';
import { isUnreadable, nodeAt, offsetOf, type Path } from '../yaml-node.ts';
import { limitFaults } from './input-limits.ts';
import { misfitOf } from './pattern-effort.ts';
import { isRequired } from './scope.ts';

/** The declarations of a spec's inputs, as the plan has them. */
export function declareInputs(compilation: Compilation): Record<string, InputDeclaration> {
  const declared: [string, InputDeclaration][] = [];
  for (const [name, input] of Object.entries(compilation.spec.inputs)) {
    if (compilation.sink.isFull) break;
    const usable = checkLimits(name, input, compilation);
    checkValues(name, usable, compilation);
    checkWithin(name, usable, compilation);
    const declaration = declare(usable);
    if (declaration) declared.push([name, unlessTold(name, declaration, compilation)]);
  }
  return Object.fromEntries(declared);
}

/** The input with its limits: without a pattern that is no regular expression, or takes too long, and so cannot be held against anything. */
function checkLimits(name: string, input: InputSpec, { root, sink, patternEffort }: Compilation): InputSpec {
  const { pattern, max_length } = input;
  const place = offsetOf(root, ['inputs', name, 'pattern']);
  const withoutPattern = { ...input, pattern: undefined };
  const isReadable = pattern === undefined || patternEffort.isEnoughToRead(pattern, place);
  const faults = limitFaults(name, isReadable ? input : withoutPattern);
  for (const { field, message } of faults) {
    sink.report('invalid-value', offsetOf(root, ['inputs', name, field]), message);
  }
  if (pattern === undefined) return input;
  const isFaulty = !isReadable || faults.some(({ field }) => field === 'pattern');
  const longest = max_length ?? PATTERN_LIMITS.value_length;
  return isFaulty || !patternEffort.isEnoughToMatch(pattern, longest, place) ? withoutPattern : input;
}

/** Whether it must be given is not known where that is in a wrong shape. */
function unlessTold(name: string, declaration: InputDeclaration, { root, spec }: Compilation): InputDeclaration {
  const isTold = spec.shape.isWrong(nodeAt(root, ['inputs', name, 'required']));
  return isTold ? { ...declaration, required: false } : declaration;
}

/** Undefined where its type is not known. */
function declare({ type, ...input }: InputSpec): InputDeclaration | undefined {
  if (type === undefined) return undefined;
  const { required: _, ...rest } = input;
  const bounded = input.pattern === undefined ? {} : { max_length: input.max_length ?? PATTERN_LIMITS.value_length };
  return dropUndefined({ type, ...rest, ...bounded, required: isRequired(input) });
}

/** The default and the values allowed must themselves be ones that the input takes. */
function checkValues(name: string, input: InputSpec, compilation: Compilation): void {
  const declaration = declare(input);
  if (!declaration) return;
  const { enum: _, ...limits } = declaration;
  checkGiven(
    input.default,
    declaration,
    ['inputs', name, 'default'],
    () => `The default of the input \`${name}\``,
    compilation,
  );
  for (const [index, value] of (input.enum ?? []).entries()) {
    if (compilation.sink.isFull) return;
    const subject = () => `The value ${JSON.stringify(value)} of the input \`${name}\``;
    checkGiven(value, limits, ['inputs', name, 'enum', index], subject, compilation);
  }
}

function checkGiven(
  value: JsonValue | undefined,
  declaration: InputDeclaration,
  path: Path,
  subject: () => string,
  { root, sink, patternEffort }: Compilation,
): void {
  const node = nodeAt(root, path);
  if (!node || value === undefined || value === null || isUnreadable(node)) return;
  const misfit = misfitOf(value, declaration, node.start, patternEffort);
  if (misfit) sink.report('invalid-value', node.start, `${subject()} ${misfit}.`);
}

/** Of the formats that say something of what another input names: the field that tells which one. */
const WITHIN = [
  { format: 'blob', field: 'container_input', what: 'The blob', whole: 'its container', needed: true },
  { format: 'stac_item', field: 'collection_input', what: 'The StacItem', whole: 'its collection', needed: true },
  { format: 'raster_crs', field: 'blob_input', what: 'The CRS', whole: 'the blob of its raster', needed: true },
  { format: 'raster_crs', field: 'declared_input', what: 'The CRS', whole: 'the CRS that is declared', needed: false },
] as const;

function checkWithin(name: string, input: InputSpec, { spec, root, sink }: Compilation): void {
  for (const { format, field, what, whole, needed } of WITHIN) {
    const within = input[field];
    const isTold = spec.shape.isWrong(nodeAt(root, ['inputs', name, field]));
    if (needed && input.format === format && within === undefined && !isTold) {
      const message = `${what} input \`${name}\` needs \`${field}\`: the input that names ${whole}.`;
      sink.report('missing-field', offsetOf(root, ['inputs', name]), message);
    }
    const named = within !== undefined && Object.hasOwn(spec.inputs, within) ? spec.inputs[within] : undefined;
    const isUnknown = spec.shape.isWrong(nodeAt(root, ['inputs'])) || (named && named.type === undefined);
    if (within === undefined || isUnknown || named?.type === 'string') continue;
    const hint = sink.hintFor(within, Object.keys(spec.inputs));
    const message = `\`${field}\` names a string input of this spec; \`${within}\` is none.${hint}`;
    sink.report('unknown-input', offsetOf(root, ['inputs', name, field]), message);
  }
}

function dropUndefined<T extends object>(value: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;
}
