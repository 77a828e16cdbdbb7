const UNITS = [
  { unit: 'h', milliseconds: 3_600_000 },
  { unit: 'm', milliseconds: 60_000 },
  { unit: 's', milliseconds: 1_000 },
] as const;

/** Seconds as a duration of the language, in the largest unit that fits: 3600 is `1h`, 90 is `90s`, 0.5 is `500ms`. */
export function durationOf(seconds: number): string {
  const milliseconds = Math.max(1, Math.round(seconds * 1_000));
  const fit = UNITS.find((candidate) => milliseconds % candidate.milliseconds === 0);
  return fit ? `${milliseconds / fit.milliseconds}${fit.unit}` : `${milliseconds}ms`;
}
