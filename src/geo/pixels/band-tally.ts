import type { NodataRange } from './nodata-range.ts';

/** What is known of the valid pixels of one band so far. JSON, so that it can be a checkpoint. */
export interface BandTally {
  /** Valid pixels; the figures below mean nothing while there are none. */
  count: number;
  minimum: number;
  maximum: number;
  mean: number;
  /** Of the population. A sum of squares would be beyond a double where this is not. */
  stddev: number;
}

export interface BandStatistics {
  minimum: number;
  maximum: number;
  mean: number;
  /** Of the population, as GDAL has it. */
  stddev: number;
  valid_percent: number;
}

export const EMPTY_TALLY: BandTally = { count: 0, minimum: 0, maximum: 0, mean: 0, stddev: 0 };

/** No number lies in it. */
export const NONE: NodataRange = [Number.NaN, Number.NaN];

/** Which samples of a pixel to look at. */
export interface Samples {
  /** Of all bands, band after band within each pixel. */
  values: Float64Array;
  /** Samples a pixel. */
  stride: number;
  /** Place of this band in a pixel, from 0. */
  band: number;
  /** Place of a mask in a pixel, whose zeros are pixels without data; -1 for none. */
  mask: number;
  /** As `nodataRange` gives it. */
  nodata: NodataRange | null;
}

/**
 * The tally of a stretch of pixels. Squares are of differences from its first valid value, so that little is lost however far from zero
 * the values are. Infinite values count as no data, as those do that are no number.
 */
export function tallyOf(samples: Samples): BandTally {
  const { values, stride, band, mask, nodata } = samples;
  const [least, greatest] = nodata ?? NONE;
  const toMask = mask < 0 ? 0 : mask - band;
  let at = firstValid(samples, [least, greatest]);
  if (at < 0) return EMPTY_TALLY;
  // Each by itself, and begun with a value: V8 knows them for doubles then, which makes the loop four times as quick.
  const origin = values[at] as number;
  let minimum = origin;
  let maximum = origin;
  let count = 0;
  let sum = 0;
  let squares = 0;
  for (; at < values.length; at += stride) {
    const value = values[at] as number;
    if (isMissing(value, least, greatest) || (toMask !== 0 && values[at + toMask] === 0)) continue;
    if (value < minimum) minimum = value;
    else if (value > maximum) maximum = value;
    const difference = value - origin;
    count += 1;
    sum += difference;
    squares += difference * difference;
  }
  // The square of the sum is not greater.
  if (!Number.isFinite(squares * count)) return ofHuge(samples, { count, minimum, maximum });
  const variance = Math.max(0, squares - (sum * sum) / count) / count;
  return { count, minimum, maximum, mean: origin + sum / count, stddev: Math.sqrt(variance) };
}

/** Its place; -1 where there is none. */
function firstValid({ values, stride, band, mask }: Samples, [least, greatest]: NodataRange): number {
  for (let at = 0; at < values.length; at += stride) {
    if (mask >= 0 && values[at + mask] === 0) continue;
    if (!isMissing(values[at + band] as number, least, greatest)) return at + band;
  }
  return -1;
}

/** Nodata, no number, or infinite. */
const isMissing = (value: number, least: number, greatest: number): boolean =>
  (value >= least && value <= greatest) || value - value !== 0;

/** Of values whose squares no double holds: in the greatest of them as the unit. */
function ofHuge(
  { values, stride, band, mask, nodata }: Samples,
  known: Pick<BandTally, 'count' | 'minimum' | 'maximum'>,
): BandTally {
  const unit = Math.max(-known.minimum, known.maximum);
  const scaled = values.map((value, at) => (at % stride === mask ? value : value / unit));
  const range: NodataRange | null = nodata && [nodata[0] / unit, nodata[1] / unit];
  const { mean, stddev } = tallyOf({ values: scaled, stride, band, mask, nodata: range });
  // The mean of the greatest double alone may be rounded beyond it.
  return { ...known, mean: within(mean * unit, known), stddev: bounded(stddev * unit, known) };
}

const within = (value: number, { minimum, maximum }: Pick<BandTally, 'minimum' | 'maximum'>): number =>
  Math.max(minimum, Math.min(maximum, value));

/** No deviation is more than half of the range (Popoviciu's inequality), but a rounded one may be, and beyond the greatest double. */
const bounded = (stddev: number, { minimum, maximum }: Pick<BandTally, 'minimum' | 'maximum'>): number =>
  Math.min(stddev, maximum / 2 - minimum / 2);

/** The tally of two stretches together, of no step of which doubles are too small. Source: Chan, Golub, LeVeque, "Updating formulae", 1979. */
export function joinTallies(one: BandTally, other: BandTally): BandTally {
  if (one.count === 0) return other;
  if (other.count === 0) return one;
  const count = one.count + other.count;
  const [share, rest] = [one.count / count, other.count / count];
  const [minimum, maximum] = [Math.min(one.minimum, other.minimum), Math.max(one.maximum, other.maximum)];
  const apart = other.mean - one.mean;
  const mean = Number.isFinite(apart) ? one.mean + apart * rest : one.mean * share + other.mean * rest;
  const weight = Math.sqrt(share * rest);
  const between = Number.isFinite(apart) ? apart * weight : other.mean * weight - one.mean * weight;
  const stddev = Math.hypot(one.stddev * Math.sqrt(share), other.stddev * Math.sqrt(rest), between);
  const ends = { minimum, maximum };
  return { count, minimum, maximum, mean: within(mean, ends), stddev: bounded(stddev, ends) };
}

/** @param pixels of the band, valid or not @returns null for a band without any valid pixel */
export function statisticsOf({ count, ...figures }: BandTally, pixels: number): BandStatistics | null {
  if (count === 0) return null;
  return { ...figures, valid_percent: percentOf(count, pixels) };
}

/** To four decimals, but neither 0 nor 100 unless it is exactly that. */
export function percentOf(count: number, pixels: number): number {
  if (count === 0 || count === pixels) return count === 0 ? 0 : 100;
  return Math.min(99.9999, Math.max(0.0001, Number(((100 * count) / pixels).toFixed(4))));
}
