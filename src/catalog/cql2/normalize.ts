import { isJsonObject, type JsonObject, type JsonValue } from '../../plan/json.ts';
import { areaOfBbox, faultOfGeometry } from './geometry.ts';
import { isDate, isInstant } from './instant.ts';
import { refuseFilter } from './refuse.ts';

/**
 * A filter of CQL2 JSON as pgstac takes it: operators that it knows, with the operands that they have, boxes as polygons, and
 * older spellings in their present form.
 *
 * @throws FaultError `invalid_search` with the place
 */
export function normalizeFilter(filter: JsonValue): JsonObject {
  const condition = conditionOf(filter, '');
  if (isJsonObject(condition)) return condition;
  // pgstac has no filter that is nothing but true or false.
  return { op: condition ? '=' : '<>', args: [{ property: 'id' }, { property: 'id' }] };
}

const COMPARISONS = ['=', '<>', '<', '<=', '>', '>='];
const SPATIAL = ['intersects', 'disjoint', 'equals', 'touches', 'within', 'overlaps', 'crosses', 'contains'];
const TEMPORAL = [
  ...['after', 'before', 'contains', 'disjoint', 'during', 'equals', 'finishedby', 'finishes', 'intersects', 'meets'],
  ...['metby', 'overlappedby', 'overlaps', 'startedby', 'starts'],
];
const ARRAYS = ['a_equals', 'a_contains', 'a_overlaps'];
/** pgstac's name differs. */
const CONTAINED = 'a_containedby';

type Operate = (args: readonly JsonValue[], at: string, op: string) => JsonValue;

const OPERATORS: Readonly<Record<string, Operate>> = {
  and: junction,
  or: junction,
  not: (args, at, op) => ({ op, args: [condition(args, 1, at)[0] ?? null] }),
  isnull: (args, at) => ({ op: 'isNull', args: scalars(args, 1, at) }),
  like: (args, at, op) => ({ op, args: scalars(args, 2, at) }),
  between: (args, at, op) => ({ op, args: scalars(spread(args), 3, at) }),
  in: membership,
  ...named(COMPARISONS, (args, at, op) => ({ op, args: scalars(args, 2, at) })),
  ...named(
    SPATIAL.map((name) => `s_${name}`),
    spatial,
  ),
  ...named(
    TEMPORAL.map((name) => `t_${name}`),
    temporal,
  ),
  ...named(ARRAYS, arrays),
  [CONTAINED]: (args, at) => arrays(args, at, 'a_contained_by'),
};

function named(names: readonly string[], operate: Operate): Record<string, Operate> {
  return Object.fromEntries(names.map((name) => [name, operate]));
}

function conditionOf(value: JsonValue | undefined, at: string): JsonObject | boolean {
  if (typeof value === 'boolean') return value;
  if (!isJsonObject(value)) throw refuseFilter('A condition is an operator with its arguments', placeOf(at));
  const { op, args } = value;
  const operate = typeof op === 'string' ? OPERATORS[op.toLowerCase()] : undefined;
  if (operate === undefined || typeof op !== 'string' || !Object.hasOwn(OPERATORS, op.toLowerCase())) {
    const given = typeof op === 'string' ? `no operator ${op}` : 'no operator in it';
    throw refuseFilter(`There is ${given}`, placeOf(at));
  }
  if (!Array.isArray(args)) throw refuseFilter(`The operator ${op} needs its args, a list`, placeOf(at));
  return operate(args, `${at}/args`, op.toLowerCase()) as JsonObject;
}

function junction(args: readonly JsonValue[], at: string, op: string): JsonObject {
  if (args.length === 0) throw refuseFilter(`The operator ${op} needs arguments`, placeOf(at));
  return { op, args: condition(args, args.length, at) };
}

function condition(args: readonly JsonValue[], count: number, at: string): JsonValue[] {
  counted(args, count, at);
  return args.map((each, index) => {
    const inner = conditionOf(each, `${at}/${index}`);
    return typeof inner === 'boolean' ? normalizeFilter(inner) : inner;
  });
}

function membership(args: readonly JsonValue[], at: string): JsonObject {
  counted(args, 2, at);
  const [value, list] = args;
  if (!Array.isArray(list) || list.length === 0)
    throw refuseFilter('The operator in needs a list of values', placeOf(`${at}/1`));
  return { op: 'in', args: [scalar(value, `${at}/0`), list.map((each, index) => scalar(each, `${at}/1/${index}`))] };
}

/** Drafts of CQL2 had the two bounds in a list of their own. */
function spread(args: readonly JsonValue[]): readonly JsonValue[] {
  const [value = null, bounds] = args;
  return args.length === 2 && Array.isArray(bounds) ? [value, ...bounds] : args;
}

