const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;
const DURATION = /^(\d{1,9})(ms|s|m|h)$/;
const MAX_MS = 366 * 24 * UNITS.h;

/** `500ms`, `2s`, `10m`, `1h` in milliseconds; undefined for anything else, for zero and for more than a year. */
export function parseDuration(text: string): number | undefined {
  const match = DURATION.exec(text);
  if (!match) return undefined;
  const milliseconds = Number(match[1]) * UNITS[match[2] as keyof typeof UNITS];
  return milliseconds > 0 && milliseconds <= MAX_MS ? milliseconds : undefined;
}
