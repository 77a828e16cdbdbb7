import { isJsonObject, type JsonObject, type JsonValue } from '../../plan/json.ts';
import { arrayOf, BOOLEAN, INTEGER, NULL, NUMBER, objectWith, STRING, type Type, UNKNOWN } from './type.ts';
import { union } from './union.ts';

const known = new WeakMap<JsonObject, Type>();

/** The type of a contract, which many nodes have. */
export function typeOfContract(schema: JsonObject | undefined): Type {
  if (!schema) return UNKNOWN;
  const type = known.get(schema) ?? typeOfSchema(schema);
  known.set(schema, type);
  return type;
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
  return objectWith(Object.fromEntries(entries), rest);
}
