import type { Compilation } from '../compilation.ts';
import type { InputSpec } from '../spec/input-schema.ts';
import { JOB, typeOfInput } from '../types/given-types.ts';
import { type Field, objectOf, type Type, UNKNOWN } from '../types/type.ts';
import type { Names } from './values.ts';

/**
 * The names that every template of the spec sees, with their types.
 *
 * @param nodes the fields of `nodes`; what is put there later is seen too
 */
export function namesOf({ spec }: Compilation, nodes: Record<string, Field>): Names {
  const inputs = Object.entries(spec.inputs).map(([name, input]) => [name, inputType(input)] as const);
  const opaque = [...spec.opaque.inputs].map((name) => [name, UNKNOWN] as const);
  return {
    inputs: objectOf(Object.fromEntries([...inputs, ...opaque])),
    nodes: { kind: 'object', fields: nodes, rest: undefined },
    job: JOB,
  };
}

function inputType(input: InputSpec): Type {
  return typeOfInput({ ...input, required: isRequired(input) });
}

/** An input is required unless it says otherwise or has a default. */
export function isRequired(input: InputSpec): boolean {
  return input.required ?? input.default === undefined;
}
