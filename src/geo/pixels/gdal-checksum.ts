import type { PixelType } from '../raster.ts';

/** Of GDALChecksumImage (GDAL, alg/gdalchecksum.cpp): each pixel modulo the next of these primes, all added up modulo 2^16. */
const PRIMES = Int32Array.of(7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43);
const ROUND = PRIMES.length;
const [LOWEST, HIGHEST] = [-2147483648, 2147483647];

/** Pixel types that a 32-bit integer holds without loss. */
const FITS: ReadonlySet<PixelType> = new Set(['Byte', 'Int8', 'UInt16', 'Int16', 'Int32']);

/**
 * GDAL's checksum of a stretch of pixels of one band. Sums of stretches, modulo 2^16, are the checksum of them all, in whatever order they
 * are added.
 *
 * @param integers pixels of all bands, band after band within each pixel, as `integerReader` gives them
 * @param band counted from 0
 * @param first place of the first of them in the raster, row by row
 */
export function checksumOf(integers: Float64Array, band: number, bands: number, first: number): number {
  let sum = 0;
  let at = band;
  let prime = first % ROUND;
  for (; at < integers.length && prime !== 0; at += bands) {
    sum += ((integers[at] as number) | 0) % (PRIMES[prime] as number);
    prime = prime === ROUND - 1 ? 0 : prime + 1;
  }
  const round = ROUND * bands;
  // Divisions by constants, which become multiplications: three times as quick as the loops around it.
  for (; at + round - bands < integers.length; at += round) sum = (sum + ofRound(integers, at, bands)) | 0;
  for (; at < integers.length; at += bands) {
    sum += ((integers[at] as number) | 0) % (PRIMES[prime] as number);
    prime = prime === ROUND - 1 ? 0 : prime + 1;
  }
  return sum & 0xffff;
}

function ofRound(integers: Float64Array, at: number, bands: number): number {
  const value = (place: number) => (integers[at + place * bands] as number) | 0;
  return (
    (value(0) % 7) +
    (value(1) % 11) +
    (value(2) % 13) +
    (value(3) % 17) +
    (value(4) % 19) +
    (value(5) % 23) +
    (value(6) % 29) +
    (value(7) % 31) +
    (value(8) % 37) +
    (value(9) % 41) +
    (value(10) % 43)
  );
}

/**
 * Pixels as the 32-bit integers that GDAL makes of them for a checksum: rounded, and cut off at the ends.
 * @returns the values themselves where they are such; or else what is overwritten when it is called again
 */
export function integerReader(type: PixelType): (values: Float64Array) => Float64Array {
  if (FITS.has(type)) return (values) => values;
  const round = type.startsWith('Float') ? ofFloat : clamp;
  let room = new Float64Array();
  return (values) => {
    if (room.length < values.length) room = new Float64Array(values.length);
    for (let at = 0; at < values.length; at += 1) room[at] = round(values[at] as number);
    return room.subarray(0, values.length);
  };
}

function ofFloat(value: number): number {
  // No number, or infinite.
  if (value - value !== 0) return LOWEST;
  const whole = Math.floor(value + 0.5);
  if (whole > HIGHEST) return HIGHEST;
  return whole > LOWEST ? whole : LOWEST + 1;
}

function clamp(value: number): number {
  return Math.max(LOWEST, Math.min(HIGHEST, value));
}
