import { refuseFilter } from './refuse.ts';

export type TokenKind = 'word' | 'quoted' | 'text' | 'number' | 'sign';

export interface Token {
  kind: TokenKind;
  /** Without its quotes. */
  value: string;
  /** In upper case, of a word: keywords are of any case. */
  keyword: string;
  /** Characters before it. */
  at: number;
}

/** Names may have colons, dots and dashes inside, as those of STAC's extensions do; a dash needs a letter behind it. */
const PARTS: readonly (readonly [TokenKind, RegExp])[] = [
  ['text', /'((?:[^']|'')*)'/y],
  ['quoted', /"((?:[^"]|"")*)"/y],
  ['number', /\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?/y],
  ['word', /[\p{L}_][\p{L}\p{N}_:.]*(?:-(?=\p{L})[\p{L}\p{N}_:.]+)*/uy],
  ['sign', /<>|<=|>=|[=<>(),+\-*/]/y],
];
const BLANK = /\s*/y;

/** @throws FaultError `invalid_search` */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (let at = afterBlanks(text, 0); at < text.length; at = afterBlanks(text, at)) {
    const [kind, length, value] = partAt(text, at);
    tokens.push({ kind, value, keyword: kind === 'word' ? value.toUpperCase() : '', at });
    at += length;
  }
  return tokens;
}

function partAt(text: string, at: number): [TokenKind, number, string] {
  for (const [kind, pattern] of PARTS) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match === null) continue;
    const [whole, inner] = match;
    const quote = whole.charAt(0);
    return [kind, whole.length, inner === undefined ? whole : inner.replaceAll(quote + quote, quote)];
  }
  throw refuseFilter(`There is no place in CQL2 for ${JSON.stringify(text.charAt(at))}`, `at character ${at + 1}`);
}

function afterBlanks(text: string, at: number): number {
  BLANK.lastIndex = at;
  BLANK.exec(text);
  return BLANK.lastIndex;
}
