import { type HeaderBand, type RasterHeader, readNodata } from './gdalinfo.ts';
import { nodataRange } from './pixels/nodata-range.ts';
import type { RasterWarning } from './raster.ts';
import { isPixelType } from './size.ts';

/**
 * True when every pixel looked at is one without data: where there is an alpha band, one that is transparent; else one
 * whose bands all hold their nodata value or no number. Masks of a dataset are not seen.
 * @param values what `gdallocationinfo -valonly` printed: a line for each band of each pixel
 */
export function holdNothing(header: Pick<RasterHeader, 'bands'>, values: string): boolean {
  const { bands } = header;
  const lines = values.split('\n').filter((line) => line.trim() !== '');
  if (lines.length === 0) return false;
  const alpha = bands.findIndex((band) => band.colourInterpretation === 'alpha');
  return lines.every((line, at) => {
    const index = at % bands.length;
    if (alpha >= 0) return index !== alpha || Number(line) === 0;
    const band = bands[index];
    return band !== undefined && isNodata(line, band);
  });
}

/** @param looked how many pixels were looked at */
export function onlyNodata(looked: number): RasterWarning {
  const message = `None of the ${looked} pixels looked at, spread over the whole raster, holds data: it is probably empty; check the export, unless that is how it should be.`;
  return { code: 'only_nodata', message };
}

function isNodata(printed: string, { nodata, type }: HeaderBand): boolean {
  const value = readNodata(printed);
  if (value === 'nan' || (nodata !== null && value === nodata)) return true;
  const range = isPixelType(type) ? nodataRange(nodata, type) : null;
  if (range === null || typeof value !== 'number') return false;
  // GDAL prints 15 digits of a float, which has more.
  const held = type === 'Float32' ? Math.fround(value) : value;
  return held >= range[0] && held <= range[1];
}
