export interface ProgressSoFar {
  /** Since the attempt began; null when it has not. */
  elapsed_seconds: number | null;
  /** What the attempt began with: a retry keeps what was done. */
  from_percent: number;
  percent: number;
}

/** With less than this there is no rate to speak of. */
const LEAST_SECONDS = 1;
const LEAST_PERCENT = 1;

/** Whole seconds until the end if it goes on as it went so far; null when that cannot be told. */
export function estimateRemaining({ elapsed_seconds, from_percent, percent }: ProgressSoFar): number | null {
  const gained = percent - from_percent;
  if (elapsed_seconds === null || elapsed_seconds < LEAST_SECONDS || gained < LEAST_PERCENT) return null;
  return Math.ceil(((100 - percent) * elapsed_seconds) / gained);
}
