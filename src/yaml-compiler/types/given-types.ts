import type { InputDeclaration, InputType } from '../../plan/plan.ts';
import type { InputSpec } from '../spec/input-schema.ts';
import { ANY_OBJECT, arrayOf, BOOLEAN, INTEGER, NULL, NUMBER, objectOf, STRING, type Type, UNKNOWN } from './type.ts';
import { orNull, union, unionOfMany } from './union.ts';

/** What `job` holds in templates; the interpreter fills it. Null where a job makes no asset version. */
export const JOB: Type = objectOf({
  id: STRING,
  attempt: INTEGER,
  started_at: STRING,
  asset_id: union([STRING, NULL]),
  platform_id: union([STRING, NULL]),
  version_ordinal: union([INTEGER, NULL]),
  revision: union([INTEGER, NULL]),
});

const INPUT_TYPE: Readonly<Record<InputType, Type>> = {
  string: STRING,
  integer: INTEGER,
  number: NUMBER,
  boolean: BOOLEAN,
  array: arrayOf(UNKNOWN),
  object: ANY_OBJECT,
};

const ITEM_REFS: Type = arrayOf(objectOf({ collection_id: STRING, item_id: STRING }));

/** An input that is not required is null where it is not given and has no default. */
export function typeOfInput(
  input: Pick<InputDeclaration, 'type' | 'required'> & Pick<InputSpec, 'enum' | 'default' | 'items' | 'format'>,
): Type {
  const values = input.enum?.map(
    (value): Type => (value === null ? NULL : typeof value === 'object' ? UNKNOWN : { kind: 'constant', value }),
  );
  const type = values ? unionOfMany(values) : unlimited(input);
  return input.required || (input.default !== undefined && input.default !== null) ? type : orNull(type);
}

function unlimited({
  type,
  items,
  format,
}: Pick<InputDeclaration, 'type'> & Pick<InputSpec, 'items' | 'format'>): Type {
  if (type === 'array' && format === 'stac_item_ref') return ITEM_REFS;
  return items ? arrayOf(INPUT_TYPE[items.type]) : INPUT_TYPE[type];
}
