import type { JsonObject } from '../plan/json.ts';

/** What the pixels mean; decides compression, overview resampling and rendering. */
export const RASTER_CLASSES = ['rgb', 'rgba', 'palette', 'categorical', 'dem', 'multispectral', 'continuous'] as const;
export type RasterClass = (typeof RASTER_CLASSES)[number];

/** The real pixel types of GDAL that Rhumbline takes, with their bytes a pixel. */
export const PIXEL_BYTES = {
  Byte: 1,
  Int8: 1,
  UInt16: 2,
  Int16: 2,
  UInt32: 4,
  Int32: 4,
  UInt64: 8,
  Int64: 8,
  Float32: 4,
  Float64: 8,
} as const;
export type PixelType = keyof typeof PIXEL_BYTES;
export const PIXEL_TYPES = Object.keys(PIXEL_BYTES) as [PixelType, ...PixelType[]];

/** A whole number of 64 bits that JSON's numbers cannot hold, digit by digit. */
export type LongInteger = `${bigint}`;

export function isLongInteger(nodata: unknown): nodata is LongInteger {
  return typeof nodata === 'string' && /^-?[0-9]{16,20}$/.test(nodata) && !Number.isSafeInteger(Number(nodata));
}

/** A nodata value as STAC writes it: JSON has no NaN. STAC has no long integers. */
export type Nodata = number | 'nan' | 'inf' | '-inf' | LongInteger;

/** One band. `index` counts from 1, as GDAL does; `type` is GDAL's name of the pixel type. */
export interface RasterBand {
  index: number;
  type: PixelType;
  /** Of each pixel, where they are fewer than its type has; null where all are used. */
  bits: number | null;
  nodata: Nodata | null;
  /** GDAL's words in lower case: gray, red, alpha, palette, undefined… */
  colour_interpretation: string;
  description: string | null;
  scale: number | null;
  offset: number | null;
  unit: string | null;
  /** Width and height in pixels of the unit that a read decodes. */
  block: [number, number];
}

export interface RasterCrs {
  name: string;
  /** null for a CRS without an EPSG code. */
  epsg: number | null;
  /** `AUTHORITY:CODE`; null where none is known. */
  code: string | null;
  wkt2: string;
  projjson: JsonObject | null;
  /** True when the caller gave it because, or although, the raster has its own. */
  declared: boolean;
}

/** x = gt[0] + column·gt[1] + row·gt[2], y = gt[3] + column·gt[4] + row·gt[5]. */
export type Geotransform = [number, number, number, number, number, number];
/** [minimum x, minimum y, maximum x, maximum y]. */
export type Bounds = [number, number, number, number];

export interface RasterWarning {
  code: string;
  message: string;
}

/** A reason to refuse a raster. The first one found gives a failure its code. */
export type RasterFinding = RasterWarning;
