import { isJsonObject, type JsonObject, type JsonPrimitive, type JsonValue } from '../../plan/json.ts';

/** What the compiler knows of a value before there is one. `unknown` fits everything. */
export type Type =
  | { kind: 'unknown' }
  | { kind: 'null' }
  | { kind: 'boolean' }
  | { kind: 'number'; integer: boolean; minimum?: number; maximum?: number }
  | { kind: 'string'; pattern?: string; min_length?: number; max_length?: number }
  /** One of a few values, such as the strings of an enum. */
  | { kind: 'constant'; value: JsonPrimitive }
  | { kind: 'array'; items: Type }
  | { kind: 'object'; fields: Record<string, Field>; rest: Type | undefined }
  | { kind: 'union'; options: Type[] };

export interface Field {
  type: Type;
  required: boolean;
}

export const UNKNOWN: Type = { kind: 'unknown' };
export const STRING: Type = { kind: 'string' };
export const NUMBER: Type = { kind: 'number', integer: false };
export const INTEGER: Type = { kind: 'number', integer: true };
export const BOOLEAN: Type = { kind: 'boolean' };
export const NULL: Type = { kind: 'null' };

export function arrayOf(items: Type): Type {
  return { kind: 'array', items };
}

export function objectOf(fields: Record<string, Type>): Type {
  const entries = Object.entries(fields).map(([name, type]) => [name, { type, required: true }] as const);
  return { kind: 'object', fields: Object.fromEntries(entries), rest: undefined };
}

export function union(options: readonly Type[]): Type {
  const flat = options.flatMap((option) => (option.kind === 'union' ? option.options : [option]));
  if (flat.some(({ kind }) => kind === 'unknown')) return UNKNOWN;
  const [one] = flat;
  if (one && flat.length === 1) return one;
  const distinct = [...new Map(flat.map((option) => [JSON.stringify(option), option])).values()];
  const [only] = distinct;
  return distinct.length === 1 && only ? only : { kind: 'union', options: distinct };
}

export function optionsOf(type: Type): Type[] {
  return type.kind === 'union' ? type.options : [type];
}

export function withoutNull(type: Type): Type {
  const rest = optionsOf(type).filter(({ kind }) => kind !== 'null');
  return rest.length === 0 ? UNKNOWN : union(rest);
}

/** Of an object, with fields that may be null each. */
export function withNullableFields(type: Type): Type {
  if (type.kind !== 'object') return type;
  const fields = Object.entries(type.fields).map(
    ([name, field]) => [name, { ...field, type: union([...optionsOf(field.type), NULL]) }] as const,
  );
  return { ...type, fields: Object.fromEntries(fields) };
}

/** The type in a few words, for messages. */
export function describeType(type: Type): string {
  if (type.kind === 'number') return type.integer ? 'integer' : 'number';
  if (type.kind === 'array') return `array of ${describeType(type.items)}`;
  if (type.kind === 'constant') return JSON.stringify(type.value);
  if (type.kind === 'union') return [...new Set(type.options.map(describeType))].join(' or ');
  return type.kind === 'unknown' ? 'anything' : type.kind;
}

/** The type that a JSON Schema describes. What it cannot say exactly becomes `unknown`: never a false alarm. */
export function typeOfSchema(schema: JsonValue | undefined): Type {
  if (!isJsonObject(schema) || '$ref' in schema) return UNKNOWN;
  if ('const' in schema) return typeOfConstant(schema.const as JsonValue);
  if (Array.isArray(schema.enum)) return union(schema.enum.map(typeOfConstant));
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(alternatives)) return union(alternatives.map(typeOfSchema));
  if (Array.isArray(schema.type)) return union(schema.type.map((type) => typeOfSchema({ ...schema, type })));
  const build = typeof schema.type === 'string' ? BUILDERS[schema.type] : undefined;
  return build ? build(schema) : UNKNOWN;
}

const BUILDERS: Readonly<Record<string, (schema: JsonObject) => Type>> = {
  null: () => NULL,
  boolean: () => BOOLEAN,
  integer: (schema) => ({ ...INTEGER, ...numberLimits(schema) }) as Type,
  number: (schema) => ({ ...NUMBER, ...numberLimits(schema) }) as Type,
  string: (schema) => ({ ...STRING, ...stringLimits(schema) }) as Type,
  array: (schema) => arrayOf(itemsOf(schema)),
  object: objectOfSchema,
};

function typeOfConstant(value: JsonValue): Type {
  if (value === null) return NULL;
  return typeof value === 'object' ? UNKNOWN : { kind: 'constant', value };
}

function numberLimits(schema: JsonObject) {
  return { ...pick(schema, 'minimum', 'minimum'), ...pick(schema, 'maximum', 'maximum') };
}

function stringLimits(schema: JsonObject) {
  return {
    ...pick(schema, 'pattern', 'pattern'),
    ...pick(schema, 'minLength', 'min_length'),
    ...pick(schema, 'maxLength', 'max_length'),
  };
}

function pick(schema: JsonObject, from: string, to: string): JsonObject {
  return schema[from] === undefined ? {} : { [to]: schema[from] };
}

function itemsOf(schema: JsonObject): Type {
  const tuple = schema.prefixItems;
  if (!Array.isArray(tuple)) return typeOfSchema(schema.items);
  return union([...tuple.map(typeOfSchema), ...(isJsonObject(schema.items) ? [typeOfSchema(schema.items)] : [])]);
}

function objectOfSchema(schema: JsonObject): Type {
  const properties = isJsonObject(schema.properties) ? schema.properties : {};
  const required = Array.isArray(schema.required) ? schema.required : [];
  const entries = Object.entries(properties).map(
    ([name, property]) => [name, { type: typeOfSchema(property), required: required.includes(name) }] as const,
  );
  const additional = schema.additionalProperties;
  const rest = additional === false ? undefined : typeOfSchema(additional === true ? undefined : additional);
  return { kind: 'object', fields: Object.fromEntries(entries), rest };
}
