import type { HeaderBand, RasterHeader } from './gdalinfo.ts';
import { PIXEL_BYTES, type RasterWarning } from './raster.ts';
import { isPixelType } from './size.ts';

/** Column and row of a pixel. */
export type Point = [column: number, row: number];

type Sampled = Pick<RasterHeader, 'width' | 'height' | 'bands'>;

/** What a look may decode at most, if every point lies in a block of its own. */
const MAX_LOOK_BYTES = 64 * 1024 ** 2;
/** What a second look may decode at most, if every point lies in a block of its own. */
const MAX_SECOND_LOOK_BYTES = 256 * 1024 ** 2;
/** Points on a side of the second look's grid. */
const SECOND_LOOK_SIDE = 10;

/** Values that writers use for "nothing here" and forget to declare, as GDAL prints them. */
const USUAL_NODATA = new Set([
  '-9999',
  '-99999',
  '-32768',
  '-32767',
  '-3.40282346638529e+38',
  '-3.40282e+38',
  '-1.79769313486232e+308',
]);

/**
 * Pixels that touch the first and the last block, every corner and the middle: where a file that was cut short shows it.
 * Fewer where blocks are large, and none when one block is too large to decode for a look.
 */
export function samplePoints(header: Sampled): Point[] {
  const { width, height } = header;
  const affordable = Math.floor(MAX_LOOK_BYTES / Math.max(1, blockBytes(header)));
  if (affordable === 0) return [];
  if (affordable < 9) return lastAndFirst(header).slice(0, affordable);
  return grid([0, Math.floor(width / 2), width - 1], [0, Math.floor(height / 2), height - 1]);
}

/** The most telling first: a file that was cut short lacks its end. */
function lastAndFirst({ width, height }: Sampled): Point[] {
  const [right, bottom, middle] = [width - 1, height - 1, Math.floor(height / 2)];
  return uniquePoints([
    [right, bottom],
    [0, 0],
    [Math.floor(width / 2), middle],
    [0, bottom],
    [right, 0],
  ]);
}

function uniquePoints(points: readonly Point[]): Point[] {
  return [...new Map(points.map((point) => [point.join(), point])).values()];
}

/** Pixels all over the raster, for one whose corners and middle told nothing; the larger its blocks, the fewer. */
export function secondLook(header: Sampled): Point[] {
  const affordable = Math.floor(Math.sqrt(MAX_SECOND_LOOK_BYTES / Math.max(1, blockBytes(header))));
  const side = Math.min(SECOND_LOOK_SIDE, affordable);
  const spread = (length: number) =>
    Array.from({ length: side }, (_, step) => Math.floor(((step + 0.5) * length) / side));
  return grid(spread(header.width), spread(header.height));
}

/** The points as gdallocationinfo reads them. */
export function sampleInput(points: readonly Point[]): string {
  return points.map(([column, row]) => `${column} ${row}\n`).join('');
}

/**
 * Warns of a value that usually means "no data" where none is declared: it would bleed into the overviews.
 * @param values what `gdallocationinfo -valonly` printed: a line for each band of each point
 */
export function undeclaredNodata(header: Pick<RasterHeader, 'bands'>, values: string): RasterWarning[] {
  const lines = values.split('\n').map((line) => line.trim());
  if (header.bands.some(isInfinite) && lines.some((line) => GREATEST.test(line))) return [ROUNDED];
  if (header.bands.some((band) => band.nodata !== null || band.colourInterpretation === 'alpha')) return [];
  const found = lines.find((line) => USUAL_NODATA.has(line) || /^[-+]?nan$/i.test(line));
  if (found === undefined) return [];
  const message = `Pixels at the edge hold ${found}, which usually means "no data", but no nodata value is declared: it would be averaged into overviews and statistics; declare it in the raster, or as nodata.`;
  return [{ code: 'undeclared_nodata', message }];
}

const GREATEST = /^-?1\.79769313486232e\+308$/;
const isInfinite = ({ type, nodata }: HeaderBand): boolean =>
  type === 'Float64' && (nodata === 'inf' || nodata === '-inf');

const ROUNDED: RasterWarning = {
  code: 'undeclared_nodata',
  message:
    'The nodata value is infinite, and pixels hold the greatest double, 1.7976931348623157e+308: it was probably written in fewer digits, which is more than a double holds. The pixels do not count in statistics, but other programs take them for data; declare the value in all its digits, in the raster or as nodata.',
};

function blockBytes({ bands }: Pick<RasterHeader, 'bands'>): number {
  return bands.reduce(
    (sum, { block, type }) => sum + block[0] * block[1] * (isPixelType(type) ? PIXEL_BYTES[type] : 16),
    0,
  );
}

/** Each pixel once, row by row, so that the blocks of a row are read together. */
function grid(columns: readonly number[], rows: readonly number[]): Point[] {
  const unique = [...new Set(columns)];
  return [...new Set(rows)].flatMap((row) => unique.map((column): Point => [column, row]));
}
