import type { HostileCase } from './hostile-case.ts';
import { type MadeTiff, makeTiff } from './make-tiff.ts';
import { DEFLATED, OVERVIEW, SOUND, TAG } from './sound-page.ts';

/** A whole file, cut at each structure that it has: within it, and right before its last byte. */
export function truncations(): HostileCase[] {
  const classic = makeTiff([DEFLATED, OVERVIEW]);
  const big = makeTiff([SOUND], { big: true, littleEndian: false });
  return [...cutsOf('a TIFF', classic, 4), ...cutsOf('a BigTIFF', big, 12), ...cutsOf('its overview', classic, 6, 1)];
}

function cutsOf(of: string, tiff: MadeTiff, header: number, index = 0): HostileCase[] {
  const page = tiff.pages[index];
  if (!page) throw new Error(`There is no page ${index}`);
  const lastBlock = page.blocks.at(-1) ?? 0;
  const cuts: [string, number][] = [
    ['directory, before its count', page.directory],
    ['directory, within its entries', (page.entries.get(TAG.rowsPerStrip) ?? 0) + 5],
    ['directory, before the offset of the next', page.next],
    ['pixels, within the last strip', lastBlock + 3],
  ];
  if (index === 0) {
    cuts.push(
      ['header', header],
      ['header, right after it', tiff.big ? 16 : 8],
      ['array of strip offsets', (page.values.get(TAG.offsets) ?? 0) + 2],
      ['GeoTIFF keys', (page.values.get(TAG.geoKeys) ?? 0) + 9],
      ['pixels, before the last strip', lastBlock],
    );
  }
  return cuts.map(([where, at]) => ({
    what: `${of} cut in its ${where}`,
    content: tiff.bytes.subarray(0, at),
    code: 'raster_truncated',
  }));
}
