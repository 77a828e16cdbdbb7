import { PRODUCT_TILE } from './size.ts';

export interface Size {
  width: number;
  height: number;
}

/** How the pixels of a product lie in its file. */
export interface CogLayout {
  /** Width and height in pixels of its blocks. */
  block: number;
  /** And of those of its overviews. */
  overviewBlock: number;
  /** Width and height of each overview, largest first. */
  overviews: [number, number][];
}

/** GDAL makes overviews in blocks of a power of two, from 64 to 4096. In the order in which they are tried. */
const OVERVIEW_BLOCKS = [PRODUCT_TILE, 256, 128, 64, 1024, 2048, 4096] as const;

/**
 * Blocks and overviews of a raster: halves of halves, until one fits into a block. Validators take an image that is as wide as one block
 * and higher for one of strips, so that the blocks are of another size where an image would be just so wide.
 * @param atLeast overviews that are made however small the raster is
 */
export function cogLayout(size: Size, atLeast = 0): CogLayout {
  const { width, height } = size;
  const block = isStrip([width, height], PRODUCT_TILE) ? PRODUCT_TILE / 2 : PRODUCT_TILE;
  return { block, ...overviewLayout(size, Math.max(atLeast, usualLevels(size)), atLeast) };
}

/** Where no size of blocks is right (8192 pixels wide, and eight times as high) the smallest overviews are left out. */
function overviewLayout(size: Size, levels: number, atLeast: number): Omit<CogLayout, 'block'> {
  const overviews = halves(size, levels);
  const overviewBlock = OVERVIEW_BLOCKS.find((block) => !overviews.some((overview) => isStrip(overview, block)));
  if (overviewBlock === undefined && levels > atLeast) return overviewLayout(size, levels - 1, atLeast);
  return { overviewBlock: overviewBlock ?? PRODUCT_TILE, overviews };
}

/** Of one column there is no half as wide, and an overview that is as wide as the raster is none. */
function usualLevels({ width, height }: Size): number {
  if (width === 1) return 0;
  let levels = 0;
  while (Math.max(width, height) >> levels > PRODUCT_TILE) levels += 1;
  return levels;
}

/** There is none of a single pixel. */
function halves({ width, height }: Size, levels: number): [number, number][] {
  const shifts = Array.from({ length: levels }, (_, index) => index + 1);
  return shifts
    .filter((shift) => Math.max(width, height) >> (shift - 1) > 1)
    .map((shift) => [Math.max(1, width >> shift), Math.max(1, height >> shift)]);
}

const isStrip = ([width, height]: [number, number], block: number): boolean =>
  width === block && Math.max(width, height) > PRODUCT_TILE;
