import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { createGdal } from '../../../src/gdal/create-gdal.ts';
import { readHeader } from '../../../src/gdal/read-header.ts';
import { cogArguments, cogPlan } from '../../../src/geo/cog-options.ts';
import { execute, searchPath, temporaryFolder } from './support/fixtures.ts';

type Size = [width: number, height: number];

async function make(folder: string, [width, height]: Size): Promise<string> {
  const path = join(folder, 'source.tif');
  const place = ['-a_srs', 'EPSG:32631', '-a_ullr', '500000', '5000000', '504000', '4997000'];
  await execute('gdal_create', ['-q', '-outsize', `${width}`, `${height}`, '-burn', '9', ...place, path]);
  return path;
}

/** What a product says of itself, with what its plan says. */
async function convert(t: TestContext, folder: string, source: string, [width, height]: Size) {
  const gdal = await createGdal({ scratchRoot: folder, searchPath, threads: 1, cacheMegabytes: 64 });
  const run = { scratch: folder, signal: t.signal };
  const subject = { width, height, raster_class: 'categorical', type: 'Byte', band_count: 1, packed: false } as const;
  const plan = cogPlan(subject, 'analysis');
  const product = join(folder, 'product.tif');
  const args = cogArguments({ source, product, plan, threads: 1, crs: null, nodata: null });
  const failure = { code: 'conversion_failed', message: 'It failed.' };
  const { stderr } = await gdal.run({ ...run, program: 'gdal_translate', args, timeout: 60_000, failure });
  assert.equal(stderr, '');
  const { bands, layout } = await readHeader(gdal, { ...run, path: product });
  assert.equal(layout, 'COG');
  const { stdout } = await execute('gdalinfo', ['-json', '-oo', 'OVERVIEW_LEVEL=0', product]).catch(() => ({
    stdout: '',
  }));
  return { plan, band: bands[0], overviewBlock: stdout && JSON.parse(stdout).bands[0].block[0] };
}

for (const size of [
  [400, 300],
  [512, 512],
] as Size[]) {
  test(`a raster of ${size.join(' × ')} pixels does not hand its own overviews on`, async (t) => {
    const folder = await temporaryFolder(t);
    const source = await make(folder, size);
    await execute('gdaladdo', ['-q', '-r', 'cubic', source, '2', '4']);
    assert.deepEqual((await convert(t, folder, source, size)).band?.overviews, []);
  });
}

test('nor one whose mask has overviews', async (t) => {
  const folder = await temporaryFolder(t);
  const source = join(folder, 'masked.tif');
  const mask = ['--config', 'GDAL_TIFF_INTERNAL_MASK', 'YES', '-mask', '1'];
  await execute('gdal_translate', ['-q', ...mask, await make(folder, [400, 300]), source]);
  await execute('gdaladdo', ['-q', source, '2', '4']);
  const { band } = await convert(t, folder, source, [400, 300]);
  assert.deepEqual([band?.overviews, band?.hasMask], [[], true]);
  const { stdout } = await execute('gdalinfo', [join(folder, 'product.tif')]);
  assert.doesNotMatch(stdout, /overviews/i);
});

test('nor the resolutions of JPEG 2000', async (t) => {
  const folder = await temporaryFolder(t);
  const source = join(folder, 'source.jp2');
  const resolutions = ['-of', 'JP2OpenJPEG', '-co', 'RESOLUTIONS=3', '-co', 'REVERSIBLE=YES', '-co', 'QUALITY=100'];
  await execute('gdal_translate', ['-q', ...resolutions, await make(folder, [400, 300]), source]);
  assert.match((await execute('gdalinfo', [source])).stdout, /Overviews: 200x150/);
  assert.deepEqual((await convert(t, folder, source, [400, 300])).band?.overviews, []);
});

for (const size of [
  [513, 2],
  [1025, 1025],
  [1024, 2000],
  [1024, 9000],
  [512, 3000],
  [3, 5000],
  [1, 5000],
] as Size[]) {
  test(`a product of ${size.join(' × ')} pixels has the blocks and overviews that were planned`, async (t) => {
    const folder = await temporaryFolder(t);
    const { plan, band, overviewBlock } = await convert(t, folder, await make(folder, size), size);
    assert.deepEqual(band?.overviews, plan.overviews);
    assert.deepEqual(band?.block, [plan.block, plan.block]);
    if (plan.overviews.length > 0) assert.equal(overviewBlock, plan.overviewBlock);
  });
}
