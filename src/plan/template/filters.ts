import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { clipName, hintFor } from '../nearest.ts';
import {
  asText,
  boundedString,
  boundLength,
  compare,
  finite,
  joinedTexts,
  MAX_STRING_LENGTH,
  OperandError,
} from './operators.ts';
import { isEqual, isTruthy, typeName } from './values.ts';

export interface FilterOutline {
  summary: string;
  /** How many arguments it takes. */
  arity: { min: number; max: number };
}

export interface FilterDefinition extends FilterOutline {
  /** It looks at all that its operand's members hold. */
  isDeep?: true;
  /** What it costs to look at one item of its operand, against the cheapest; 1 if not given. */
  factor?: number;
  apply(operand: JsonValue, args: readonly JsonValue[]): JsonValue;
}

const none = { min: 0, max: 0 };
const one = { min: 1, max: 1 };
const optional = { min: 0, max: 1 };

/**
 * Every filter but `default`, which the evaluator has itself since it takes a value that is not there.
 * Names and meanings are Jinja's; a wrong type is an error instead of an empty result.
 */
export const FILTERS: Readonly<Record<string, FilterDefinition>> = {
  abs: { summary: 'Absolute value of a number.', arity: none, apply: (value) => Math.abs(number(value)) },
  first: { summary: 'First item of an array.', arity: none, factor: 0, apply: (value) => item(nonEmpty(value), 0) },
  float: { summary: 'A number, from a number or its text.', arity: none, apply: toNumber },
  int: { summary: 'An integer, cut toward zero.', arity: none, apply: (value) => Math.trunc(toNumber(value)) },
  items: { summary: "An object's [key, value] pairs.", arity: none, apply: (value) => Object.entries(object(value)) },
  join: { summary: 'The items as one text, with a separator.', arity: optional, factor: 3, apply: join },
  keys: { summary: "An object's keys.", arity: none, apply: (value) => Object.keys(object(value)) },
  last: { summary: 'Last item of an array.', arity: none, factor: 0, apply: (value) => item(nonEmpty(value), -1) },
  length: { summary: 'Number of items, keys or characters.', arity: none, factor: 0, apply: length },
  lower: { summary: 'Lower case.', arity: none, apply: (value) => string(value).toLowerCase() },
  map: { summary: 'One field of each item.', arity: one, apply: (value, [name]) => pluck(value, name) },
  max: { summary: 'Largest item.', arity: none, apply: (value) => extreme('max', value, 1) },
  min: { summary: 'Smallest item.', arity: none, apply: (value) => extreme('min', value, -1) },
  rejectattr: { summary: 'Items whose field is not (equal).', arity: { min: 1, max: 2 }, apply: rejectattr },
  replace: {
    summary: 'Each occurrence of a text by another.',
    arity: { min: 2, max: 2 },
    // There may be one at each character.
    factor: 8,
    apply: replace,
  },
  reverse: { summary: 'Items in reverse order.', arity: none, apply: (value) => array(value).toReversed() },
  round: {
    summary: 'Rounded to so many decimals; a half goes up, also below zero: -2.5 is -2.',
    arity: optional,
    apply: round,
  },
  selectattr: { summary: 'Items whose field is (equal).', arity: { min: 1, max: 2 }, apply: selectattr },
  sort: { summary: 'Numbers or strings in order.', arity: none, factor: 6, apply: sort },
  split: { summary: 'A text cut at a separator.', arity: one, apply: (v, [s]) => string(v).split(string(s)) },
  string: { summary: 'A number or boolean as text.', arity: none, apply: asText },
  sum: { summary: 'Sum of numbers.', arity: none, apply: (value) => finite(array(value).reduce(addNumber, 0)) },
  tojson: {
    summary: 'JSON text.',
    arity: none,
    isDeep: true,
    factor: 6,
    apply: (value) => boundedString(JSON.stringify(value)),
  },
  trim: { summary: 'Without white space at the ends.', arity: none, apply: (value) => string(value).trim() },
  unique: { summary: 'Items without repetition.', arity: none, isDeep: true, factor: 10, apply: unique },
  upper: { summary: 'Upper case.', arity: none, apply: (value) => string(value).toUpperCase() },
  values: { summary: "An object's values.", arity: none, apply: (value) => Object.values(object(value)) },
};

/** Every filter, with `default`. */
export const FILTER_OUTLINES: Readonly<Record<string, FilterOutline>> = {
  ...FILTERS,
  default: {
    summary: 'Another value where this one is not there; with `true` also where it is empty.',
    arity: { min: 1, max: 2 },
  },
};

