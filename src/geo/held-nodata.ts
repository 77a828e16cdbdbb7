import type { Nodata } from './raster.ts';

/**
 * A nodata value as pixels of the type hold it. GDAL prints eight digits of a float, and the greatest one in so few is beyond it: taken for
 * a double, it is the value of no pixel.
 */
export function asHeld(nodata: Nodata, type: string): Nodata {
  if (type !== 'Float32' || typeof nodata !== 'number') return nodata;
  const held = Math.fround(nodata);
  return Number.isFinite(held) ? held : nodata;
}

/** What is left of it where GDAL prints it, by which few floats cannot be told from the next one. */
export function asPrinted(nodata: Nodata | null, type: string): Nodata | null {
  return type === 'Float32' && typeof nodata === 'number' ? Number(nodata.toPrecision(8)) : nodata;
}
