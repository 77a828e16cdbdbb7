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
const LEAST_LEAPS = 0.25;
/** So it is in every class and not only in the largest, as with lights in the dark or hills by the sea. */
const LEAST_ALIKE_ELSEWHERE = 0.4;
/** Fewer places than this where the value changes say nothing of how it does: a single edge may run through all rows of a patch. */
const FEW_CHANGES = 3 * PATCH_HEIGHT;
/** Lines across the raster each way, the most pixels of each that are looked at, and what all of that may decode. */
const LINES = 5;
const LINE_POINTS = 200;
const MAX_LINE_BYTES = 256 * 1024 ** 2;
/** So many leaps on lines are looked at closely, by so many pixels each. */
const MOST_LEAPS = 32;
const POINTS_BETWEEN = 15;

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
 * Pixels at even distances on lines from edge to edge, line by line: where a patch lies within one class, these show how classes
 * meet. A slope of few values takes many of them for each of its steps. None where that would decode too much.
 */
export function linePoints({ width, height, bands }: Sampled): Point[] {
  const [band] = bands;
  if (!band || bands.length > 1 || !isWhole(band)) return [];
  const [blockWidth, blockHeight] = band.block;
  const [across, down] = [spread(width, LINE_POINTS), spread(height, LINE_POINTS)];
  const blocks = Math.min(across.length, width / blockWidth) + Math.min(down.length, height / blockHeight);
  const lines = Math.min(LINES, Math.floor(MAX_LINE_BYTES / (blocks * blockWidth * blockHeight * bytesOf(band))));
  const rows = spread(height, lines).flatMap((row) => across.map((column): Point => [column, row]));
  const columns = spread(width, lines).flatMap((column) => down.map((row): Point => [column, row]));
  return [...rows, ...columns];
}

/** So many of the numbers from 0 to a length, in the middle of equal parts of it. */
function spread(length: number, most: number): number[] {
  const count = Math.min(length, most);
  return Array.from({ length: count }, (_, part) => Math.floor(((part + 0.5) * length) / count));
}

type IsNext = (one: Point, other: Point) => boolean;
const isBeside: IsNext = ([column, row], [nextColumn, nextRow]) => nextRow === row && nextColumn === column + 1;
const isOnLine: IsNext = ([column, row], [nextColumn, nextRow]) => (nextRow === row) !== (nextColumn === column);

/** Whether patches are too uniform to tell what they are of, so that lines have to. */
export function needsLines(header: Sampled, points: readonly Point[], values: string): boolean {
  const [band] = header.bands;
  if (!band || header.bands.length > 1 || !isWhole(band)) return false;
  const seen = look(band, points, values, isBeside);
  return seen.distinct <= MOST_CLASSES && seen.pairs - seen.alike < FEW_CHANGES;
}

/** As `valueClue`, of what lies on lines. @param points as `linePoints` gave them */
export function lineClue(header: Sampled, points: readonly Point[], values: string): ValueClue | undefined {
  return clueOf(header, points, values, isOnLine);
}

/** Two neighbours on a line whose values are a leap apart, and pixels between them. */
export interface Leap {
  values: [number, number];
  between: Point[];
}

/** Some of the leaps on lines, from all over them. @param points as `linePoints` gave them */
export function leapsOf({ bands }: Sampled, points: readonly Point[], values: string): Leap[] {
  const [band] = bands;
  if (!band) return [];
  const { leaps } = look(band, points, values, isOnLine);
  return spread(leaps.length, MOST_LEAPS).map((at) => {
    const { ends, values: apart } = leaps[at] as (typeof leaps)[number];
    return { values: apart, between: pointsBetween(...ends) };
  });
}

function pointsBetween([column, row]: Point, [lastColumn, lastRow]: Point): Point[] {
  const steps = Math.abs(lastColumn - column) + Math.abs(lastRow - row);
  return spread(steps - 1, POINTS_BETWEEN).map((at) => [
    column + Math.sign(lastColumn - column) * (at + 1),
    row + Math.sign(lastRow - row) * (at + 1),
  ]);
}

