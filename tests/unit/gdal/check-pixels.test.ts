import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkPixels } from '../../../src/gdal/check-pixels.ts';
import { createGdal } from '../../../src/gdal/create-gdal.ts';
import { readPixels } from '../../../src/gdal/read-pixels.ts';
import { makeRamp } from '../../integration/support/rasters.ts';
import { execute, searchPath, temporaryFolder } from './support/fixtures.ts';

const CASES = {
  'with its bands in one block': {
    create: ['-bands', '3', '-burn', '1', '-burn', '2', '-burn', '700', '-ot', 'UInt16', '-outsize', '800', '570'],
    translate: ['-a_nodata', '700'],
    means: [1, 2, null],
  },
  'with a mask': {
    create: ['-bands', '1', '-burn', '9', '-outsize', '640', '640'],
    translate: ['-b', '1', '-mask', '1', '--config', 'GDAL_TIFF_INTERNAL_MASK', 'YES'],
    means: [null],
  },
};

for (const [what, { create, translate, means }] of Object.entries(CASES)) {
  test(`a large raster ${what} is checked by gdalinfo, and comes to the same`, async (t) => {
    const scratch = await temporaryFolder(t);
    const gdal = await createGdal({ scratchRoot: scratch, searchPath, threads: 2, cacheMegabytes: 64 });
    const folded = ['-co', 'INTERLEAVE=PIXEL', '-co', 'TILED=YES', '-co', 'COMPRESS=LZW'];
    await execute('gdal_create', ['-q', ...create, ...folded, join(scratch, 'plain.tif')]);
    const path = join(scratch, 'a.tif');
    await execute('gdal_translate', ['-q', ...folded, ...translate, join(scratch, 'plain.tif'), path]);
    const request = { path, scratch, signal: new AbortController().signal, statistics: true };
    const checked = await checkPixels(gdal, request, 1_000);
    const read = await readPixels(gdal, request);
    const checksums = ({ bands }: typeof checked) => bands.map(({ checksum }) => checksum);
    assert.deepEqual(checksums(checked), checksums(read));
    assert.equal(checked.maskChecksum, read.maskChecksum);
    assert.deepEqual(
      checked.bands.map(({ statistics }) => statistics?.mean ?? null),
      means,
    );
    assert.deepEqual((await readdir(scratch)).sort(), ['.gdal-processes', 'a.tif', 'plain.tif']);
  });
}

test('a large raster of values whose squares no double holds has statistics, too', async (t) => {
  const scratch = await temporaryFolder(t);
  const gdal = await createGdal({ scratchRoot: scratch, searchPath, threads: 2, cacheMegabytes: 64 });
  const [ramp, path] = [await makeRamp(join(scratch, 'ramp.tif'), 300, 200), join(scratch, 'a.tif')];
  await execute('gdal_translate', ['-q', '-ot', 'Float64', '-scale', '0', '65520', '-1e200', '1e200', ramp, path]);
  const request = { path, scratch, signal: new AbortController().signal, statistics: true };
  const { minimum, maximum, stddev } = (await checkPixels(gdal, request, 1_000)).bands[0]?.statistics ?? {};
  assert.deepEqual([minimum, maximum], [-1e200, 1e200]);
  assert.ok(Math.abs((stddev ?? 0) / (1e200 / Math.sqrt(3)) - 1) < 0.01, `${stddev}`);
});
