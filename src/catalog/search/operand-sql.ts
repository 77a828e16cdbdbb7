import pg from 'pg';
import { isJsonObject, type JsonObject, type JsonValue } from '../../plan/json.ts';
import { refuseFilter } from '../cql2/refuse.ts';
import type { Properties, Property } from './read-properties.ts';

/** What SQL is made with. */
export interface SqlContext {
  properties: Properties;
  /** Makes a parameter of a value. */
  parameter: (value: unknown) => string;
}

/**
 * As what the operands of an operator are compared: the function of pgstac that reads them, or `json`, where there are but
 * properties of which nobody knows the type.
 */
export type Reading = 'json' | 'to_text' | 'to_float' | 'to_tstz' | (string & {});

/** RFC 3339, or a date alone, of days that there are: what PostgreSQL certainly takes. */
const INSTANT = [
  String.raw`^(?!0000)(?:\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)`,
  String.raw`|02-(?:0[1-9]|1\d|2[0-8]))|(?:\d\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)`,
  String.raw`(?:[Tt](?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d{1,30})?(?:[Zz]|[+-](?:0\d|1[0-5]):[0-5]\d))?$`,
].join('');

const ARITHMETIC = ['+', '-', '*', '/'];
/** To lower case, as of Unicode: what is folded already finds what is not. */
const FOLDS: Readonly<Record<string, (text: string) => string>> = {
  casei: (text) => `lower(${text} COLLATE "und-x-icu")`,
  accenti: (text) => `unaccent(${text})`,
};

/** How the operands go together. What a queryable says of a property comes before what a literal looks like. */
export function readingOf(operands: readonly JsonValue[], { properties }: SqlContext): Reading {
  const readings = operands.map((operand) => ({ operand, reading: ownReading(operand, properties) }));
  const has = (wanted: Reading) => readings.some(({ reading }) => reading === wanted);
  if (has('to_tstz')) return 'to_tstz';
  if (operands.some(isArithmetic)) return 'to_float';
  const declared = readings.find(({ operand, reading }) => isJsonObject(operand) && reading !== 'json');
  if (declared) return declared.reading;
  if (has('to_float')) return 'to_float';
  return has('to_text') ? 'to_text' : 'json';
}

function ownReading(operand: JsonValue, properties: Properties): Reading {
  if (!isJsonObject(operand)) return typeof operand === 'number' ? 'to_float' : 'to_text';
  if ('timestamp' in operand) return 'to_tstz';
  if (!('property' in operand)) return isArithmetic(operand) ? 'to_float' : 'to_text';
  const { path, isColumn, wrapper } = propertyOf(operand, properties);
  if (isColumn) return /datetime$/.test(path) ? 'to_tstz' : 'to_text';
  return wrapper ?? 'json';
}

function isArithmetic(operand: JsonValue): boolean {
  return isJsonObject(operand) && typeof operand.op === 'string' && ARITHMETIC.includes(operand.op);
}

export function propertyOf({ property }: JsonObject, properties: Properties): Property {
  const found = properties.get(String(property));
  if (found === undefined) throw refuseFilter('A property has a name', JSON.stringify(property ?? null));
  return found;
}

/** @throws FaultError `invalid_search` */
export function operandSql(operand: JsonValue, reading: Reading, context: SqlContext): string {
  if (!isJsonObject(operand)) return literalSql(operand, reading);
  if ('timestamp' in operand) return literalSql(operand.timestamp ?? null, reading);
  if ('property' in operand) return propertySql(propertyOf(operand, context.properties), reading);
  const [first = null, second = null] = Array.isArray(operand.args) ? operand.args : [];
  const op = String(operand.op);
  const fold = Object.hasOwn(FOLDS, op) ? FOLDS[op] : undefined;
  if (fold) return fold(operandSql(first, 'to_text', context));
  const [one, other] = [first, second].map((each) => operandSql(each, 'to_float', context));
  // What is divided by zero is no number, and fails no search of all the others.
  return `(${one} ${op} ${op === '/' ? `nullif(${other}, 0)` : other})`;
}

/** No parameter, of which there are so many at most: lists are long. */
function literalSql(value: JsonValue, reading: Reading): string {
  // An integer is less than its half more.
  const isBetween = reading === 'to_int' && typeof value === 'number' && !Number.isInteger(value);
  return wrapped(isBetween ? 'to_float' : reading, `${pg.escapeLiteral(JSON.stringify(value))}::jsonb`);
}

/** Where the catalogue does not say of which type a property is, only values of the type are compared that is asked for. */
export function propertySql({ path, isColumn, wrapper }: Property, reading: Reading): string {
  if (isColumn) return path;
  if (reading === 'json') return `nullif(${path}, 'null')`;
  const read = wrapped(reading, path);
  if (wrapper === reading) return read;
  if (reading === 'to_tstz') return `CASE WHEN ${wrapped('to_text', path)} ~ '${INSTANT}' THEN ${read} END`;
  if (reading === 'to_float') return `CASE jsonb_typeof(${path}) WHEN 'number' THEN ${read} END`;
  return read;
}

function wrapped(wrapper: string, json: string): string {
  return `pgstac.${pg.escapeIdentifier(wrapper)}(${json})`;
}
