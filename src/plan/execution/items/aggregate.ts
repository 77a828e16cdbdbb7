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

type Aggregator = (gathered: readonly Gathered[], total: number) => JsonValue;

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
  concat: (gathered) => gathered.flatMap((one) => expect(one, 'an array', Array.isArray)),
  sum: (gathered) => gathered.reduce((sum, one) => sum + expect(one, 'a number', isNumber), 0),
  count: (gathered) => gathered.length,
  first: (gathered) => gathered[0]?.value ?? null,
  last: (gathered) => gathered.at(-1)?.value ?? null,
  min: (gathered) => extreme(gathered, (a, b) => a < b),
  max: (gathered) => extreme(gathered, (a, b) => a > b),
  merge: (gathered) =>
    Object.fromEntries(gathered.flatMap((one) => Object.entries(expect(one, 'an object', isJsonObject)))),
};

function extreme(
  gathered: readonly Gathered[],
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
