import pg from 'pg';
import { isJsonObject, type JsonObject, type JsonValue } from '../../plan/json.ts';
import { isDate } from '../cql2/instant.ts';
import { refuseFilter } from '../cql2/refuse.ts';
import { propertyOf, propertySql, type SqlContext } from './operand-sql.ts';

/** The SQL of a first and a last moment, the same where it is but one. */
interface Span {
  first: string;
  last: string;
}

type Template = (a: Span, b: Span) => string;

/** OGC 21-065r2, 7.8. */
const TEMPLATES: Readonly<Record<string, Template>> = {
  t_before: (a, b) => `${a.last} < ${b.first}`,
  t_after: (a, b) => `${a.first} > ${b.last}`,
  t_meets: (a, b) => `${a.last} = ${b.first}`,
  t_metby: (a, b) => `${a.first} = ${b.last}`,
  t_overlaps: (a, b) => `${a.first} < ${b.first} AND ${a.last} > ${b.first} AND ${a.last} < ${b.last}`,
  t_overlappedby: (a, b) => `${a.first} > ${b.first} AND ${a.first} < ${b.last} AND ${a.last} > ${b.last}`,
  t_starts: (a, b) => `${a.first} = ${b.first} AND ${a.last} < ${b.last}`,
  t_startedby: (a, b) => `${a.first} = ${b.first} AND ${a.last} > ${b.last}`,
  t_during: (a, b) => `${a.first} > ${b.first} AND ${a.last} < ${b.last}`,
  t_contains: (a, b) => `${a.first} < ${b.first} AND ${a.last} > ${b.last}`,
  t_finishes: (a, b) => `${a.first} > ${b.first} AND ${a.last} = ${b.last}`,
  t_finishedby: (a, b) => `${a.first} < ${b.first} AND ${a.last} = ${b.last}`,
  t_equals: (a, b) => `${a.first} = ${b.first} AND ${a.last} = ${b.last}`,
  t_disjoint: (a, b) => `NOT (${intersecting(a, b)})`,
  t_intersects: intersecting,
};

function intersecting(a: Span, b: Span): string {
  return `${a.first} <= ${b.last} AND ${a.last} >= ${b.first}`;
}

/** @throws FaultError `invalid_search` */
export function temporalSql(op: string, [one, other]: readonly JsonValue[], context: SqlContext): string {
  const template = Object.hasOwn(TEMPLATES, op) ? TEMPLATES[op] : undefined;
  if (template === undefined) throw refuseFilter(`There is no operator ${op}`, 'of time');
  return `(${template(spanOf(one ?? null, context), spanOf(other ?? null, context))})`;
}

function spanOf(operand: JsonValue, context: SqlContext): Span {
  if (!isJsonObject(operand)) return momentSpan(String(operand));
  if ('property' in operand) return propertySpan(operand, context);
  if (!Array.isArray(operand.interval)) return momentSpan(String(operand.timestamp ?? operand.date));
  const [start = null, end = null] = operand.interval;
  if (isReversed(start, end))
    throw refuseFilter('An interval must have its start before its end', JSON.stringify(operand));
  return {
    first: start === '..' ? "'-infinity'::timestamptz" : spanOf(start, context).first,
    last: end === '..' ? "'infinity'::timestamptz" : spanOf(end, context).last,
  };
}

/** A date is its whole day. */
function momentSpan(text: string): Span {
  if (text === '..') throw refuseFilter('An open end is that of an interval', JSON.stringify(text));
  const [first, last] = isDate(text) ? [`${text}T00:00:00Z`, `${text}T23:59:59.999999Z`] : [text, text];
  return { first: momentSql(first), last: momentSql(last) };
}

/** No parameter, since an operator may look at one end alone. */
function momentSql(text: string): string {
  return `${pg.escapeLiteral(text)}::timestamptz`;
}

function propertySpan(operand: JsonObject, { properties }: SqlContext): Span {
  const property = propertyOf(operand, properties);
  if (property.isColumn && !/datetime$/.test(property.path))
    throw refuseFilter('The property is no time', JSON.stringify(operand.property ?? null));
  const first = propertySql(property, 'to_tstz');
  return { first, last: property.isDate ? `(${first} + interval '24 hours' - interval '1 microsecond')` : first };
}

function isReversed(start: JsonValue, end: JsonValue): boolean {
  return typeof start === 'string' && typeof end === 'string' && Date.parse(start) > Date.parse(end);
}
