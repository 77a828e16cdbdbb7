import { arrayOf, INTEGER, NUMBER, optionsOf, STRING, type Type, UNKNOWN } from './type.ts';
import { union } from './union.ts';

type Kind = 'string' | 'number' | 'array' | 'object';

export interface FilterSignature {
  /** The kinds of value that it takes; any when absent. */
  takes?: readonly Kind[];
  gives(operand: Type): Type;
}

const itemsOf = (operand: Type): Type =>
  union(optionsOf(operand).map((option) => (option.kind === 'array' ? option.items : UNKNOWN)));
const same = (operand: Type): Type => (operand.kind === 'array' ? operand : arrayOf(UNKNOWN));

/** The types of the filters in src/plan/template/filters.ts; a test holds the two lists together. */
export const FILTER_SIGNATURES: Readonly<Record<string, FilterSignature>> = {
  abs: { takes: ['number'], gives: () => NUMBER },
  first: { takes: ['array'], gives: itemsOf },
  float: { takes: ['number', 'string'], gives: () => NUMBER },
  int: { takes: ['number', 'string'], gives: () => INTEGER },
  items: { takes: ['object'], gives: () => arrayOf(arrayOf(UNKNOWN)) },
  join: { takes: ['array'], gives: () => STRING },
  keys: { takes: ['object'], gives: () => arrayOf(STRING) },
  last: { takes: ['array'], gives: itemsOf },
  length: { takes: ['array', 'object', 'string'], gives: () => INTEGER },
  lower: { takes: ['string'], gives: () => STRING },
  map: { takes: ['array'], gives: () => arrayOf(UNKNOWN) },
  max: { takes: ['array'], gives: itemsOf },
  min: { takes: ['array'], gives: itemsOf },
  rejectattr: { takes: ['array'], gives: same },
  replace: { takes: ['string'], gives: () => STRING },
  reverse: { takes: ['array'], gives: same },
  round: { takes: ['number'], gives: () => NUMBER },
  selectattr: { takes: ['array'], gives: same },
  sort: { takes: ['array'], gives: same },
  split: { takes: ['string'], gives: () => arrayOf(STRING) },
  string: { gives: () => STRING },
  sum: { takes: ['array'], gives: () => NUMBER },
  tojson: { gives: () => STRING },
  trim: { takes: ['string'], gives: () => STRING },
  unique: { takes: ['array'], gives: same },
  upper: { takes: ['string'], gives: () => STRING },
  values: { takes: ['object'], gives: () => arrayOf(UNKNOWN) },
};
