import type { JsonObject, JsonValue } from '../../plan/json.ts';
import { isGeometryWord, readGeometry } from './read-geometry.ts';
import { createTokenReader, type TokenReader } from './token-reader.ts';
import type { Token } from './tokens.ts';

/**
 * CQL2 text as CQL2 JSON, which has the same meaning; what operators there are, and what they go with, is left to
 * `normalizeFilter`. Source: OGC 21-065r2, annex B.
 *
 * @throws FaultError `invalid_search` with the place
 */
export function parseCql2Text(text: string): JsonValue {
  const reader = createTokenReader(text);
  const filter = readOr(reader);
  reader.end();
  return filter;
}

const COMPARISONS = ['=', '<>', '<', '<=', '>', '>='] as const;
const SIGNS: Readonly<Record<string, readonly string[]>> = { sum: ['+', '-'], product: ['*', '/'] };
/** Functions of CQL2 itself: S_INTERSECTS, T_AFTER, CASEI, ACCENTI, and those of arrays, as A_CONTAINS. */
const PREDICATE = /^[ST]_[A-Z]+$/;
/** An array may have one element, or none. */
const ARRAY_PREDICATE = /^A_[A-Z]+$/;

function readOr(reader: TokenReader): JsonValue {
  return reader.within(() => readList(reader, 'OR', 'or', readAnd));
}

function readAnd(reader: TokenReader): JsonValue {
  return readList(reader, 'AND', 'and', readNot);
}

function readList(reader: TokenReader, word: string, op: string, read: (reader: TokenReader) => JsonValue): JsonValue {
  const args = [read(reader)];
  while (reader.take(word)) args.push(read(reader));
  return args.length === 1 ? (args[0] ?? null) : { op, args };
}

function readNot(reader: TokenReader): JsonValue {
  if (!reader.take('NOT')) return readPredicate(reader);
  return { op: 'not', args: [reader.within(() => readNot(reader))] };
}

/** A parenthesis may hold a condition or a value; both are read alike. */
function readPredicate(reader: TokenReader): JsonValue {
  const left = readScalar(reader);
  for (const op of COMPARISONS) if (reader.take(op)) return { op, args: [left, readScalar(reader)] };
  if (reader.take('IS')) return readIsNull(reader, left);
  const negated = reader.take('NOT');
  const predicate = readWordPredicate(reader, left);
  if (predicate === undefined) {
    if (negated) throw reader.refuse('LIKE, BETWEEN or IN');
    return left;
  }
  return negated ? { op: 'not', args: [predicate] } : predicate;
}

function readIsNull(reader: TokenReader, left: JsonValue): JsonObject {
  const negated = reader.take('NOT');
  reader.expect('NULL');
  const isNull = { op: 'isNull', args: [left] };
  return negated ? { op: 'not', args: [isNull] } : isNull;
}

function readWordPredicate(reader: TokenReader, left: JsonValue): JsonObject | undefined {
  if (reader.take('LIKE')) return { op: 'like', args: [left, readScalar(reader)] };
  if (reader.take('IN')) return { op: 'in', args: [left, readArray(reader)] };
  if (!reader.take('BETWEEN')) return undefined;
  const low = readScalar(reader);
  reader.expect('AND');
  return { op: 'between', args: [left, low, readScalar(reader)] };
}

function readScalar(reader: TokenReader): JsonValue {
  return readArithmetic(reader, 'sum', () => readArithmetic(reader, 'product', () => readOperand(reader)));
}

function readArithmetic(reader: TokenReader, level: 'sum' | 'product', read: () => JsonValue): JsonValue {
  let left = read();
  for (;;) {
    const op = SIGNS[level]?.find((sign) => reader.take(sign));
    if (op === undefined) return left;
    left = { op, args: [left, read()] };
  }
}

function readOperand(reader: TokenReader): JsonValue {
  if (reader.take('(')) return readParenthesis(reader);
  if (reader.take('-')) return readNegative(reader);
  const token = reader.next('a value or the name of a property');
  if (token.kind === 'text') return token.value;
  if (token.kind === 'number') return Number(token.value);
  if (token.kind === 'quoted') return { property: token.value };
  if (token.kind === 'word') return readWord(reader, token);
  throw reader.refuse(`something else than ${token.value}`);
}

function readParenthesis(reader: TokenReader): JsonValue {
  const inner = readOr(reader);
  if (reader.take(')')) return inner;
  const elements = [inner];
  while (reader.take(',')) elements.push(readOr(reader));
  reader.expect(')');
  return elements;
}

function readNegative(reader: TokenReader): JsonValue {
  const operand = readOperand(reader);
  return typeof operand === 'number' ? -operand : { op: '*', args: [-1, operand] };
}

function readWord(reader: TokenReader, { keyword, value }: Token): JsonValue {
  if (keyword === 'TRUE' || keyword === 'FALSE') return keyword === 'TRUE';
  if (!reader.take('(')) return { property: value };
  if (isGeometryWord(keyword)) return readGeometry(reader, keyword);
  if (ARRAY_PREDICATE.test(keyword)) return { op: keyword.toLowerCase(), args: readArrays(reader) };
  const args = reader.take(')') ? [] : readArguments(reader);
  if (keyword === 'TIMESTAMP' || keyword === 'DATE')
    return { [keyword.toLowerCase()]: args.length === 1 ? (args[0] ?? null) : args };
  if (keyword === 'INTERVAL') return { interval: args };
  if (PREDICATE.test(keyword) || keyword === 'CASEI' || keyword === 'ACCENTI')
    return { op: keyword.toLowerCase(), args };
  return { op: value, args };
}

function readArray(reader: TokenReader): JsonValue[] {
  reader.expect('(');
  return readArguments(reader);
}

function readArguments(reader: TokenReader): JsonValue[] {
  const args = [readOr(reader)];
  while (reader.take(',')) args.push(readOr(reader));
  reader.expect(')');
  return args;
}

function readArrays(reader: TokenReader): JsonValue[] {
  const args: JsonValue[] = [];
  do args.push(reader.take('(') ? readElements(reader) : readOr(reader));
  while (reader.take(','));
  reader.expect(')');
  return args;
}

function readElements(reader: TokenReader): JsonValue[] {
  return reader.take(')') ? [] : readArguments(reader);
}
