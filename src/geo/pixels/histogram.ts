import { NONE, type Samples } from './band-tally.ts';

/** Counts of values in buckets of equal width. */
export interface Histogram {
  /** Lower end of the first bucket. */
  minimum: number;
  /** Upper end of the last bucket, which holds it, too. */
  maximum: number;
  /** Values in each bucket; values beyond the ends are in none. */
  buckets: number[];
}

export function emptyHistogram(minimum: number, maximum: number, buckets: number): Histogram {
  return { minimum, maximum, buckets: Array.from({ length: buckets }, () => 0) };
}

/** Counts the valid values of a stretch of pixels into a histogram. */
export function countInto(
  { minimum, maximum, buckets }: Histogram,
  { values, stride, band, mask, nodata }: Samples,
): void {
  const [least, greatest] = nodata ?? NONE;
  // From the least to the greatest double it is more than a double holds.
  const unit = Number.isFinite(maximum - minimum) ? 1 : 4;
  const perUnit = maximum > minimum ? buckets.length / (maximum / unit - minimum / unit) : 0;
  for (let at = 0; at < values.length; at += stride) {
    const value = values[at + band] as number;
    if ((value >= least && value <= greatest) || !(value >= minimum && value <= maximum)) continue;
    if (mask >= 0 && values[at + mask] === 0) continue;
    const bucket = Math.min(buckets.length - 1, Math.floor((value / unit - minimum / unit) * perUnit));
    buckets[bucket] = (buckets[bucket] as number) + 1;
  }
}
