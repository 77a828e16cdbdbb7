import type { Aggregation } from '../../plan/plan.ts';
import { generalise } from './generalise.ts';
import { arrayOf, INTEGER, NULL, NUMBER, optionsOf, STRING, type Type, UNKNOWN, union } from './type.ts';

export interface AggregationSignature {
  /** What each item must give; anything when absent. */
  takes?: Type;
  /** @param isGapless whether every item has certainly a value */
  gives(value: Type, isGapless: boolean): Type;
}

const ANY_OBJECT: Type = { kind: 'object', fields: {}, rest: UNKNOWN };
const ORDERED: Type = union([NUMBER, STRING]);

const orNull = (value: Type): Type => union([value, NULL]);
const itemsOf = (value: Type): Type =>
  union(optionsOf(value).map((option) => (option.kind === 'array' ? option.items : UNKNOWN)));
const isInteger = (value: Type): boolean =>
  optionsOf(generalise(value)).every((option) => option.kind === 'number' && option.integer);

/** Nothing is certain to be in what is merged: there may be no items. */
function merged(value: Type): Type {
  const objects = optionsOf(value).filter((option) => option.kind === 'object');
  if (objects.length === 0 || objects.length < optionsOf(value).length) return ANY_OBJECT;
  const names = new Set(objects.flatMap(({ fields }) => Object.keys(fields)));
  const rests = objects.flatMap(({ rest }) => (rest ? [rest] : []));
  const fields = [...names].map((name) => {
    const types = objects.flatMap((object) => object.fields[name]?.type ?? object.rest ?? []);
    return [name, { type: union(types), required: false }] as const;
  });
  return { kind: 'object', fields: Object.fromEntries(fields), rest: rests.length > 0 ? union(rests) : undefined };
}

/** What the fan-ins' aggregations take of each item, and what they give, from the type of what is aggregated. */
export const AGGREGATION_SIGNATURES: Readonly<Record<Aggregation, AggregationSignature>> = {
  collect: { gives: (value, isGapless) => arrayOf(isGapless ? value : orNull(value)) },
  concat: { takes: arrayOf(UNKNOWN), gives: (value) => arrayOf(itemsOf(value)) },
  sum: { takes: NUMBER, gives: (value) => (isInteger(value) ? INTEGER : NUMBER) },
  first: { gives: orNull },
  last: { gives: orNull },
  count: { gives: () => INTEGER },
  min: { takes: ORDERED, gives: orNull },
  max: { takes: ORDERED, gives: orNull },
  merge: { takes: ANY_OBJECT, gives: merged },
};
