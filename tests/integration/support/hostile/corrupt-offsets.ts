import type { HostileCase } from './hostile-case.ts';
import { type MadeTiff, makeTiff, type Page, type PlacedPage, put, putOffset, type TiffOptions } from './make-tiff.ts';
import { DEFLATED, long, OVERVIEW, SOUND, soundWith, TAG } from './sound-page.ts';

type Corrupt = (tiff: MadeTiff, page: PlacedPage) => void;

/** A sound TIFF with some of its bytes overwritten. */
function corrupted(corrupt: Corrupt, pages: readonly Page[] = [SOUND], options: TiffOptions = {}): Uint8Array {
  const tiff = makeTiff(pages, options);
  corrupt(tiff, tiff.pages[0] as PlacedPage);
  return tiff.bytes;
}

/** Overwrites the offset of the first directory, in a TIFF or a BigTIFF. */
const firstAt =
  (offset: number): Corrupt =>
  (tiff) =>
    putOffset(tiff, tiff.big ? 8 : 4, offset);
/** Overwrites what the entry of a tag says of the count of its values. */
const countOf =
  (tag: number, count: number): Corrupt =>
  (tiff, { entries }) =>
    putOffset(tiff, (entries.get(tag) ?? 0) + 4, count);
/** Overwrites the type of a tag's values by its number. */
const typeOf =
  (tag: number, type: number): Corrupt =>
  (tiff, { entries }) =>
    put(tiff, (entries.get(tag) ?? 0) + 2, 'short', type);
/** Overwrites the first values of a tag. */
const valuesOf =
  (tag: number, ...values: number[]): Corrupt =>
  (tiff, page) => {
    for (const [index, value] of values.entries()) {
      putOffset(tiff, (page.values.get(tag) ?? 0) + index * (tiff.big ? 8 : 4), value);
    }
  };
const nextAt =
  (at: (tiff: MadeTiff) => number, of = 0): Corrupt =>
  (tiff) =>
    putOffset(tiff, tiff.pages[of]?.next ?? 0, at(tiff));
const BIG = { big: true };
const FAR = 0xff_ff_ff_f0;

export function corruptOffsets(): HostileCase[] {
  const cases: [string, string | null, Uint8Array][] = [
    ['a first directory at 0', 'raster_unreadable', corrupted(firstAt(0))],
    ['a first directory in the header', 'raster_truncated', corrupted(firstAt(1))],
    [
      'a first directory in the pixels',
      'raster_truncated',
      corrupted((tiff, page) => firstAt(page.blocks[1] ?? 0)(tiff, page)),
    ],
    [
      'a first directory at the end of the file',
      'raster_truncated',
      corrupted((tiff, page) => firstAt(tiff.bytes.length)(tiff, page)),
    ],
    ['a first directory 4 GiB away', 'raster_truncated', corrupted(firstAt(FAR))],
    ['a first directory 8 EiB away', 'raster_truncated', corrupted(firstAt(2 ** 62), [SOUND], BIG)],
    [
      'a directory of 2^40 entries',
      'raster_truncated',
      corrupted((tiff, page) => put(tiff, page.directory, 'long8', 2 ** 40), [SOUND], BIG),
    ],
    ['a directory of no entries', 'raster_truncated', corrupted((tiff, page) => put(tiff, page.directory, 'short', 0))],
    ['strip offsets 4 GiB away', 'raster_truncated', corrupted(valuesOf(TAG.offsets, FAR))],
    ['strips of 4 GiB', 'raster_truncated', corrupted(valuesOf(TAG.counts, 0xff_ff_ff_ff))],
    ['strip offsets of 8 EiB', 'raster_truncated', corrupted(valuesOf(TAG.offsets, 2 ** 62), [SOUND], BIG)],
    [
      'an array of offsets 4 GiB away',
      'raster_truncated',
      corrupted((tiff, { entries }) => putOffset(tiff, (entries.get(TAG.offsets) ?? 0) + 8, FAR)),
    ],
    ['2^32 strip offsets', 'raster_truncated', corrupted(countOf(TAG.offsets, 0xff_ff_ff_ff))],
    ['fewer strip offsets than strips', 'raster_unreadable', corrupted(countOf(TAG.offsets, 2))],
    ['strip offsets that are text', 'raster_unreadable', corrupted(typeOf(TAG.offsets, 2))],
    ['strip offsets of an unknown type', 'raster_unreadable', corrupted(typeOf(TAG.offsets, 99))],
    [
      'compressed strips that point into the header',
      'raster_unreadable',
      corrupted(valuesOf(TAG.offsets, 0, 2, 4, 6), [DEFLATED]),
    ],
    ['compressed strips of one byte', 'raster_unreadable', corrupted(valuesOf(TAG.counts, 1, 1, 1, 1), [DEFLATED])],
    [
      'strips that are all the same bytes',
      null,
      corrupted((tiff, page) => valuesOf(TAG.offsets, ...Array(4).fill(page.blocks[0]))(tiff, page)),
    ],
    [
      'a directory that is its own next',
      'cyclic_directories',
      corrupted(nextAt((tiff) => tiff.pages[0]?.directory ?? 0)),
    ],
    [
      'two directories in a circle',
      'cyclic_directories',
      corrupted(
        nextAt((tiff) => tiff.pages[0]?.directory ?? 0, 1),
        [SOUND, OVERVIEW],
      ),
    ],
    [
      'three directories of which the last leads to the second',
      'cyclic_directories',
      corrupted(
        nextAt((tiff) => tiff.pages[1]?.directory ?? 0, 2),
        [SOUND, OVERVIEW, OVERVIEW],
      ),
    ],
    ['a next directory in the pixels', 'raster_truncated', corrupted(nextAt((tiff) => tiff.pages[0]?.blocks[1] ?? 0))],
    [
      'a directory below itself',
      null,
      corrupted(
        (tiff, page) => put(tiff, page.values.get(TAG.subDirectories) ?? 0, 'long', page.directory),
        [soundWith({ [TAG.subDirectories]: long(0) })],
      ),
    ],
    [
      'an EXIF directory that is the first one',
      null,
      corrupted(
        (tiff, page) => put(tiff, page.values.get(TAG.exif) ?? 0, 'long', page.directory),
        [soundWith({ [TAG.exif]: long(0) })],
      ),
    ],
    ['three hundred directories', 'too_many_directories', makeTiff([SOUND, ...Array(300).fill(OVERVIEW)]).bytes],
  ];
  return cases.map(([what, code, content]) => ({ what: `a TIFF with ${what}`, content, code }));
}
