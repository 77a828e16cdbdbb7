import type { InputDeclaration, InputType } from '../../plan/plan.ts';
import type { Compilation } from '../compilation.ts';
import type { InputSpec } from '../spec/input-schema.ts';
import {
  arrayOf,
  BOOLEAN,
  type Field,
  INTEGER,
  NULL,
  NUMBER,
  objectOf,
  STRING,
  type Type,
  UNKNOWN,
  union,
} from '../types/type.ts';
import type { Names } from './values.ts';

const INPUT_TYPE: Readonly<Record<InputType, Type>> = {
  string: STRING,
  integer: INTEGER,
  number: NUMBER,
  boolean: BOOLEAN,
  array: arrayOf(UNKNOWN),
  object: { kind: 'object', fields: {}, rest: UNKNOWN },
};

/** What `job` holds in templates; the interpreter fills it. Null where a job makes no asset version. */
const JOB: Type = objectOf({
  id: STRING,
  attempt: INTEGER,
  started_at: STRING,
  asset_id: union([STRING, NULL]),
  platform_id: union([STRING, NULL]),
  version_ordinal: union([INTEGER, NULL]),
  revision: union([INTEGER, NULL]),
});

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

/** An input that is not required is null where it is not given and has no default. */
export function typeOfInput(
  input: Pick<InputDeclaration, 'type' | 'required'> & Pick<InputSpec, 'enum' | 'default' | 'items'>,
): Type {
  const values = input.enum?.map(
    (value): Type => (value === null ? NULL : typeof value === 'object' ? UNKNOWN : { kind: 'constant', value }),
  );
  const type = values ? union(values) : unlimited(input);
  return input.required || (input.default !== undefined && input.default !== null) ? type : union([type, NULL]);
}

function unlimited({ type, items }: Pick<InputSpec, 'type' | 'items'>): Type {
  return items ? arrayOf(INPUT_TYPE[items.type]) : INPUT_TYPE[type];
}

/** An input is required unless it says otherwise or has a default. */
export function isRequired(input: InputSpec): boolean {
  return input.required ?? input.default === undefined;
}
