import { deflateSync } from 'node:zlib';
import type { Page, Tag } from './make-tiff.ts';

export const short = (...values: number[]): Tag => ({ type: 'short', values });
export const long = (...values: number[]): Tag => ({ type: 'long', values });
export const double = (...values: number[]): Tag => ({ type: 'double', values });
export const ascii = (text: string): Tag => ({ type: 'ascii', values: `${text}\0` });

export const TAG = {
  kind: 254,
  width: 256,
  height: 257,
  bits: 258,
  compression: 259,
  photometric: 262,
  offsets: 273,
  bands: 277,
  rowsPerStrip: 278,
  counts: 279,
  planar: 284,
  predictor: 317,
  colours: 320,
  tileWidth: 322,
  tileHeight: 323,
  tileOffsets: 324,
  tileCounts: 325,
  subDirectories: 330,
  extraSamples: 338,
  sampleFormat: 339,
  pixelScale: 33550,
  tiePoints: 33922,
  transformation: 34264,
  geoKeys: 34735,
  geoDoubles: 34736,
  geoTexts: 34737,
  exif: 34665,
  metadata: 42112,
  nodata: 42113,
} as const;

const SIDE = 64;
const ROWS = 16;

/** WGS 84 / UTM zone 31N. */
const UTM_31 = short(1, 1, 0, 3, 1024, 0, 1, 1, 1025, 0, 1, 1, 3072, 0, 1, 32631);

/** 64 × 64 bytes in four strips, no two neighbours alike, of 10 m in UTM 31: nothing is wrong with it. */
export const SOUND: Page = {
  tags: {
    [TAG.width]: short(SIDE),
    [TAG.height]: short(SIDE),
    [TAG.bits]: short(8),
    [TAG.compression]: short(1),
    [TAG.photometric]: short(1),
    [TAG.bands]: short(1),
    [TAG.rowsPerStrip]: short(ROWS),
    [TAG.pixelScale]: double(10, 10, 0),
    [TAG.tiePoints]: double(0, 0, 0, 500_000, 5_000_000, 0),
    [TAG.geoKeys]: UTM_31,
  },
  blocks: Array.from({ length: SIDE / ROWS }, (_, strip) => pixels(SIDE * ROWS, strip)),
};

/** Bytes that look like a picture with noise. */
export function pixels(length: number, seed = 0): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => ((index + seed * 977) * 7919) % 251);
}

/** The sound page with other tags; one that is undefined is left out. */
export function soundWith(tags: Record<number, Tag | undefined>, blocks: readonly Uint8Array[] = SOUND.blocks): Page {
  const all = Object.entries({ ...SOUND.tags, ...tags });
  return { tags: Object.fromEntries(all.filter((entry): entry is [string, Tag] => entry[1] !== undefined)), blocks };
}

/** The sound page, compressed by DEFLATE. */
export const DEFLATED: Page = soundWith(
  { [TAG.compression]: short(8) },
  SOUND.blocks.map((block) => deflateSync(block)),
);

/** The sound page as one overview of half the size would be. */
export const OVERVIEW: Page = {
  tags: {
    [TAG.kind]: long(1),
    [TAG.width]: short(SIDE / 2),
    [TAG.height]: short(SIDE / 2),
    [TAG.bits]: short(8),
    [TAG.compression]: short(1),
    [TAG.photometric]: short(1),
    [TAG.bands]: short(1),
    [TAG.rowsPerStrip]: short(SIDE / 2),
  },
  blocks: [pixels((SIDE * SIDE) / 4, 9)],
};
