import { z } from 'zod';
import type { Type } from './type.ts';

/** A schema that takes what can be of a type, and nothing else. */
export function schemaOfType(type: Type): z.ZodType {
  const build = SCHEMAS[type.kind] as (type: Type) => z.ZodType;
  return build(type);
}

const SCHEMAS: { [K in Type['kind']]: (type: Extract<Type, { kind: K }>) => z.ZodType } = {
  unknown: () => z.json(),
  null: () => z.null(),
  boolean: () => z.boolean(),
  number: numberSchema,
  string: stringSchema,
  constant: ({ value }) => z.literal(value),
  array: ({ items }) => z.array(schemaOfType(items)),
  object: objectSchema,
  union: unionSchema,
};

function numberSchema({ integer, minimum, maximum }: Extract<Type, { kind: 'number' }>): z.ZodType {
  const least = minimum ?? Number.NEGATIVE_INFINITY;
  const most = maximum ?? Number.POSITIVE_INFINITY;
  return (integer ? z.int() : z.number()).min(least).max(most);
}

function stringSchema({ pattern, min_length, max_length }: Extract<Type, { kind: 'string' }>): z.ZodType {
  const bounded = z
    .string()
    .min(min_length ?? 0)
    .max(max_length ?? Number.POSITIVE_INFINITY);
  return pattern === undefined ? bounded : bounded.regex(new RegExp(pattern, 'u'));
}

function objectSchema({ fields, rest }: Extract<Type, { kind: 'object' }>): z.ZodType {
  const shape = Object.entries(fields).map(([name, { type, required }]) => {
    const schema = schemaOfType(type);
    return [name, required ? schema : schema.optional()] as const;
  });
  const fieldsAlone = z.strictObject(Object.fromEntries(shape));
  return rest ? fieldsAlone.catchall(schemaOfType(rest)) : fieldsAlone;
}

/** What is wrong with a value that may also be null is told of its parts, which a union does not do. */
function unionSchema({ options }: Extract<Type, { kind: 'union' }>): z.ZodType {
  const schemas = options.filter(({ kind }) => kind !== 'null').map(schemaOfType);
  const [only] = schemas;
  const schema = only && schemas.length === 1 ? only : z.union(schemas);
  return schemas.length < options.length ? schema.nullable() : schema;
}
