import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { createGdal } from '../../../src/gdal/create-gdal.ts';
import { readHeader } from '../../../src/gdal/read-header.ts';
import { readPixels, scratchBytes } from '../../../src/gdal/read-pixels.ts';
import { execute, searchPath, temporaryFolder } from './support/fixtures.ts';

test('many bands in one block give the checksums and statistics that GDAL gives, and leave nothing behind', async (t) => {
  const scratch = await temporaryFolder(t);
  const path = join(scratch, 'a.tif');
  const bands = ['-bands', '5', ...[11, 22, 33, 44, 55].flatMap((value) => ['-burn', String(value)])];
  const folded = ['-co', 'INTERLEAVE=PIXEL', '-co', 'TILED=YES', '-co', 'COMPRESS=LZW'];
  await execute('gdal_create', ['-q', '-outsize', '4000', '3400', '-ot', 'UInt16', ...bands, ...folded, path]);
  const gdal = await createGdal({ scratchRoot: scratch, searchPath, threads: 2, cacheMegabytes: 64 });
  const request = { path, scratch, signal: new AbortController().signal };
  const header = await readHeader(gdal, request);
  assert.equal(scratchBytes(header), 4000 * 3400 * 5 * 2 + 1024 ** 2);
  const seen: number[] = [];
  const read = await readPixels(gdal, { ...request, statistics: true, onProgress: (percent) => seen.push(percent) });
  const { stdout } = await execute('gdalinfo', ['-json', '-checksum', path]);
  const wanted: { checksum: number }[] = JSON.parse(stdout).bands;
  assert.deepEqual(
    read.bands.map(({ checksum }) => checksum),
    wanted.map(({ checksum }) => checksum),
  );
  assert.deepEqual(
    read.bands.map(({ statistics }) => statistics?.mean),
    [11, 22, 33, 44, 55],
  );
  assert.deepEqual(read.bands[0]?.block, [256, 256]);
  assert.equal(seen.at(-1), 100);
  assert.deepEqual((await readdir(scratch)).sort(), ['.gdal-processes', 'a.tif']);
});
