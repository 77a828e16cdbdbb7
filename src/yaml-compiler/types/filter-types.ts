import { ANY_ARRAY, ANY_OBJECT, arrayOf, INTEGER, NUMBER, ORDERED, oneOf, STRING, TEXT, type Type } from './type.ts';
import { fieldsOf, itemsOf } from './union.ts';

export interface FilterSignature {
  /** What it is for; anything when absent. Of arrays what is right for empty ones alone, or with one item, does not count. */
  takes?: Type;
  /** What its arguments must be, as far as it matters. */
  args?: readonly Type[];
  /** Its first argument names a field of each item. */
  namesField?: true;
  /**
   * @param operand as far as it is what the filter takes
   * @param field what the field that is named holds
   */
  gives(operand: Type, field: Type): Type;
}

const NUMERIC = oneOf([NUMBER, STRING]);
const SIZED = oneOf([ANY_ARRAY, ANY_OBJECT, STRING]);
const ARRAY_OF_OBJECTS = arrayOf(ANY_OBJECT);
const NON_EMPTY: Type = { kind: 'string', min_length: 1 };

const same = (operand: Type): Type => (operand.kind === 'unknown' ? ANY_ARRAY : operand);

/** The types of the filters in src/plan/template/filters.ts; a test holds the two lists together. */
export const FILTER_SIGNATURES: Readonly<Record<string, FilterSignature>> = {
  abs: { takes: NUMBER, gives: () => NUMBER },
  first: { takes: ANY_ARRAY, gives: itemsOf },
  float: { takes: NUMERIC, gives: () => NUMBER },
  int: { takes: NUMERIC, gives: () => INTEGER },
  items: { takes: ANY_OBJECT, gives: () => arrayOf(ANY_ARRAY) },
  join: { takes: arrayOf(TEXT), args: [STRING], gives: () => STRING },
  keys: { takes: ANY_OBJECT, gives: () => arrayOf(STRING) },
  last: { takes: ANY_ARRAY, gives: itemsOf },
  length: { takes: SIZED, gives: () => INTEGER },
  lower: { takes: STRING, gives: () => STRING },
  map: { takes: ARRAY_OF_OBJECTS, args: [STRING], namesField: true, gives: (_, field) => arrayOf(field) },
  max: { takes: arrayOf(ORDERED), gives: itemsOf },
  min: { takes: arrayOf(ORDERED), gives: itemsOf },
  rejectattr: { takes: ARRAY_OF_OBJECTS, args: [STRING], namesField: true, gives: same },
  replace: { takes: STRING, args: [NON_EMPTY, STRING], gives: () => STRING },
  reverse: { takes: ANY_ARRAY, gives: same },
  round: { takes: NUMBER, args: [NUMBER], gives: () => NUMBER },
  selectattr: { takes: ARRAY_OF_OBJECTS, args: [STRING], namesField: true, gives: same },
  sort: { takes: arrayOf(ORDERED), gives: same },
  split: { takes: STRING, args: [STRING], gives: () => arrayOf(STRING) },
  string: { takes: TEXT, gives: () => STRING },
  sum: { takes: arrayOf(NUMBER), gives: () => NUMBER },
  tojson: { gives: () => STRING },
  trim: { takes: STRING, gives: () => STRING },
  unique: { takes: ANY_ARRAY, gives: same },
  upper: { takes: STRING, gives: () => STRING },
  values: { takes: ANY_OBJECT, gives: (operand) => arrayOf(fieldsOf(operand)) },
};
