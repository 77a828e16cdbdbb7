import type { RasterHeader } from './gdalinfo.ts';
import { PIXEL_BYTES, type RasterWarning } from './raster.ts';
import { isPixelType } from './size.ts';

/** Blocks larger than this are not sampled: decoding one would cost as much as the whole. */
const MAX_BLOCK_BYTES = 64 * 1024 ** 2;

/** Values that writers use for "nothing here" and forget to declare. */
const USUAL_NODATA = new Set([
  '-9999',
  '-99999',
  '-32768',
  '-32767',
  '-3.4028234663852886e+38',
  '-3.40282e+38',
  '-1.7976931348623157e+308',
]);

/**
 * Pixel positions (column, row) that touch the first and the last block, every corner and the middle: where a file that
 * was cut short shows it. Empty when one block is too large to decode for a look.
 */
export function samplePoints(header: Pick<RasterHeader, 'width' | 'height' | 'bands'>): [number, number][] {
  const { width, height, bands } = header;
  const blockBytes = bands.reduce(
    (sum, { block, type }) => sum + block[0] * block[1] * (isPixelType(type) ? PIXEL_BYTES[type] : 16),
    0,
  );
  if (blockBytes > MAX_BLOCK_BYTES) return [];
  const columns = [0, Math.floor(width / 2), width - 1];
  const rows = [0, Math.floor(height / 2), height - 1];
  const points = rows.flatMap((row) => columns.map((column): [number, number] => [column, row]));
  return [...new Map(points.map((point) => [point.join(' '), point])).values()];
}

/** The points as gdallocationinfo reads them. */
export function sampleInput(points: readonly [number, number][]): string {
  return points.map(([column, row]) => `${column} ${row}\n`).join('');
}

/**
 * Warns of a value that usually means "no data" where none is declared: it would bleed into the overviews.
 * @param values what `gdallocationinfo -valonly` printed: a line for each band of each point
 */
export function undeclaredNodata(header: Pick<RasterHeader, 'bands'>, values: string): RasterWarning[] {
  if (header.bands.some((band) => band.nodata !== null || band.colourInterpretation === 'alpha')) return [];
  const found = values
    .split('\n')
    .map((line) => line.trim())
    .find((line) => USUAL_NODATA.has(line) || /^[-+]?nan$/i.test(line));
  if (found === undefined) return [];
  const message = `Pixels at the edge hold ${found}, which usually means "no data", but no nodata value is declared: it would be averaged into overviews and statistics. Declare it in the raster, or as nodata of raster_cog.`;
  return [{ code: 'undeclared_nodata', message }];
}
