import { isJsonObject, type JsonObject, type JsonValue } from '../../plan/json.ts';
import { refuseFilter } from '../cql2/refuse.ts';
import { geometrySql } from './area-sql.ts';
import { operandSql, propertyOf, propertySql, readingOf, type SqlContext } from './operand-sql.ts';
import { temporalSql } from './temporal-sql.ts';

/** The SQL of a condition as `normalizeFilter` makes it, on rows of `pgstac.items`. @throws FaultError `invalid_search` */
export function filterSql(condition: JsonValue, context: SqlContext): string {
  if (!isJsonObject(condition) || typeof condition.op !== 'string')
    throw refuseFilter('A condition is expected', 'there');
  const args = Array.isArray(condition.args) ? condition.args : [];
  const { op } = condition;
  if (op.startsWith('s_'))
    return `ST_${op.slice(2)}(items.geometry, ${geometrySql(objectOf(args[1]), context.parameter)})`;
  if (op.startsWith('t_')) return temporalSql(op, args, context);
  if (Object.hasOwn(ARRAYS, op)) return args.map((each) => arraySql(each, context)).join(` ${ARRAYS[op]} `);
  if (op === 'and' || op === 'or')
    return `(${args.map((each) => filterSql(each, context)).join(` ${op.toUpperCase()} `)})`;
  return op === 'not' ? `(NOT ${filterSql(args[0] ?? null, context)})` : `(${scalarSql(op, args, context)})`;
}

const ARRAYS: Readonly<Record<string, string>> = {
  ...{ a_equals: '=', a_contains: '@>', a_contained_by: '<@', a_overlaps: '&&' },
};

function arraySql(array: JsonValue, { properties, parameter }: SqlContext): string {
  if (isJsonObject(array)) return propertySql(propertyOf(array, properties), 'to_text_array');
  return `${parameter((array as JsonValue[]).map(String))}::text[]`;
}

function scalarSql(op: string, args: readonly JsonValue[], context: SqlContext): string {
  if (op === 'like') return likeSql(args, context);
  if (op === 'isNull') return `${allRead(args, context, 'to_text')[0]} IS NULL`;
  const [value = '', ...others] = allRead(op === 'in' ? args.flat() : args, context);
  if (op === 'in') return `${value} IN (${others.join(', ')})`;
  if (op === 'between') return `${value} BETWEEN ${others.join(' AND ')}`;
  return `${value} ${op} ${others[0]}`;
}

function allRead(operands: readonly JsonValue[], context: SqlContext, unknown = 'json'): string[] {
  const reading = readingOf(operands, context);
  return operands.map((operand) => operandSql(operand, reading === 'json' ? unknown : reading, context));
}

function likeSql(args: readonly JsonValue[], context: SqlContext): string {
  const reading = readingOf(args, context);
  if (reading !== 'json' && reading !== 'to_text') throw refuseFilter('LIKE compares texts', 'and nothing else');
  return args.map((each) => operandSql(each, 'to_text', context)).join(' LIKE ');
}

function objectOf(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}
