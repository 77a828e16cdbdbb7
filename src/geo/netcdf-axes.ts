import type { RasterHeader } from './gdalinfo.ts';
import { type NetcdfAxis, netcdfExtent, readNumber } from './netcdf-extent.ts';
import type { Geotransform, RasterFinding } from './raster.ts';
import type { ReadAt } from './tiff-directory.ts';

/** An axis by its ends, and how far it is from even steps between them. */
export interface AxisSpan extends Pick<NetcdfAxis, 'name' | 'isColumns' | 'length' | 'units'> {
  first: number;
  last: number;
  /** What a value may be off by, since its type has no more digits. */
  rounding: number;
  /** The value that is furthest from its place; `away` is NaN where it is no number. */
  furthest: { at: number; value: number; away: number };
}

/** Of a pixel. */
const TOLERANCE = 0.1;
const FLOAT_DIGITS = 2 ** -23;
const BYTES_AT_ONCE = 1024 ** 2;
/** Bytes of a value. */
const LONGEST = 8;
const NORTH = /^degrees?_?n/i;
const EAST = /^degrees?_?e/i;
/** In which GDAL takes values as they are; of others, such as kilometres, it makes those of the CRS. */
const PLAIN = /^(degrees?(_?(north|east|n|e))?|m|met(re|er)s?)$/i;

/** The axes of a netCDF of the classic formats. */
export async function readAxes(read: ReadAt, size: number): Promise<AxisSpan[]> {
  const axes = (await netcdfExtent(read, size))?.axes ?? [];
  const spans: AxisSpan[] = [];
  for (const axis of axes.filter(({ length }) => length > 0)) spans.push(await spanOf(read, axis));
  return spans;
}

async function spanOf(read: ReadAt, axis: NetcdfAxis): Promise<AxisSpan> {
  const { name, isColumns, length, units, type } = axis;
  let [first, last] = [Number.NaN, Number.NaN];
  for await (const { from, values } of piecesOf(read, axis)) {
    if (from === 0) first = values[0] as number;
    last = values.at(-1) as number;
  }
  const step = (last - first) / Math.max(1, length - 1);
  let furthest = { at: 0, value: first, away: 0 };
  for await (const { from, values } of piecesOf(read, axis)) {
    for (const [index, value] of values.entries()) {
      const away = Math.abs(value - (first + (from + index) * step));
      if (!(away <= furthest.away) && !Number.isNaN(furthest.away)) furthest = { at: from + index, value, away };
    }
  }
  const rounding = type === 'float' ? FLOAT_DIGITS * Math.max(Math.abs(first), Math.abs(last)) : 0;
  return { name, isColumns, length, units, first, last, rounding, furthest };
}

/** With the longitudes of a turn, wherever it begins, one after the other. */
async function* piecesOf(read: ReadAt, axis: NetcdfAxis): AsyncGenerator<{ from: number; values: number[] }> {
  const { begin, stride, length, type, scale, offset, units } = axis;
  const most = Math.max(1, Math.floor(BYTES_AT_ONCE / stride));
  let before: number | undefined;
  for (let from = 0; from < length; from += most) {
    const count = Math.min(most, length - from);
    const bytes = Buffer.from(await read(begin + from * stride, (count - 1) * stride + LONGEST));
    const values = Array.from({ length: count }, (_, index) => {
      const value = readNumber(bytes, index * stride, type) * scale + offset;
      before = EAST.test(units) ? inTurn(value, before ?? value) : value;
      return before;
    });
    yield { from, values };
  }
}

function inTurn(longitude: number, before: number): number {
  const apart = longitude - before;
  return Math.abs(apart) > 180 ? longitude - 360 * Math.round(apart / 360) : longitude;
}

/**
 * Why the axes of a netCDF do not place its pixels: a raster's are of one size each, and GDAL takes their place from the ends of the axes, or
 * from attributes beside them.
 * @param geotransform that GDAL read; null where it read none
 */
export function axesFinding(
  axes: readonly AxisSpan[],
  geotransform: RasterHeader['geotransform'],
): RasterFinding | undefined {
  const uneven = axes.map(unevenness).find((what) => what !== undefined);
  if (uneven) {
    return invalid(
      `${uneven}, and pixels of one size are needed; interpolate the variable onto even steps (cdo remapbil, or interp of xarray)`,
    );
  }
  const elsewhere = geotransform && axes.map((axis) => misplacement(axis, geotransform)).find((what) => what);
  return elsewhere ? invalid(elsewhere) : undefined;
}

function unevenness({ name, length, first, last, rounding, furthest }: AxisSpan): string | undefined {
  const step = (last - first) / Math.max(1, length - 1);
  const { at, value, away } = furthest;
  if (away <= Math.abs(step) * TOLERANCE + rounding) return undefined;
  const place = shown(first + at * step);
  return `The axis ${name} is not evenly spaced: its value ${at + 1} of ${length} is ${shown(value)}, and would be ${place}`;
}

function misplacement(axis: AxisSpan, geotransform: Geotransform): string | undefined {
  const { name, isColumns, length, units, first, last, rounding } = axis;
  if (isColumns ? NORTH.test(units) : EAST.test(units)) {
    return `The axis ${name} is in ${units}, and stands where its ${isColumns ? 'longitudes' : 'latitudes'} are looked for: the last dimension of a variable must be the longitude, and the one before it the latitude; reorder them (ncpdq -a lat,lon)`;
  }
  if (!PLAIN.test(units)) return undefined;
  const [origin, size] = isColumns ? [geotransform[0], geotransform[1]] : [geotransform[3], geotransform[5]];
  const centres = [origin + size / 2, origin + size * (length - 0.5)].sort((a, b) => a - b);
  const ends = [first, last].sort((a, b) => a - b);
  const apart = ends.map((end, at) => end - (centres[at] as number));
  const turns = EAST.test(units) ? 360 * Math.round((apart[0] as number) / 360) : 0;
  const tolerance = Math.abs(size) * TOLERANCE + rounding;
  if (apart.every((distance) => Math.abs(distance - turns) <= tolerance)) return undefined;
  return `The axis ${name} runs from ${ends.map(shown).join(' to ')}, and other attributes (a GeoTransform, actual_range, or a scale_factor) have it read as ${centres.map(shown).join(' to ')}; correct them, or convert the variable to GeoTIFF in its right place`;
}

const shown = (value: number): string => String(Number(value.toPrecision(10)));

const invalid = (what: string): RasterFinding => ({ code: 'invalid_axes', message: `${what}.` });
