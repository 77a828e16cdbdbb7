import { FaultError } from '../../fault.ts';
import { isJsonObject, type JsonValue } from '../../json.ts';
import type { Aggregation } from '../../plan.ts';
import { typeName } from '../../template/values.ts';

/** The value of an item that completed. */
export interface Gathered {
  index: number;
  key: string;
  value: JsonValue;
}

type Aggregator = (gathered: Iterable<Gathered>, total: number) => JsonValue;

/**
 * How values come together, always in the order of the items. `collect` keeps every item its place: null stands for one that was
 * skipped or whose failure was tolerated. The others leave such items out. Of no values, `sum` and `count` are 0, `concat` and
 * `collect` empty arrays, `merge` an empty object, the rest null.
 */
export const AGGREGATORS: Readonly<Record<Aggregation, Aggregator>> = {
  collect: (gathered, total) => {
    const places = Array.from<JsonValue>({ length: total }).fill(null);
    for (const { index, value } of gathered) places[index] = value;
    return places;
  },
  concat: (gathered) => [...flattened(gathered)],
  sum: (gathered) => fold(gathered, 0, (sum, one) => finite(sum + expect(one, 'a number', isNumber), one)),
  count: (gathered) => fold(gathered, 0, (count) => count + 1),
  first: (gathered) => {
    for (const { value } of gathered) return value;
    return null;
  },
  last: (gathered) => fold<JsonValue>(gathered, null, (_, { value }) => value),
  min: (gathered) => extreme(gathered, (a, b) => a < b),
  max: (gathered) => extreme(gathered, (a, b) => a > b),
  merge: (gathered) => Object.fromEntries(members(gathered)),
};

function fold<T>(gathered: Iterable<Gathered>, start: T, step: (sum: T, one: Gathered) => T): T {
  let sum = start;
  for (const one of gathered) sum = step(sum, one);
  return sum;
}

function* flattened(gathered: Iterable<Gathered>): Generator<JsonValue> {
  for (const one of gathered) yield* expect(one, 'an array', isArray);
}

function* members(gathered: Iterable<Gathered>): Generator<[string, JsonValue]> {
  for (const one of gathered) yield* Object.entries(expect(one, 'an object', isJsonObject));
}

function extreme(
  gathered: Iterable<Gathered>,
  isBetter: (a: string | number, b: string | number) => boolean,
): JsonValue {
  let best: string | number | null = null;
  for (const one of gathered) {
    const value: string | number = expect(one, 'a number or a text', isOrdered);
    if (best !== null && typeof value !== typeof best) throw misfit(one, `a ${typeof best} as in the items before it`);
    if (best === null || isBetter(value, best)) best = value;
  }
  return best;
}

/** JSON has no infinity: it would become null. */
function finite(sum: number, { key }: Gathered): number {
  if (Number.isFinite(sum)) return sum;
  const message = `The sum goes beyond the largest number (about 1.8e308) at item ${key}. Pick smaller values with \`value\`.`;
  throw new FaultError({ code: 'aggregation_overflow', message, detail: { key } });
}

function isArray(value: JsonValue): value is JsonValue[] {
  return Array.isArray(value);
}

function isNumber(value: JsonValue): value is number {
  return typeof value === 'number';
}

function isOrdered(value: JsonValue): value is number | string {
  return typeof value === 'number' || typeof value === 'string';
}

function expect<T extends JsonValue>(one: Gathered, what: string, is: (value: JsonValue) => value is T): T {
  if (is(one.value)) return one.value;
  throw misfit(one, what);
}

function misfit({ key, value }: Gathered, expected: string): FaultError {
  const message = `The value of item ${key} is ${typeName(value)}; the aggregation takes ${expected}. Pick it with \`value\`.`;
  return new FaultError({ code: 'aggregation_type', message, detail: { key } });
}
