import type { Bounds, Geotransform } from './raster.ts';

/** Bytes that six numbers never need. */
export const WORLD_FILE_BYTES = 4096;

/**
 * The geotransform of a world file: six lines, in this order the width of a pixel, two rotations, its height, and the
 * middle of the upper left pixel, x and y.
 * @param text its bytes, one a character
 * @returns why it is none, as the rest of a sentence, where it is none
 */
export function parseWorldFile(text: string): Geotransform | string {
  if (BYTE_ORDER_MARK.test(text))
    return 'it begins with a byte order mark; save it as plain text (ASCII, or UTF-8 without a mark)';
  const words = text.split(/\s+/).filter((word) => word !== '');
  const wrong = words.find((word) => !Number.isFinite(Number(word)));
  if (wrong !== undefined) return `${JSON.stringify(wrong.slice(0, SHOWN))} ${faultOf(wrong)}`;
  if (words.length !== 6) return `it has ${words.length}`;
  const [a, d, b, e, c, f] = words.map(Number) as [number, number, number, number, number, number];
  return [c - a / 2 - b / 2, a, b, f - d / 2 - e / 2, d, e];
}

/** Of UTF-8 and UTF-16. */
const BYTE_ORDER_MARK = /^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)/;
const SHOWN = 24;

function faultOf(word: string): string {
  const pointed = Number(word.replace(',', '.'));
  return Number.isFinite(pointed) ? `has a decimal comma; write it with a point, as ${pointed}` : 'is no number';
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