function scalars(args: readonly JsonValue[], count: number, at: string): JsonValue[] {
  counted(args, count, at);
  return args.map((each, index) => scalar(each, `${at}/${index}`));
}

const SCALAR_OPERATORS: Readonly<Record<string, number>> = { '+': 2, '-': 2, '*': 2, '/': 2, casei: 1, accenti: 1 };

function scalar(value: JsonValue | undefined, at: string): JsonValue {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (!isJsonObject(value)) throw refuseFilter('A value is expected, or a property', placeOf(at));
  if ('property' in value) return propertyOf(value, at);
  if ('timestamp' in value || 'date' in value) return timestampOf(value, at);
  const { op, args } = value;
  const count =
    typeof op === 'string' && Object.hasOwn(SCALAR_OPERATORS, op.toLowerCase())
      ? SCALAR_OPERATORS[op.toLowerCase()]
      : undefined;
  if (count === undefined || typeof op !== 'string')
    throw refuseFilter('A value is expected, or a property', placeOf(at));
  return { op: op.toLowerCase(), args: scalars(Array.isArray(args) ? args : [], count, `${at}/args`) };
}

function propertyOf({ property }: JsonObject, at: string): JsonObject {
  if (typeof property === 'string' && property.trim() !== '' && property.length <= 200) return { property };
  throw refuseFilter('A property has a name', placeOf(at));
}

/** A date that is compared is the beginning of its day. */
function timestampOf({ timestamp, date }: JsonObject, at: string): JsonObject {
  if (typeof timestamp === 'string' && isInstant(timestamp)) return { timestamp: timestamp.toUpperCase() };
  if (typeof date === 'string' && isDate(date)) return { timestamp: `${date}T00:00:00Z` };
  throw refuseFilter(
    'A timestamp is as of RFC 3339, such as 2026-01-02T03:04:05Z, and a date is its first ten characters',
    placeOf(at),
  );
}

function spatial(args: readonly JsonValue[], at: string, op: string): JsonObject {
  counted(args, 2, at);
  const [property, geometry] = args;
  if (!isJsonObject(property) || property.property !== 'geometry') {
    throw refuseFilter('Spatial operators take the property geometry first', placeOf(`${at}/0`));
  }
  const area = isJsonObject(geometry) && 'bbox' in geometry ? areaOfBbox(geometry.bbox) : geometry;
  const fault = typeof area === 'string' ? area : faultOfGeometry(area);
  if (fault !== undefined || !isJsonObject(area)) throw refuseFilter(`It ${fault}`, placeOf(`${at}/1`));
  return { op, args: [{ property: 'geometry' }, area] };
}

function temporal(args: readonly JsonValue[], at: string, op: string): JsonObject {
  counted(args, 2, at);
  return { op, args: args.map((each, index) => moment(each, `${at}/${index}`)) };
}

function moment(value: JsonValue, at: string): JsonValue {
  if (isJsonObject(value) && 'property' in value) return propertyOf(value, at);
  if (isJsonObject(value) && Array.isArray(value.interval) && value.interval.length === 2) {
    return { interval: value.interval.map((end, index) => endOf(end, `${at}/interval/${index}`)) };
  }
  if (isJsonObject(value) && typeof value.date === 'string' && isDate(value.date)) return { date: value.date };
  if (isJsonObject(value)) return timestampOf(value, at);
  return endOf(value, at);
}

function endOf(value: JsonValue, at: string): JsonValue {
  if (isJsonObject(value) && 'property' in value) return propertyOf(value, at);
  if (typeof value === 'string' && (value === '..' || isDate(value) || isInstant(value))) return value.toUpperCase();
  throw refuseFilter('A moment is a timestamp as of RFC 3339, a date, or .. for an open end', placeOf(at));
}

function arrays(args: readonly JsonValue[], at: string, op: string): JsonObject {
  counted(args, 2, at);
  return {
    op,
    args: args.map((each, index) => {
      const place = `${at}/${index}`;
      if (isJsonObject(each) && 'property' in each) return propertyOf(each, place);
      if (Array.isArray(each) && each.every((element) => typeof element === 'string' || typeof element === 'number'))
        return each;
      throw refuseFilter('An array of texts or numbers is expected, or a property', placeOf(place));
    }),
  };
}

function counted(args: readonly JsonValue[], count: number, at: string): void {
  if (args.length === count) return;
  throw refuseFilter(`${count} arguments are expected, not ${args.length}`, placeOf(at));
}

function placeOf(pointer: string): string {
  return pointer === '' ? 'the filter itself' : `at ${pointer}`;
}