/** Whether most leaps are none: on a slope what is between the two values lies between the two pixels. */
export function areSlopes(leaps: readonly Leap[], values: string): boolean {
  const numbers = values.split('\n').map(readNodata);
  let at = 0;
  const slopes = leaps.filter(({ values: [one, other], between }) => {
    const found = numbers.slice(at, at + between.length);
    at += between.length;
    const isBetween = (value: unknown) => typeof value === 'number' && (value - one) * (value - other) < 0;
    return found.some(isBetween);
  });
  return slopes.length > leaps.length / 2;
}

/**
 * Whether values that nothing else explains look like classes or a mask.
 * @param points as `patchPoints` gave them
 * @param values what `gdallocationinfo -valonly` printed for them, a line each
 */
export function valueClue(header: Sampled, points: readonly Point[], values: string): ValueClue | undefined {
  return clueOf(header, points, values, isBeside);
}

function clueOf(header: Sampled, points: readonly Point[], values: string, isNext: IsNext): ValueClue | undefined {
  const [band] = header.bands;
  if (!band || header.bands.length > 1 || !isWhole(band)) return undefined;
  const { valid, distinct, pairs, alike, elsewhere, alikeElsewhere, leaps } = look(band, points, values, isNext);
  if (valid < PATCH || distinct < 2 || distinct > MOST_CLASSES) return undefined;
  if (pairs === 0 || alike / pairs < LEAST_ALIKE) return undefined;
  if (distinct === 2) return { what: 'a mask', evidence: `the ${valid} pixels looked at hold two values` };
  if (alikeElsewhere < LEAST_ALIKE_ELSEWHERE * elsewhere) return undefined;
  if (leaps.length / Math.max(1, pairs - alike) < LEAST_LEAPS) return undefined;
  const share = Math.round((100 * alike) / pairs);
  const evidence = `the ${valid} pixels looked at hold ${distinct} whole numbers, ${share} % of neighbours are equal, and others differ by leaps`;
  return { what: 'classes', evidence };
}

/** Counts pixels with data, and what those are like that follow each other. */
function look({ nodata }: HeaderBand, points: readonly Point[], values: string, isNext: IsNext) {
  const numbers = values.trim().split('\n').map(readNodata);
  const isValid = (value: unknown): value is number => typeof value === 'number' && value !== nodata;
  const valid = numbers.filter(isValid);
  const counts = new Map<number, number>();
  for (const value of valid) counts.set(value, (counts.get(value) ?? 0) + 1);
  const distinct = [...counts.keys()];
  const [largest] = distinct.toSorted((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0));
  const pairs = points.slice(1).flatMap((next, index): Pair[] => {
    const [point, one, other] = [points[index] as Point, numbers[index], numbers[index + 1]];
    return isValid(one) && isValid(other) && isNext(point, next) ? [{ ends: [point, next], values: [one, other] }] : [];
  });
  const elsewhere = pairs.filter(({ values: pair }) => pair.some((value) => value !== largest));
  const step = commonStep(distinct);
  return {
    valid: valid.length,
    distinct: distinct.length,
    pairs: pairs.length,
    alike: pairs.filter(isAlike).length,
    elsewhere: elsewhere.length,
    alikeElsewhere: elsewhere.filter(isAlike).length,
    leaps: pairs.filter(({ values: [one, other] }) => Math.abs(one - other) > step),
  };
}

interface Pair {
  ends: [Point, Point];
  values: [number, number];
}

const isAlike = ({ values: [one, other] }: Pair): boolean => one === other;

/** What all values are apart, such as 10 of heights that were rounded to tens: by that much a slope goes from one to the next. */
function commonStep([first = 0, ...others]: readonly number[]): number {
  return others.reduce((step, value) => greatestCommonDivisor(step, Math.abs(value - first)), 0) || 1;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/** Classes are numbered in bytes or 16 bits; wider numbers count things. */
function isWhole(band: HeaderBand): boolean {
  return isPixelType(band.type) && !band.type.startsWith('Float') && bytesOf(band) <= 2;
}

function bytesOf({ type }: HeaderBand): number {
  return isPixelType(type) ? PIXEL_BYTES[type] : Number.POSITIVE_INFINITY;
}
