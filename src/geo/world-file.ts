import type { Bounds, Geotransform } from './raster.ts';

/** Bytes that six numbers never need. */
export const WORLD_FILE_BYTES = 4096;

/**
 * The geotransform of a world file: six lines, in this order the width of a pixel, two rotations, its height, and the
 * middle of the upper left pixel, x and y.
 * @returns undefined where the text is none
 */
export function parseWorldFile(text: string): Geotransform | undefined {
  const numbers = text.trim().split(/\s+/).map(Number);
  const [a, d, b, e, c, f] = numbers;
  if (numbers.length !== 6 || !numbers.every(Number.isFinite)) return undefined;
  if (a === undefined || d === undefined || b === undefined) return undefined;
  if (e === undefined || c === undefined || f === undefined) return undefined;
  return [c - a / 2 - b / 2, a, b, f - d / 2 - e / 2, d, e];
}

/** The geotransform of a north-up raster that fills bounds. */
export function fillBounds([minX, minY, maxX, maxY]: Bounds, width: number, height: number): Geotransform {
  return [minX, (maxX - minX) / width, 0, maxY, 0, (minY - maxY) / height];
}

/** True when both place every corner within a thousandth of a pixel of each other. */
export function sameGrid(one: Geotransform, other: Geotransform, width: number, height: number): boolean {
  const tolerance = 1e-3 * Math.min(Math.abs(one[1]), Math.abs(one[5]));
  const corners: [number, number][] = [
    [0, 0],
    [width, 0],
    [0, height],
  ];
  return corners.every(([column, row]) => {
    const [dx, dy] = [0, 3].map((at) => {
      const difference = (index: number) => (one[index] ?? 0) - (other[index] ?? 0);
      return difference(at) + column * difference(at + 1) + row * difference(at + 2);
    });
    return Math.abs(dx ?? 0) <= tolerance && Math.abs(dy ?? 0) <= tolerance;
  });
}
