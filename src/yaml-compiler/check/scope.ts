import { describeMisfit } from '../../plan/inputs.ts';
import type { Compilation } from '../compilation.ts';
import type { InputSpec } from '../spec/input-schema.ts';
import { JOB, typeOfInput } from '../types/given-types.ts';
import { type Field, objectOf, objectWith, type Type, UNKNOWN } from '../types/type.ts';
import { nodeAt } from '../yaml-node.ts';
import type { Names } from './values.ts';

/**
 * The names that every template of the spec sees, with their types.
 *
 * @param nodes the fields of `nodes`; what is put there later is seen too
 */
export function namesOf({ root, spec }: Compilation, nodes: Record<string, Field>): Names {
  const inputs = Object.entries(spec.inputs).map(([name, input]) => [name, inputType(input)] as const);
  // What is in a section of a wrong shape nobody knows.
  const restOf = (section: string) => (spec.shape.isWrong(nodeAt(root, [section])) ? UNKNOWN : undefined);
  return {
    inputs: objectWith(objectOf(Object.fromEntries(inputs)).fields, restOf('inputs')),
    nodes: objectWith(nodes, nodeAt(root, ['nodes']) ? restOf('nodes') : UNKNOWN),
    job: JOB,
  };
}

function inputType({ type, ...input }: InputSpec): Type {
  if (type === undefined) return UNKNOWN;
  const declaration = { type, required: isRequired(input) };
  // A value that the input itself cannot take has been told: it is none of its values.
  const { enum: values = [], ...rest } = input;
  const isRight = values.every((value) => value === null || describeMisfit(declaration, value) === undefined);
  return typeOfInput({ ...(isRight ? input : rest), ...declaration });
}

/** An input is required unless it says otherwise or has a default. */
export function isRequired(input: Pick<InputSpec, 'required' | 'default'>): boolean {
  return input.required ?? input.default === undefined;
}
