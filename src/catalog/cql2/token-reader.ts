import { refuseFilter } from './refuse.ts';
import { type Token, tokensOf } from './tokens.ts';

/** Nesting, at most: as of JSON bodies. */
const MAX_DEPTH = 32;

/** Tokens one after the other. All of it throws FaultError `invalid_search`. */
export interface TokenReader {
  peek(): Token | undefined;
  next(expected: string): Token;
  /** Takes the sign or keyword if it comes next. */
  take(value: string): boolean;
  expect(value: string): void;
  end(): void;
  refuse(expected: string): Error;
  /** Bounds how deep expressions are nested. */
  within<T>(read: () => T): T;
}

export function createTokenReader(text: string): TokenReader {
  const tokens = tokensOf(text);
  let place = 0;
  let depth = 0;
  const reader: TokenReader = {
    peek: () => tokens[place],
    next: (expected) => {
      const token = tokens[place];
      if (token === undefined) throw reader.refuse(expected);
      place += 1;
      return token;
    },
    take: (value) => {
      if (!isThis(tokens[place], value)) return false;
      place += 1;
      return true;
    },
    expect: (value) => {
      if (!reader.take(value)) throw reader.refuse(value);
    },
    end: () => {
      if (place < tokens.length) throw reader.refuse('AND, OR or the end');
    },
    refuse: (expected) => {
      const token = tokens[place];
      const found = token ? JSON.stringify(token.value) : 'the end';
      return refuseFilter(`Expected ${expected}, found ${found}`, `at character ${(token?.at ?? text.length) + 1}`);
    },
    within: (read) => {
      depth += 1;
      if (depth > MAX_DEPTH) throw reader.refuse(`no more than ${MAX_DEPTH} levels`);
      const result = read();
      depth -= 1;
      return result;
    },
  };
  return reader;
}

function isThis(token: Token | undefined, value: string): boolean {
  if (token?.kind === 'word') return token.keyword === value;
  return token?.kind === 'sign' && token.value === value;
}
