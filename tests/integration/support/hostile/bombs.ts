import { deflateSync } from 'node:zlib';
import type { HostileCase } from './hostile-case.ts';
import { makeTiff, type Page, type Tag } from './make-tiff.ts';
import { ascii, long, short, soundWith, TAG } from './sound-page.ts';

const MEGABYTE = 1024 ** 2;

/** Little that wants to become much. */
export function bombs(): HostileCase[] {
  const nested = `<GDALMetadata>${'<Item name="a">'.repeat(50_000)}</GDALMetadata>`;
  const laughs = `<!DOCTYPE x [<!ENTITY a "${'ha'.repeat(100)}">${'bcdefghi'
    .split('')
    .map((name, at) => `<!ENTITY ${name} "${`&${'abcdefgh'[at]};`.repeat(10)}">`)
    .join('')}]><GDALMetadata><Item name="a">&i;</Item></GDALMetadata>`;
  const cases: [string, string | null, Page, string[]?][] = [
    ['a strip that inflates to 64 MiB', null, bombOf(64 * MEGABYTE)],
    ['a tile of a GiB', 'implausible_size', deflatedTile(30_000)],
    ['sparse tiles by the terabyte', 'raster_too_large', sparse(1_000_000, 8192)],
    ['sparse tiles of 54 GiB', 'implausible_size', sparse(240_000, 8192)],
    ['sparse tiles of a gigabyte', null, sparse(30_000, 1024), ['sparse']],
    [
      'a thousand bands',
      'too_many_bands',
      soundWith(
        {
          [TAG.bands]: short(1000),
          [TAG.bits]: short(...Array(1000).fill(8)),
          [TAG.width]: short(1),
          [TAG.height]: short(1),
          [TAG.rowsPerStrip]: short(1),
          [TAG.extraSamples]: short(...Array(999).fill(0)),
        },
        [new Uint8Array(1000)],
      ),
    ],
    ['metadata of entities that multiply', null, soundWith({ [TAG.metadata]: ascii(laughs) })],
    ['metadata 50,000 elements deep', null, soundWith({ [TAG.metadata]: ascii(nested) })],
    [
      'metadata of 40 MB',
      'raster_unreadable',
      soundWith({
        [TAG.metadata]: ascii(`<GDALMetadata><Item name="a">${'x'.repeat(40 * MEGABYTE)}</Item></GDALMetadata>`),
      }),
    ],
  ];
  return cases.map(([what, code, page, warnings]) => ({
    what: `a TIFF with ${what}`,
    content: makeTiff([page]).bytes,
    code,
    ...(warnings && { warnings }),
  }));
}

function bombOf(bytes: number): Page {
  const strip = deflateSync(new Uint8Array(bytes).fill(7));
  return soundWith({ [TAG.compression]: short(8) }, [strip, strip, strip, strip]);
}

function tiles(side: number, tile: number): Record<number, Tag | undefined> {
  return {
    [TAG.rowsPerStrip]: undefined,
    [TAG.width]: long(side),
    [TAG.height]: long(side),
    [TAG.tileWidth]: long(tile),
    [TAG.tileHeight]: long(tile),
    [TAG.compression]: short(8),
  };
}

function deflatedTile(side: number): Page {
  return soundWith(tiles(side, Math.ceil(side / 16) * 16), [deflateSync(new Uint8Array(MEGABYTE))]);
}

function sparse(side: number, tile: number): Page {
  return soundWith(tiles(side, tile), Array(Math.ceil(side / tile) ** 2).fill(new Uint8Array(0)));
}
