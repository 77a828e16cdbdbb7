import { clipName } from '../nearest.ts';
import type { Span } from './ast.ts';
import { TemplateError } from './error.ts';

export type TokenKind = 'name' | 'number' | 'string' | 'symbol' | 'end';

export interface Token extends Span {
  kind: TokenKind;
  /** Name, symbol, or the decoded text of a string. */
  text: string;
  /** With `number`. */
  value: number;
}

/** Bounds the depth of what is parsed from them, and so the stack that evaluation needs. */
const MAX_TOKENS = 1_000;

const SPACE = /[ \t\r\n]+/y;
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const STRING = /'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*"/y;
const SYMBOL = /\*\*|\/\/|==|!=|<=|>=|[-+*/%~<>()[\]{}.,:|]/y;

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '\\': '\\', "'": "'", '"': '"' };

/** The tokens of one expression, which starts at `start` and ends before `end` in the template's source. */
export function tokenize(source: string, start: number, end: number): Token[] {
  const tokens: Token[] = [];
  let position = start;
  while (position < end) {
    position += matchAt(SPACE, source, position).length;
    if (position >= end) break;
    const token = nextToken(source, position);
    if (token.end > end) throw unreadable(source, position);
    tokens.push(token);
    if (tokens.length > MAX_TOKENS) {
      throw new TemplateError('template_limit', `an expression has at most ${MAX_TOKENS} words and signs`, token);
    }
    position = token.end;
  }
  tokens.push({ kind: 'end', text: '', value: 0, start: end, end });
  return tokens;
}

/** The length of the string literal at `position`, 0 where there is none: lets a scanner step over `'}}'`. */
export function stringLengthAt(source: string, position: number): number {
  return matchAt(STRING, source, position).length;
}

function nextToken(source: string, start: number): Token {
  const name = matchAt(NAME, source, start);
  if (name) return token('name', name, start, name.length);
  const number = matchAt(NUMBER, source, start);
  if (number) return numberToken(number, start);
  const string = matchAt(STRING, source, start);
  if (string) return token('string', decodeEscapes(string), start, string.length);
  const symbol = matchAt(SYMBOL, source, start);
  if (symbol) return token('symbol', symbol, start, symbol.length);
  throw unreadable(source, start);
}

function token(kind: TokenKind, text: string, start: number, length: number): Token {
  return { kind, text, value: 0, start, end: start + length };
}

function numberToken(text: string, start: number): Token {
  const read = { ...token('number', text, start, text.length), value: Number(text) };
  if (Number.isFinite(read.value)) return read;
  throw new TemplateError('template_syntax', `\`${clipName(text)}\` is too large for a number`, read);
}

function matchAt(pattern: RegExp, source: string, position: number): string {
  pattern.lastIndex = position;
  return pattern.exec(source)?.[0] ?? '';
}

function decodeEscapes(literal: string): string {
  return literal.slice(1, -1).replace(/\\([\s\S])/g, (whole, char: string) => ESCAPES[char] ?? whole);
}

function unreadable(source: string, start: number): TemplateError {
  const char = source[start] ?? '';
  const what = char === "'" || char === '"' ? 'a string that is not closed' : `\`${char}\``;
  return new TemplateError('template_syntax', `${what} cannot be read here`, { start, end: start + 1 });
}
