import { RE2JS, RE2JSException } from 're2js';
import { partsWrittenOut } from './pattern-parts.ts';

/**
 * Patterns of inputs are regular expressions in RE2's syntax: matched in time that is linear in pattern and value, without
 * backtracking, so that neither a spec nor a client can make a check hang. The limits bound the product of the two.
 *
 * @see https://github.com/google/re2/wiki/Syntax
 */
export const PATTERN_LIMITS = {
  /** Of the pattern's text. */
  characters: 256,
  /** Of the compiled pattern: repetitions such as `{1,500}` count with what they repeat. */
  instructions: 2_000,
  /** Of a value that is held against a pattern; also its length where the spec gives no `max_length`. */
  value_length: 1_024,
} as const;

interface Pattern {
  compiled: RE2JS | undefined;
  /** As the rest of a sentence. */
  fault: string | undefined;
}

/** The latest: one is held against many values, and its compilation takes longer than a match. */
const known = new Map<string, Pattern>();
const MOST_KNOWN = 100;

/** What is wrong with a pattern, as the rest of a sentence, or undefined when it can be used. */
export function describePatternFault(pattern: string): string | undefined {
  return read(pattern).fault;
}

/** Whether the pattern matches the whole of the value, not just a part: `^` and `$` are not needed. */
export function matchesPattern(pattern: string, value: string): boolean {
  // A plan that was compiled under other limits runs on.
  return (read(pattern).compiled ?? RE2JS.compile(pattern)).testExact(value);
}

/** Steps that holding a value of that length against a pattern takes at most. */
export function matchingSteps(pattern: string, length: number): number {
  return (read(pattern).compiled?.programSize() ?? 0) * length;
}

function read(pattern: string): Pattern {
  let found = known.get(pattern);
  if (!found) {
    found = compile(pattern);
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(pattern, found);
  }
  return found;
}

/** Writing repetitions out takes its time before there are any instructions to count. */
const MOST_PARTS = 16_000;

const TOO_LARGE: Pattern = {
  compiled: undefined,
  fault: 'repeats too much: give less in {…}, or use max_length',
};

function compile(pattern: string): Pattern {
  const { characters, instructions } = PATTERN_LIMITS;
  if (pattern.length > characters) {
    const fault = `has ${pattern.length} characters, and at most ${characters} are allowed`;
    return { compiled: undefined, fault };
  }
  if (partsWrittenOut(pattern) > MOST_PARTS) return TOO_LARGE;
  try {
    const compiled = RE2JS.compile(pattern);
    return compiled.programSize() > instructions ? TOO_LARGE : { compiled, fault: undefined };
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    const why = error.message.replace('error parsing regexp: ', '');
    return { compiled: undefined, fault: `is not a regular expression of RE2's syntax (${why})` };
  }
}
