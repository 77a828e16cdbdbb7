import type { Nodata, PixelType } from '../raster.ts';

/** The least and the greatest value that count as no data: of whole numbers one, of floats also those that GDAL takes for the same. */
export type NodataRange = readonly [least: number, greatest: number];

const GREATEST_FLOAT = 3.4028234663852886e38;
/** Of 32-bit floats; GDAL has it for doubles, too. */
const EPSILON = 2 ** -23;

/** @returns null where every number counts. What is no number, or infinite, never does, whatever the nodata value is. */
export function nodataRange(nodata: Nodata | null, type: PixelType): NodataRange | null {
  if (nodata === null || nodata === 'nan') return null;
  if (type === 'Float32') return rangeAround(Math.fround(Number(nodata)), GREATEST_FLOAT, Math.fround);
  if (type !== 'Float64') return rangeOf(Number(nodata));
  if (typeof nodata === 'number') return rangeAround(nodata, Number.MAX_VALUE, (value) => value);
  // The greatest double in fewer digits than it has is more than it, and read as infinite.
  return nodata === 'inf' ? [Number.MAX_VALUE, Number.MAX_VALUE] : [-Number.MAX_VALUE, -Number.MAX_VALUE];
}

/** Long integers are rounded, as the pixels are that they are compared with. */
const rangeOf = (nodata: number): NodataRange | null => (Number.isNaN(nodata) ? null : [nodata, nodata]);

/** @param round to the type of the pixels */
function rangeAround(nodata: number, greatest: number, round: (value: number) => number): NodataRange | null {
  if (!Number.isFinite(nodata)) return null;
  const [size, isNear] = [Math.abs(nodata), (value: number) => isSame(round(value), Math.abs(nodata), round)];
  const [nearer, farther] = [edge(size, 0, isNear), edge(size, greatest, isNear)];
  return nodata < 0 ? [-farther, -nearer] : [nearer, farther];
}

/**
 * What GDAL's masks and statistics take for the same as the nodata value. A sum that is beyond the type is infinite there, and so is then
 * what the two may differ by.
 * Source: ARE_REAL_EQUAL in gcore/gdal_priv.h, GDAL 3.6
 */
function isSame(value: number, nodata: number, round: (value: number) => number): boolean {
  const tolerance = round(EPSILON * Math.abs(round(value + nodata)) * 2);
  return value === nodata || Math.abs(round(value - nodata)) < tolerance;
}

/** The last value on the way from inside to outside that is inside. */
function edge(inside: number, outside: number, isInside: (value: number) => boolean): number {
  if (isInside(outside)) return outside;
  let [known, beyond] = [inside, outside];
  for (;;) {
    const middle = known / 2 + beyond / 2;
    if (middle === known || middle === beyond) return known;
    if (isInside(middle)) known = middle;
    else beyond = middle;
  }
}
