import { PATTERN_LIMITS } from '../../plan/input-pattern.ts';
import { describeMisfit } from '../../plan/inputs.ts';
import { didYouMean } from '../../plan/nearest.ts';
import type { InputDeclaration } from '../../plan/plan.ts';
import type { Compilation } from '../compilation.ts';
import type { InputSpec } from '../spec/input-schema.ts';
import { offsetOf } from '../yaml-node.ts';
import { limitFaults } from './input-limits.ts';
import { isRequired } from './scope.ts';

/** The declarations of a spec's inputs, as the plan has them. */
export function declareInputs(compilation: Compilation): Record<string, InputDeclaration> {
  const inputs = compilation.spec.inputs;
  for (const [name, input] of Object.entries(inputs)) {
    if (!compilation.sink.isFull) checkInput(name, input, compilation);
  }
  return Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, declare(usable(name, input))]));
}

function declare(input: InputSpec): InputDeclaration {
  const { required: _, ...rest } = input;
  const bounded = input.pattern === undefined ? {} : { max_length: input.max_length ?? PATTERN_LIMITS.value_length };
  return dropUndefined({ ...rest, ...bounded, required: isRequired(input) });
}

function checkInput(name: string, input: InputSpec, { spec, root, sink }: Compilation): void {
  const faults = limitFaults(name, input);
  for (const { field, message } of faults) {
    sink.report('invalid-value', offsetOf(root, ['inputs', name, field]), message);
  }
  checkValues(name, usable(name, input), { root, sink });
  checkWithin(name, input, { spec, root, sink });
}

/** A pattern that is no regular expression cannot be held against anything. */
function usable(name: string, input: InputSpec): InputSpec {
  const hasBadPattern = limitFaults(name, input).some(({ field }) => field === 'pattern');
  return hasBadPattern ? { ...input, pattern: undefined } : input;
}

/** The default and the values allowed must themselves be ones that the input takes. */
function checkValues(name: string, input: InputSpec, { root, sink }: Pick<Compilation, 'root' | 'sink'>): void {
  const { enum: _, ...limits } = declare(input);
  const values = [
    { value: input.default, declaration: declare(input), path: ['default'], what: 'The default' },
    ...(input.enum ?? []).map((value, index) => {
      return { value, declaration: limits, path: ['enum', index], what: `The value ${JSON.stringify(value)}` };
    }),
  ];
  for (const { value, declaration, path, what } of values) {
    if (value === undefined || value === null) continue;
    const misfit = describeMisfit(declaration, value);
    const message = `${what} of the input \`${name}\` ${misfit}.`;
    if (misfit) sink.report('invalid-value', offsetOf(root, ['inputs', name, ...path]), message);
  }
}

/** Of the formats that say something of what another input names: the field that tells which one. */
const WITHIN = [
  { format: 'blob', field: 'container_input', what: 'The blob', whole: 'its container', needed: true },
  { format: 'stac_item', field: 'collection_input', what: 'The StacItem', whole: 'its collection', needed: true },
  { format: 'raster_crs', field: 'blob_input', what: 'The CRS', whole: 'the blob of its raster', needed: true },
  { format: 'raster_crs', field: 'declared_input', what: 'The CRS', whole: 'the CRS that is declared', needed: false },
] as const;

function checkWithin(
  name: string,
  input: InputSpec,
  { spec, root, sink }: Pick<Compilation, 'spec' | 'root' | 'sink'>,
): void {
  for (const { format, field, what, whole, needed } of WITHIN) {
    const within = input[field];
    if (needed && input.format === format && within === undefined) {
      const message = `${what} input \`${name}\` needs \`${field}\`: the input that names ${whole}.`;
      sink.report('missing-field', offsetOf(root, ['inputs', name]), message);
    }
    if (within === undefined || spec.opaque.inputs.has(within) || spec.inputs[within]?.type === 'string') continue;
    const hint = didYouMean(within, Object.keys(spec.inputs));
    const message = `\`${field}\` names a string input of this spec; \`${within}\` is none.${hint}`;
    sink.report('unknown-input', offsetOf(root, ['inputs', name, field]), message);
  }
}

function dropUndefined<T extends object>(value: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;
}
