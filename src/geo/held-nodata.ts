import { isLongInteger, type Nodata, type PixelType } from './raster.ts';
import { isPixelType } from './size.ts';

/** The least and the greatest value of each type of whole numbers. */
const RANGES: Readonly<Partial<Record<PixelType, readonly [bigint, bigint]>>> = {
  Byte: [0n, 255n],
  Int8: [-128n, 127n],
  UInt16: [0n, 65_535n],
  Int16: [-32_768n, 32_767n],
  UInt32: [0n, 4_294_967_295n],
  Int32: [-2_147_483_648n, 2_147_483_647n],
  UInt64: [0n, 2n ** 64n - 1n],
  Int64: [-(2n ** 63n), 2n ** 63n - 1n],
};

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

/** Whether a pixel of the type can have it. */
export function canHold(nodata: Nodata, type: string): boolean {
  if (type === 'Float32') return typeof nodata !== 'number' || Number.isFinite(Math.fround(nodata));
  const range = isPixelType(type) ? RANGES[type] : undefined;
  if (!range) return true;
  const whole = wholeOf(nodata);
  return whole !== undefined && whole >= range[0] && whole <= range[1];
}

/** Whether it goes through a 32-bit float and stays the same. */
export function heldByFloat32(nodata: Nodata): boolean {
  if (isLongInteger(nodata)) return BigInt(Math.fround(Number(nodata))) === BigInt(nodata);
  return typeof nodata !== 'number' || Math.fround(nodata) === nodata;
}

function wholeOf(nodata: Nodata): bigint | undefined {
  return isLongInteger(nodata) || Number.isInteger(nodata) ? BigInt(nodata) : undefined;
}