/** What is wrong with how many arguments a filter is given. */
export function arityFault(name: string, given: number): string | undefined {
  const { min, max } = (FILTER_OUTLINES[name] as FilterOutline).arity;
  if (given >= min && given <= max) return undefined;
  const takes = min === max ? `${max || 'no'} argument${max === 1 ? '' : 's'}` : `${min} to ${max} arguments`;
  return `\`${name}\` takes ${takes}, not ${given}`;
}

function wrong(expected: string, value: JsonValue | undefined): OperandError {
  return new OperandError(`takes ${expected}, not ${value === undefined ? 'nothing' : typeName(value)}`);
}

function string(value: JsonValue | undefined): string {
  if (typeof value !== 'string') throw wrong('a string', value);
  return value;
}

function number(value: JsonValue | undefined): number {
  if (typeof value !== 'number') throw wrong('a number', value);
  return value;
}

function array(value: JsonValue): JsonValue[] {
  if (!Array.isArray(value)) throw wrong('an array', value);
  return value;
}

function object(value: JsonValue): JsonObject {
  if (!isJsonObject(value)) throw wrong('an object', value);
  return value;
}

function nonEmpty(value: JsonValue): JsonValue[] {
  const items = array(value);
  if (items.length === 0) throw new OperandError('takes an array with at least one item, this one is empty');
  return items;
}

function item(items: JsonValue[], index: number): JsonValue {
  return items.at(index) as JsonValue;
}

function toNumber(value: JsonValue): number {
  const parsed = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof parsed !== 'number' || !Number.isFinite(parsed)) throw wrong('a number or the text of one', value);
  return parsed;
}

function addNumber(sum: number, value: JsonValue): number {
  return sum + number(value);
}

function length(value: JsonValue): number {
  if (typeof value === 'string' || Array.isArray(value)) return value.length;
  if (isJsonObject(value)) return Object.keys(value).length;
  throw wrong('an array, an object or a string', value);
}

function join(value: JsonValue, [separator = '']: readonly JsonValue[]): string {
  return joinedTexts(array(value).map(asText), string(separator));
}

function replace(value: JsonValue, [from, to]: readonly JsonValue[]): string {
  if (from === '') throw new OperandError('takes a text to replace that is not empty');
  const text = string(value);
  const wanted = string(from);
  if (!text.includes(wanted)) return boundedString(text);
  const by = string(to);
  const growth = by.length - wanted.length;
  // No further than until it is known to be too long.
  const parts = growth > 0 ? text.split(wanted, Math.ceil(MAX_STRING_LENGTH / growth) + 2) : text.split(wanted);
  boundLength(text.length + (parts.length - 1) * growth);
  return parts.join(by);
}

function round(value: JsonValue, [decimals = 0]: readonly JsonValue[]): number {
  const factor = 10 ** number(decimals);
  return finite(Math.round(number(value) * factor) / factor);
}

function extreme(name: string, value: JsonValue, sign: 1 | -1): JsonValue {
  return nonEmpty(value).reduce((best, next) => (compare(name, next, best) * sign > 0 ? next : best));
}

function sort(value: JsonValue): JsonValue[] {
  return array(value).toSorted((left, right) => compare('sort', left, right));
}

function unique(value: JsonValue): JsonValue[] {
  const seen = new Set<string>();
  return array(value).filter((candidate) => {
    const key = JSON.stringify(candidate);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function field(candidate: JsonValue, name: JsonValue | undefined): JsonValue {
  const owner = object(candidate);
  const key = string(name);
  if (!Object.hasOwn(owner, key)) {
    const hint = hintFor(key, Object.keys(owner));
    throw new OperandError(`takes objects with the field \`${clipName(key)}\`; one has none.${hint}`);
  }
  return owner[key] as JsonValue;
}

function pluck(value: JsonValue, name: JsonValue | undefined): JsonValue[] {
  return array(value).map((candidate) => field(candidate, name));
}

function matches(candidate: JsonValue, [name, wanted]: readonly JsonValue[]): boolean {
  const found = field(candidate, name);
  return wanted === undefined ? isTruthy(found) : isEqual(found, wanted);
}

function selectattr(value: JsonValue, args: readonly JsonValue[]): JsonValue[] {
  return array(value).filter((candidate) => matches(candidate, args));
}

function rejectattr(value: JsonValue, args: readonly JsonValue[]): JsonValue[] {
  return array(value).filter((candidate) => !matches(candidate, args));
}
