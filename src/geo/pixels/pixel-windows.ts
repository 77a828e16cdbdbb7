import type { RasterHeader } from '../gdalinfo.ts';
import { PIXEL_BYTES } from '../raster.ts';
import { isPixelType } from '../size.ts';

/** A part of a raster, in pixels. */
export interface PixelWindow {
  column: number;
  row: number;
  width: number;
  height: number;
}

/**
 * Windows that cover a raster, row by row, each of whole blocks so that none is decoded twice.
 * @param maxBytes of the pixels of a window, where a block is not more than that by itself
 */
export function pixelWindows(
  header: Pick<RasterHeader, 'width' | 'height' | 'bands'>,
  maxBytes: number,
): PixelWindow[] {
  const { width, height, bands } = header;
  const perPixel = bands.reduce((sum, { type }) => sum + (isPixelType(type) ? PIXEL_BYTES[type] : 16), 0);
  const [blockWidth, blockHeight] = blockOf(header);
  const rowOfBlocks = Math.ceil(width / blockWidth) * blockWidth * blockHeight * perPixel;
  const columns =
    rowOfBlocks <= maxBytes ? width : blockWidth * atLeastOne(maxBytes / (blockWidth * blockHeight * perPixel));
  const rows = blockHeight * (columns >= width ? atLeastOne(maxBytes / rowOfBlocks) : 1);
  const windows: PixelWindow[] = [];
  for (let row = 0; row < height; row += rows) {
    for (let column = 0; column < width; column += columns) {
      const size = { width: Math.min(columns, width - column), height: Math.min(rows, height - row) };
      windows.push({ column, row, ...size });
    }
  }
  return windows;
}

/** Blocks at the edges are whole ones, too, when they are decoded. */
function blockOf({ bands }: Pick<RasterHeader, 'bands'>): [number, number] {
  const [width, height] = bands[0]?.block ?? [1, 1];
  return [Math.max(1, width), Math.max(1, height)];
}

const atLeastOne = (share: number): number => Math.max(1, Math.floor(share));
