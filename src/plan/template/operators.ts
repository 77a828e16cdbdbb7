import { isJsonObject, type JsonValue } from '../json.ts';
import type { BinaryOperator } from './ast.ts';
import { isEqual, typeName } from './values.ts';

/** Thrown by operators, filters and tests; the evaluator adds the place. */
export class OperandError extends Error {}

/** Longest string that an operation may make, in UTF-16 units. */
export const MAX_STRING_LENGTH = 1_048_576;

/** Most items that an operation may put together. */
const MAX_ARRAY_LENGTH = 1_000_000;

type EagerOperator = Exclude<BinaryOperator, 'and' | 'or'>;

export const BINARY_OPERATORS: Readonly<Record<EagerOperator, (left: JsonValue, right: JsonValue) => JsonValue>> = {
  '==': isEqual,
  '!=': (left, right) => !isEqual(left, right),
  '<': (left, right) => compare('<', left, right) < 0,
  '<=': (left, right) => compare('<=', left, right) <= 0,
  '>': (left, right) => compare('>', left, right) > 0,
  '>=': (left, right) => compare('>=', left, right) >= 0,
  in: (left, right) => contains(right, left),
  'not in': (left, right) => !contains(right, left),
  '+': add,
  '-': arithmetic('-', (left, right) => left - right),
  '*': arithmetic('*', (left, right) => left * right),
  '/': arithmetic('/', (left, right) => left / nonZero(right)),
  '//': arithmetic('//', (left, right) => Math.floor(left / nonZero(right))),
  // The sign of the divisor, as in Python.
  '%': arithmetic('%', (left, right) => left - Math.floor(left / nonZero(right)) * right),
  '**': arithmetic('**', (left, right) => left ** right),
  '~': (left, right) => concatenate(asText(left), asText(right)),
};

/** Orders two numbers or two strings (by code unit); anything else is an error, not a guess. */
export function compare(operator: string, left: JsonValue, right: JsonValue): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : Number(left > right);
  throw new OperandError(
    `\`${operator}\` compares two numbers or two strings, not ${typeName(left)} and ${typeName(right)}`,
  );
}

/** A value inside a longer text. Only scalars have one form; null, arrays and objects must say theirs. */
export function asText(value: JsonValue): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const advice = value === null ? "`default('…', true)`" : '`tojson`';
  throw new OperandError(`${typeName(value)} cannot stand in a text; use the filter ${advice}`);
}

export function boundedString(text: string): string {
  boundLength(text.length);
  return text;
}

/** To be asked before a text is made: what is too long takes time and memory to make, or cannot be made at all. */
export function boundLength(characters: number): void {
  if (characters > MAX_STRING_LENGTH) throw new OperandError(`a text has at most ${MAX_STRING_LENGTH} characters`);
}

function concatenate(left: string, right: string): string {
  boundLength(left.length + right.length);
  return left + right;
}

/** Texts one after the other, with a separator between them. */
export function joinedTexts(texts: readonly string[], separator = ''): string {
  const separators = separator.length * Math.max(0, texts.length - 1);
  boundLength(texts.reduce((sum, text) => sum + text.length, separators));
  return texts.join(separator);
}

export function finite(value: number): number {
  if (!Number.isFinite(value)) throw new OperandError('the result is not a finite number');
  return value;
}

function add(left: JsonValue, right: JsonValue): JsonValue {
  if (typeof left === 'string' && typeof right === 'string') return concatenate(left, right);
  if (Array.isArray(left) && Array.isArray(right)) return joinedArrays(left, right);
  if (typeof left === 'number' && typeof right === 'number') return finite(left + right);
  throw new OperandError(
    `\`+\` adds two numbers, two strings or two arrays, not ${typeName(left)} and ${typeName(right)}`,
  );
}

function joinedArrays(left: JsonValue[], right: JsonValue[]): JsonValue[] {
  const tooMany = left.length + right.length > MAX_ARRAY_LENGTH;
  if (tooMany) throw new OperandError(`an array has at most ${MAX_ARRAY_LENGTH} items`);
  return [...left, ...right];
}

function arithmetic(operator: string, apply: (left: number, right: number) => number) {
  return (left: JsonValue, right: JsonValue): number => {
    if (typeof left !== 'number' || typeof right !== 'number') {
      throw new OperandError(`\`${operator}\` takes two numbers, not ${typeName(left)} and ${typeName(right)}`);
    }
    return finite(apply(left, right));
  };
}

function nonZero(divisor: number): number {
  if (divisor === 0) throw new OperandError('division by zero');
  return divisor;
}

function contains(container: JsonValue, element: JsonValue): boolean {
  if (Array.isArray(container)) return container.some((item) => isEqual(item, element));
  if (typeof container === 'string' && typeof element === 'string') return container.includes(element);
  if (isJsonObject(container) && typeof element === 'string') return Object.hasOwn(container, element);
  throw new OperandError(
    `\`in\` looks into an array, an object's keys or a string, not ${typeName(element)} in ${typeName(container)}`,
  );
}
