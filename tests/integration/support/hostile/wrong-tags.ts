import { gzipSync } from 'node:zlib';
import type { HostileCase } from './hostile-case.ts';
import { makeTiff, type Page, type Tag } from './make-tiff.ts';
import { ascii, DEFLATED, long, pixels, SOUND, short, soundWith, TAG } from './sound-page.ts';

const without = (...tags: number[]): Page => soundWith(Object.fromEntries(tags.map((tag) => [tag, undefined])));
const deflatedWith = (tags: Record<number, Tag>): Page => ({
  tags: { ...DEFLATED.tags, ...tags },
  blocks: DEFLATED.blocks,
});

/** Tags that contradict the pixels or each other. */
export function wrongTags(): HostileCase[] {
  const cases: [string, string | null, Page][] = [
    ['plain pixels said to be DEFLATE', 'raster_unreadable', soundWith({ [TAG.compression]: short(8) })],
    ['DEFLATE said to be LZW', 'raster_unreadable', deflatedWith({ [TAG.compression]: short(5) })],
    ['gzip in the place of DEFLATE', 'raster_unreadable', deflated(gzipSync)],
    ['DEFLATE said to be JPEG', 'raster_unreadable', deflatedWith({ [TAG.compression]: short(7) })],
    ['DEFLATE said to be JPEG of old', 'raster_unreadable', deflatedWith({ [TAG.compression]: short(6) })],
    ['DEFLATE said to be LZMA', 'raster_unreadable', deflatedWith({ [TAG.compression]: short(34925) })],
    ['DEFLATE said to be Zstandard', 'raster_unreadable', deflatedWith({ [TAG.compression]: short(50000) })],
    ['DEFLATE said to be WebP', 'raster_unreadable', deflatedWith({ [TAG.compression]: short(50001) })],
    ['DEFLATE said to be LERC', 'raster_unreadable', deflatedWith({ [TAG.compression]: short(34887) })],
    [
      'DEFLATE said to be a fax',
      'raster_unreadable',
      deflatedWith({ [TAG.compression]: short(4), [TAG.bits]: short(1) }),
    ],
    ['a compression that nobody knows', 'unsupported_compression', deflatedWith({ [TAG.compression]: short(0xc0de) })],
    ['the predictor of floats on bytes', 'raster_unreadable', deflatedWith({ [TAG.predictor]: short(3) })],
    ['a predictor that nobody knows', 'raster_unreadable', deflatedWith({ [TAG.predictor]: short(99) })],
    ['no bits a pixel', 'raster_unreadable', soundWith({ [TAG.bits]: short(0) })],
    ['64 bits a pixel, and an eighth of the bytes', 'raster_unreadable', soundWith({ [TAG.bits]: short(64) })],
    ['65,535 bits a pixel', 'raster_unreadable', soundWith({ [TAG.bits]: short(65_535) })],
    ['no bands', 'raster_unreadable', soundWith({ [TAG.bands]: short(0) })],
    ['65,535 bands', 'raster_unreadable', soundWith({ [TAG.bands]: short(65_535) })],
    [
      'complex pixels',
      'unsupported_pixel_type',
      soundWith({ [TAG.bits]: short(64), [TAG.sampleFormat]: short(6) }, eightfold()),
    ],
    ['a palette of which there is none', null, soundWith({ [TAG.photometric]: short(3) })],
    ['no rows in a strip', 'raster_unreadable', soundWith({ [TAG.rowsPerStrip]: short(0) })],
    ['tiles of no width', 'raster_unreadable', tiled(0, 64)],
    ['tiles of 2^31 columns', 'raster_unreadable', tiled(0x80_00_00_00, 64)],
    ['tiles of 17 columns', 'raster_unreadable', tiled(17, 17)],
    ['no width', 'raster_unreadable', soundWith({ [TAG.width]: short(0) })],
    ['0 × 0 pixels', 'raster_unreadable', soundWith({ [TAG.width]: short(0), [TAG.height]: short(0) }, [])],
    ['no tag of its width', 'raster_unreadable', without(TAG.width)],
    ['no strips at all', 'raster_unreadable', soundWith({}, [])],
    ['a width of 2^32 - 1', 'raster_unreadable', soundWith({ [TAG.width]: long(0xff_ff_ff_ff) })],
    [
      'rows and columns by the billion',
      'raster_unreadable',
      soundWith({ [TAG.width]: long(2 ** 30), [TAG.height]: long(2 ** 30), [TAG.rowsPerStrip]: long(2 ** 30) }),
    ],
    ['a planar configuration that nobody knows', 'raster_unreadable', soundWith({ [TAG.planar]: short(99) })],
    ['a nodata value that is no number', null, soundWith({ [TAG.nodata]: ascii('none; DROP TABLE') })],
    ['an empty nodata value', null, soundWith({ [TAG.nodata]: ascii('') })],
  ];
  return cases.map(([what, code, page]) => ({ what: `a TIFF with ${what}`, content: makeTiff([page]).bytes, code }));
}

function deflated(compress: (block: Uint8Array) => Uint8Array): Page {
  return { tags: DEFLATED.tags, blocks: SOUND.blocks.map((block) => compress(block)) };
}

const eightfold = () => SOUND.blocks.map((block, index) => pixels(block.length * 8, index));

function tiled(width: number, height: number): Page {
  const tags = { [TAG.rowsPerStrip]: undefined, [TAG.tileWidth]: long(width), [TAG.tileHeight]: long(height) };
  return soundWith(tags, [pixels(64 * 64)]);
}
