const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;
const DURATION = /^(\d{1,9})(ms|s|m|h)$/;
const MAX_MS = 366 * 24 * UNITS.h;
/** Of a text that is written as a duration and that parseDuration refuses, as the end of a sentence. */
export const DURATION_RANGE = 'is out of range: a duration is at least 1ms and at most 8784h, which are 366 days';

/** Whether a text is a whole number and a unit, however long. */
export function isWrittenAsDuration(text: string): boolean {
  return DURATION.test(text);
}

/** `500ms`, `2s`, `10m`, `1h` in milliseconds; undefined for anything else, for zero and for more than a year. */
export function parseDuration(text: string): number | undefined {
  const match = DURATION.exec(text);
  if (!match) return undefined;
  const milliseconds = Number(match[1]) * UNITS[match[2] as keyof typeof UNITS];
  return milliseconds > 0 && milliseconds <= MAX_MS ? milliseconds : undefined;
}
