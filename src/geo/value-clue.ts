import { type HeaderBand, type RasterHeader, readNodata } from './gdalinfo.ts';
import { PIXEL_BYTES } from './raster.ts';
import { type Point, samplePoints } from './sample.ts';
import { isPixelType } from './size.ts';

/** What the values of a band of whole numbers say about their meaning. */
export interface ValueClue {
  /** Ends the sentence "The values look like …". */
  what: string;
  evidence: string;
}

/** A patch holds this many pixels, within one block: looking at them costs no more than looking at one. */
const PATCH = 64;
const PATCH_HEIGHT = 8;
/** Fewer classes than this are usual; more distinct values than this come from measuring. */
const MOST_CLASSES = 32;
/** Of neighbours in a map of classes most are alike, and where they are not, the numbers differ by more than a step. */
const LEAST_ALIKE = 0.6;
const LEAST_JUMPS = 0.25;

type Sampled = Pick<RasterHeader, 'width' | 'height' | 'bands'>;

/** Pixels around each sample point, within its block; the points themselves where the values cannot be classes. */
export function patchPoints(header: Sampled): Point[] {
  const points = samplePoints(header);
  const [band] = header.bands;
  if (!band || header.bands.length > 1 || !isWhole(band)) return points;
  return points.flatMap((point) => patchAround(point, header, band.block));
}

function patchAround([column, row]: Point, { width, height }: Sampled, [blockWidth, blockHeight]: [number, number]) {
  const [left, top] = [column - (column % blockWidth), row - (row % blockHeight)];
  const rows = Math.min(PATCH_HEIGHT, blockHeight, height - top);
  const columns = Math.min(Math.floor(PATCH / rows), blockWidth, width - left);
  const x = Math.min(column, Math.min(width, left + blockWidth) - columns);
  const y = Math.min(row, Math.min(height, top + blockHeight) - rows);
  return Array.from(
    { length: rows * columns },
    (_, index): Point => [x + (index % columns), y + Math.floor(index / columns)],
  );
}

/**
 * Whether values that nothing else explains look like classes or a mask.
 * @param points as `patchPoints` gave them
 * @param values what `gdallocationinfo -valonly` printed for them, a line each
 */
export function valueClue(header: Sampled, points: readonly Point[], values: string): ValueClue | undefined {
  const [band] = header.bands;
  if (!band || header.bands.length > 1 || !isWhole(band)) return undefined;
  const numbers = values.trim().split('\n').map(readNodata);
  const valid = numbers.filter((value) => typeof value === 'number' && value !== band.nodata);
  const distinct = new Set(valid).size;
  if (valid.length < PATCH || distinct < 2 || distinct > MOST_CLASSES) return undefined;
  const { pairs, alike, jumps } = neighbours(points, numbers, band);
  if (pairs === 0 || alike / pairs < LEAST_ALIKE) return undefined;
  if (distinct === 2) return { what: 'a mask', evidence: `the ${valid.length} pixels looked at hold two values` };
  if (jumps / Math.max(1, pairs - alike) < LEAST_JUMPS) return undefined;
  const share = Math.round((100 * alike) / pairs);
  const evidence = `the ${valid.length} pixels looked at hold ${distinct} whole numbers, ${share} % of neighbours are equal, and others differ by leaps`;
  return { what: 'classes', evidence };
}

/** Pixels that follow each other in a row of a patch, both with data. */
function neighbours(points: readonly Point[], numbers: readonly unknown[], { nodata }: HeaderBand) {
  const count = { pairs: 0, alike: 0, jumps: 0 };
  for (const [index, [column, row]] of points.entries()) {
    const [nextColumn, nextRow] = points[index + 1] ?? [];
    const [value, next] = [numbers[index], numbers[index + 1]];
    if (nextRow !== row || nextColumn !== column + 1 || typeof value !== 'number' || typeof next !== 'number') continue;
    if (value === nodata || next === nodata) continue;
    count.pairs += 1;
    if (value === next) count.alike += 1;
    if (Math.abs(value - next) > 1) count.jumps += 1;
  }
  return count;
}

/** Classes are numbered in bytes or 16 bits; wider numbers count things. */
function isWhole({ type }: HeaderBand): boolean {
  return isPixelType(type) && !type.startsWith('Float') && PIXEL_BYTES[type] <= 2;
}
