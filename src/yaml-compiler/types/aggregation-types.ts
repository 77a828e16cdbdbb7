import type { Aggregation } from '../../plan/plan.ts';
import { isLarge } from './bounded.ts';
import { generalise } from './generalise.ts';
import { ANY_ARRAY, ANY_OBJECT, arrayOf, INTEGER, NUMBER, ORDERED, optionsOf, type Type } from './type.ts';
import { itemsOf, merged, orNull } from './union.ts';

export interface AggregationSignature {
  /** What each item must give; anything when absent. */
  takes?: Type;
  /** @param isGapless whether every item has certainly a value */
  gives(value: Type, isGapless: boolean): Type;
}

const isInteger = (value: Type): boolean =>
  optionsOf(generalise(value)).every((option) => option.kind === 'number' && option.integer);

/** Nothing is certain to be in what is merged: there may be no items. */
function mergedOf(value: Type): Type {
  const objects = optionsOf(value).filter((option) => option.kind === 'object');
  if (isLarge(value)) return ANY_OBJECT;
  return objects.length === 0 || objects.length < optionsOf(value).length ? ANY_OBJECT : merged(objects);
}

/** What the fan-ins' aggregations take of each item, and what they give, from the type of what is aggregated. */
export const AGGREGATION_SIGNATURES: Readonly<Record<Aggregation, AggregationSignature>> = {
  collect: { gives: (value, isGapless) => arrayOf(isGapless ? value : orNull(value)) },
  concat: { takes: ANY_ARRAY, gives: (value) => arrayOf(itemsOf(value)) },
  sum: { takes: NUMBER, gives: (value) => (isInteger(value) ? INTEGER : NUMBER) },
  first: { gives: orNull },
  last: { gives: orNull },
  count: { gives: () => INTEGER },
  min: { takes: ORDERED, gives: orNull },
  max: { takes: ORDERED, gives: orNull },
  merge: { takes: ANY_OBJECT, gives: mergedOf },
};
