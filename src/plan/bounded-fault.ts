import type { Fault } from './fault.ts';

const MOST_CHARACTERS = 2_000;
/** Codes are words; one that a spec gave to `fail_with` may be anything. */
const MOST_OF_CODE = 200;
const MOST_DETAIL = 64 << 10;

/**
 * A fault of a size that Temporal and the asset service take, whatever a spec or a handler put into it: Temporal ends a run whose
 * failure is over 2 MB.
 */
export function bounded(fault: Fault): Fault {
  const { code, message, detail } = fault;
  const length = detail === undefined ? 0 : JSON.stringify(detail).length;
  const isShort = message.length <= MOST_CHARACTERS && code.length <= MOST_OF_CODE;
  if (isShort && length <= MOST_DETAIL) return fault;
  const kept = length > MOST_DETAIL ? { left_out: `a detail of ${length} characters` } : detail;
  return {
    code: code.slice(0, MOST_OF_CODE),
    message: clipped(message),
    ...(kept === undefined ? {} : { detail: kept }),
  };
}

/** The beginning of a text for people, with a word on what was left out. */
export function clipped(text: string): string {
  if (text.length <= MOST_CHARACTERS) return text;
  // Half of a pair of surrogates is no character.
  const kept = text.slice(0, MOST_CHARACTERS).replace(/[\ud800-\udbff]$/, '');
  return `${kept}… (${text.length - kept.length} more characters were left out)`;
}
