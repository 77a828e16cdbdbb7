import type { Bounds } from './raster.ts';

/** Sums of floating-point numbers are off by their last digits; a millionth of a pixel is nothing that anybody could see. */
const DIGITS_OF_A_PIXEL = 6;
/** Over a million pixels still a millionth of one. */
const DIGITS_OF_A_SIZE = 12;
const SAME = 1e-9;

/** Bounds without the digits that come of working them out. @param pixel its width and height */
export function tidyBounds([minX, minY, maxX, maxY]: Bounds, [width, height]: readonly [number, number]): Bounds {
  return [tidy(minX, width), tidy(minY, height), tidy(maxX, width), tidy(maxY, height)];
}

/** The width or height of each of so many pixels side by side. @param whole what it may be the same as */
export function tidyPixel(length: number, pixels: number, whole: number): number {
  const size = length / pixels;
  return Math.abs(size - whole) <= SAME * whole ? whole : Number(size.toPrecision(DIGITS_OF_A_SIZE));
}

function tidy(coordinate: number, pixel: number): number {
  const digits = Math.ceil(DIGITS_OF_A_PIXEL - Math.log10(Math.abs(pixel)));
  return Number(coordinate.toFixed(Math.max(0, Math.min(100, digits))));
}
