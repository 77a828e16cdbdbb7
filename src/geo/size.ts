import type { RasterHeader } from './gdalinfo.ts';
import { PIXEL_BYTES, type PixelType, type RasterFinding } from './raster.ts';

export interface SizeLimits {
  /** Width × height × bands × bytes a pixel, width and height rounded up to the tiles of the product. */
  max_pixel_bytes: number;
  /** How many bytes of pixels may be decoded for each byte stored. */
  max_inflation: number;
  /** Up to this many decoded bytes the inflation does not matter: a conversion takes some seconds whatever is in them. */
  free_decoded_bytes: number;
}

type Sized = Pick<RasterHeader, 'width' | 'height' | 'bands'>;

const GIBIBYTE = 1024 ** 3;
const MINUTE = 60_000;
/** Width and height in pixels of the tiles of a product: however narrow a raster is, its tiles are whole ones. */
export const PRODUCT_TILE = 512;
/** A row of source blocks that takes more than this leaves GDAL's block cache before it is used up. */
const CACHED_BYTES = 128 * 1024 ** 2;

/** The bytes of all pixels, decoded. Pixels of an unknown type count as the widest. */
export function pixelBytes(header: Sized): number {
  const perPixel = header.bands.reduce((sum, band) => sum + (isPixelType(band.type) ? PIXEL_BYTES[band.type] : 16), 0);
  return header.width * header.height * perPixel;
}

/** What a conversion goes through: a raster one pixel wide makes 512 times its pixels in tiles. */
export function tiledBytes(header: Sized): number {
  return pixelBytes({ ...header, width: wholeTiles(header.width), height: wholeTiles(header.height) });
}

/**
 * What a conversion decodes. It goes through the source by rows of the product's tiles, so that a row of higher blocks
 * which the cache cannot hold is decoded again for each: one block of 1 GiB takes 100 s, and small ones of as much 7 s.
 */
export function decodedBytes(header: Sized): number {
  return tiledBytes(header) * timesDecoded(header);
}

/**
 * How long a program may take that goes through all pixels, in milliseconds: some twenty times what it takes on two cores,
 * so that only one that makes no headway is stopped, and one of a small raster soon.
 */
export function timeForPixels(header: Sized): number {
  return Math.min(180, 10 + (5 * decodedBytes(header)) / GIBIBYTE) * MINUTE;
}

export function isPixelType(name: string): name is PixelType {
  return Object.hasOwn(PIXEL_BYTES, name);
}

/** @param storedBytes of the whole blob */
export function checkSize(header: Sized & { storedBytes: number }, limits: SizeLimits): RasterFinding | undefined {
  if (tiledBytes(header) > limits.max_pixel_bytes) return tooLarge(header, limits);
  const decoded = decodedBytes(header);
  if (decoded <= limits.free_decoded_bytes || decoded <= header.storedBytes * limits.max_inflation) return undefined;
  return implausible(header, limits);
}

function tooLarge(header: Sized, { max_pixel_bytes }: SizeLimits): RasterFinding {
  const message = `The raster is too large: ${describeSize(header)}, and at most ${gibibytes(max_pixel_bytes)} are taken; split it into several rasters.`;
  return { code: 'raster_too_large', message };
}

/** Every DEFLATE stream keeps within the limit (1032 : 1 is the most it can do), so that is the way out for honest data. */
function implausible(
  header: Sized & { storedBytes: number },
  { max_inflation, free_decoded_bytes }: SizeLimits,
): RasterFinding {
  const message = `The raster declares far more pixels than it stores: ${describeSize(header)}${describeBlocks(header)} in a blob of ${header.storedBytes.toLocaleString('en')} bytes, and above ${gibibytes(free_decoded_bytes)} a stored byte may stand for ${max_inflation.toLocaleString('en')} bytes to decode at most; crop it to where its data is, or write its empty blocks too, with DEFLATE (gdal_translate -co TILED=YES -co COMPRESS=DEFLATE -co SPARSE_OK=FALSE).`;
  return { code: 'implausible_size', message };
}

function describeSize(header: Sized): string {
  const { width, height, bands } = header;
  const [columns, rows] = [width.toLocaleString('en'), height.toLocaleString('en')];
  const count = bands.length === 1 ? '1 band' : `${bands.length} bands`;
  return `${columns} × ${rows} pixels of ${count} are ${gibibytes(tiledBytes(header))} in tiles of ${PRODUCT_TILE} × ${PRODUCT_TILE}`;
}

function describeBlocks(header: Sized): string {
  const times = timesDecoded(header);
  const [width, height] = header.bands[0]?.block ?? [0, 0];
  return times > 1 ? `, decoded ${times} times over because of blocks of ${width} × ${height},` : '';
}

function timesDecoded({ width, height, bands }: Sized): number {
  const [blockWidth, blockHeight] = bands[0]?.block ?? [0, 0];
  const rowOfBlocks = { width: Math.ceil(width / Math.max(1, blockWidth)) * blockWidth, height: blockHeight, bands };
  if (pixelBytes(rowOfBlocks) <= CACHED_BYTES) return 1;
  return Math.ceil(Math.min(height, blockHeight) / PRODUCT_TILE);
}

const wholeTiles = (pixels: number): number => Math.ceil(pixels / PRODUCT_TILE) * PRODUCT_TILE;

function gibibytes(bytes: number): string {
  const digits = bytes >= 10 * GIBIBYTE ? 0 : 2;
  return `${(bytes / GIBIBYTE).toLocaleString('en', { maximumFractionDigits: digits })} GiB`;
}
