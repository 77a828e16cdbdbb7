import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { tiffEpsg } from '../../../src/geo/tiff-crs.ts';
import { execute, temporaryFolder } from './support/fixtures.ts';

const UTM = ['-a_srs', 'EPSG:32631'];

/** Arguments of gdal_create, and the code that the file's header has. */
const FILES: [what: string, args: string[], epsg: number | undefined][] = [
  ['a projected CRS', UTM, 32631],
  ['a geographic one', ['-a_srs', 'EPSG:4326'], 4326],
  ['BigTIFF', [...UTM, '-co', 'BIGTIFF=YES'], 32631],
  ['big-endian', [...UTM, '-co', 'ENDIANNESS=BIG'], 32631],
  ['big-endian BigTIFF', [...UTM, '-co', 'ENDIANNESS=BIG', '-co', 'BIGTIFF=YES'], 32631],
  ['GeoTIFF 1.1', [...UTM, '-co', 'GEOTIFF_VERSION=1.1'], 32631],
  ['with heights besides', ['-a_srs', 'EPSG:32631+5773'], undefined],
  ['by its parameters', ['-a_srs', '+proj=tmerc +lon_0=3.5 +k=0.9996 +x_0=500000 +datum=WGS84'], undefined],
  ['none', [], undefined],
  ['no TIFF', ['-of', 'PNG'], undefined],
];

/** Reads as a blob is read, and counts. */
function readerOf(file: Uint8Array) {
  const seen = { bytes: 0, reads: 0 };
  const read = async (offset: number, length: number) => {
    const part = file.slice(offset, offset + length);
    seen.bytes += part.length;
    seen.reads += 1;
    return part;
  };
  return { seen, read };
}

for (const [what, args, epsg] of FILES) {
  test(`the code that a header names: ${what}`, async (t) => {
    const path = join(await temporaryFolder(t), 'a.tif');
    await execute('gdal_create', [
      '-q',
      '-outsize',
      '500',
      '500',
      '-bands',
      '1',
      '-a_ullr',
      '0',
      '9',
      '9',
      '0',
      ...args,
      path,
    ]);
    const file = await readFile(path);
    const { seen, read } = readerOf(file);
    assert.equal(await tiffEpsg(read, file.length), epsg);
    assert.ok(seen.reads <= 5 && seen.bytes <= 4_096, JSON.stringify(seen));
    const cut = file.subarray(0, 64);
    assert.equal(await tiffEpsg(readerOf(cut).read, cut.length), undefined, 'of a file that was cut short');
  });
}

test('a header that points anywhere is not followed', async () => {
  const file = new Uint8Array(64);
  file.set([0x49, 0x49, 0x2a, 0, 0xf0, 0xff, 0xff, 0xff]);
  assert.equal(await tiffEpsg(readerOf(file).read, file.length), undefined);
  assert.equal(await tiffEpsg(readerOf(file).read, 0), undefined);
  assert.equal(await tiffEpsg(readerOf(file.subarray(0, 4)).read, 4), undefined);
});
