import { RE2JS, RE2JSException } from 're2js';

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

/** What is wrong with a pattern, as the rest of a sentence, or undefined when it can be used. */
export function describePatternFault(pattern: string): string | undefined {
  if (pattern.length > PATTERN_LIMITS.characters) {
    return `has ${pattern.length} characters, and at most ${PATTERN_LIMITS.characters} are allowed`;
  }
  try {
    const size = RE2JS.compile(pattern).programSize();
    return size > PATTERN_LIMITS.instructions ? 'repeats too much: give less in {…}, or use max_length' : undefined;
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    return `is not a regular expression of RE2's syntax (${error.message.replace('error parsing regexp: ', '')})`;
  }
}

/** Whether the pattern matches the whole of the value, not just a part: `^` and `$` are not needed. */
export function matchesPattern(pattern: string, value: string): boolean {
  return RE2JS.compile(pattern).testExact(value);
}
