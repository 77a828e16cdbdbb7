import type { PixelWindow } from './pixels/pixel-windows.ts';
import { PRODUCT_TILE } from './size.ts';

/** Why a raster is converted in tiles, or in one go. */
export const TILING_REASONS = {
  tiled: 'Its pixels are more than the threshold.',
  below_threshold: 'Its pixels are not more than the threshold.',
  one_tile: 'It is one tile by itself.',
  read_as_a_whole: 'Its format cannot be read in parts without reading the same bytes again and again: only TIFFs can.',
  blocks_too_large: 'One of its blocks is more than a tile, so that each tile would decode it again.',
  too_narrow: 'It has fewer than 1024 rows or columns.',
} as const;
export type TilingReason = keyof typeof TILING_REASONS;

export interface TileableRaster {
  /** GDAL's name of the format. */
  driver: string;
  width: number;
  height: number;
  pixel_bytes: number;
  /** Width and height in pixels of what a read decodes. */
  block: readonly [number, number];
}

export interface TileWishes {
  /** Bytes of pixels above which a raster is tiled. */
  tiled_above: number;
  /** Bytes of the pixels of a tile, or so. */
  tile_bytes: number;
}

export interface PlannedTile {
  id: string;
  window: PixelWindow;
}

export interface TilePlan {
  reason: TilingReason;
  /** Row by row; empty where the raster is converted in one go. */
  tiles: PlannedTile[];
  /** How many times the raster is halved until its overview is small. */
  overview_levels: number;
}

/** A fan-out goes one by one through heavy items; each is a StacAsset, too. */
export const MOST_TILES = 1000;
/** A tile as wide as one block is none for rio-cogeo, which takes its blocks for strips. */
const NARROWEST = 2 * PRODUCT_TILE;
/** Of the overview of the whole, so that it is soon made of its tiles': the largest picture of it has 2048 pixels. */
const LONGEST_OVERVIEW = 2 * 2048 - 1;
/** 2^9 is 512: windows begin at multiples of that, so that no pixel of an overview is of two tiles. */
const MOST_LEVELS = 9;

/**
 * Cuts a raster into windows that begin at blocks of the product, and at blocks of the source where that is possible, so that none is read twice.
 * The same raster and wishes give the same tiles, under the same ids.
 */
export function planTiles(raster: TileableRaster, wishes: TileWishes): TilePlan {
  const reason = reasonAgainst(raster, wishes);
  if (reason) return { reason, tiles: [], overview_levels: 0 };
  const [columns, rows] = cuts(raster, wishes.tile_bytes);
  if (columns.length * rows.length === 1) return { reason: 'one_tile', tiles: [], overview_levels: 0 };
  const digits = String(Math.max(columns.length, rows.length) - 1).length;
  const name = (letter: string, index: number) => letter + String(index).padStart(Math.max(2, digits), '0');
  const tiles = rows.flatMap(([row, height], down) =>
    columns.map(([column, width], across) => ({
      id: `tile-${name('r', down)}-${name('c', across)}`,
      window: { column, row, width, height },
    })),
  );
  return { reason: 'tiled', tiles, overview_levels: overviewLevels(raster, wishes.tile_bytes) };
}

function reasonAgainst(raster: TileableRaster, { tiled_above, tile_bytes }: TileWishes): TilingReason | undefined {
  const { driver, width, height, pixel_bytes, block } = raster;
  if (pixel_bytes <= tiled_above) return 'below_threshold';
  if (driver !== 'GTiff') return 'read_as_a_whole';
  if (Math.min(width, height) < NARROWEST) return 'too_narrow';
  const blockBytes = Math.min(width, block[0]) * Math.min(height, block[1]) * bytesPerPixel(raster);
  return blockBytes > tile_bytes ? 'blocks_too_large' : undefined;
}

type Cut = [from: number, length: number];

/** Twice the size, as often as it takes, where there would be too many. */
function cuts(raster: TileableRaster, tileBytes: number): [Cut[], Cut[]] {
  const { width, height } = raster;
  const [tileWidth, tileHeight] = tileSize(raster, tileBytes / bytesPerPixel(raster));
  const [columns, rows] = [cut(width, tileWidth), cut(height, tileHeight)];
  return columns.length * rows.length > MOST_TILES ? cuts(raster, 2 * tileBytes) : [columns, rows];
}

/** As square as the source lets it be: strips go from side to side, and are not cut. */
function tileSize({ width, block }: TileableRaster, pixels: number): [number, number] {
  const side = Math.max(NARROWEST, Math.sqrt(pixels));
  const across = block[0] >= width ? width : Math.min(width, wholeBlocks(side, block[0]));
  return [across, wholeBlocks(pixels / across, block[1])];
}

function wholeBlocks(length: number, block: number): number {
  const step = stepOf(block, length);
  return Math.max(1, Math.floor(length / step)) * step;
}

/** Blocks of the product, and of the source where both come together soon enough; else a block of the source lies in two tiles at most. */
function stepOf(side: number, most: number): number {
  const common = (side / greatestDivisor(side, PRODUCT_TILE)) * PRODUCT_TILE;
  return common <= most ? common : Math.ceil(side / PRODUCT_TILE) * PRODUCT_TILE;
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}

/** What is left at the end and no wider than a block goes with the last tile. */
function cut(length: number, step: number): Cut[] {
  const count = Math.max(1, Math.ceil((length - PRODUCT_TILE) / step));
  return Array.from({ length: count }, (_, index) => {
    const from = index * step;
    return [from, index === count - 1 ? length - from : step];
  });
}

function overviewLevels(raster: TileableRaster, tileBytes: number): number {
  const { width, height } = raster;
  const most = tileBytes / bytesPerPixel(raster);
  const levels = Array.from({ length: MOST_LEVELS }, (_, index) => index + 1);
  const isSmall = (level: number) =>
    Math.max(width, height) >> level <= LONGEST_OVERVIEW && (width >> level) * (height >> level) <= most;
  return levels.find(isSmall) ?? MOST_LEVELS;
}

const bytesPerPixel = ({ width, height, pixel_bytes }: TileableRaster): number => pixel_bytes / (width * height);
