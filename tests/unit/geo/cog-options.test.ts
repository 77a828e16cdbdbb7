import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CogPlan, cogArguments, cogPlan, creationOptions } from '../../../src/geo/cog-options.ts';
import type { Nodata, PixelType, RasterClass } from '../../../src/geo/raster.ts';

const LARGE = { width: 1000, height: 800, nodata: [] };
const LAYOUT = { block: 512, overviewBlock: 512, overviews: [] };
const planOf = (options: Record<string, string>): CogPlan => ({ options, lossless: true, ...LAYOUT });

test('whole numbers: ZSTD with differences, averaged overviews', () => {
  assert.deepEqual(
    cogPlan({ ...LARGE, raster_class: 'multispectral', type: 'UInt16', band_count: 8, packed: false }, 'analysis'),
    {
      lossless: true,
      options: { COMPRESS: 'ZSTD', LEVEL: '3', PREDICTOR: '2', OVERVIEW_RESAMPLING: 'AVERAGE', BIGTIFF: 'IF_SAFER' },
      block: 512,
      overviewBlock: 512,
      overviews: [[500, 400]],
    },
  );
});

test('floats have a predictor of their own', () => {
  assert.equal(
    cogPlan({ ...LARGE, raster_class: 'dem', type: 'Float32', band_count: 1, packed: false }, 'analysis').options
      .PREDICTOR,
    '3',
  );
  assert.equal(
    cogPlan({ ...LARGE, raster_class: 'dem', type: 'Float64', band_count: 1, packed: false }, 'archive').options
      .PREDICTOR,
    '3',
  );
});

test('classes are neither predicted nor averaged', () => {
  for (const raster_class of ['categorical', 'palette'] as const) {
    const { options } = cogPlan({ ...LARGE, raster_class, type: 'Byte', band_count: 1, packed: false }, 'analysis');
    assert.deepEqual(['PREDICTOR' in options, options.OVERVIEW_RESAMPLING], [false, 'MODE']);
  }
});

test('what a 32-bit float cannot hold is in no overview that GDAL makes by such floats', () => {
  const resampling = (raster_class: RasterClass, type: PixelType, ...nodata: (Nodata | null)[]) =>
    cogPlan({ ...LARGE, raster_class, type, band_count: 1, packed: false, nodata }, 'analysis').options
      .OVERVIEW_RESAMPLING;
  for (const type of ['Int32', 'UInt32', 'Int64', 'UInt64', 'Float64'] as const) {
    assert.deepEqual([resampling('categorical', type), resampling('continuous', type)], ['NEAREST', 'AVERAGE'], type);
    assert.equal(resampling('dem', type, 16777217), 'NEAREST', type);
    assert.equal(resampling('dem', type, 16777216, null), 'AVERAGE', type);
    assert.equal(resampling('dem', type, 0, 16777217), 'NEAREST', type);
  }
  assert.equal(resampling('categorical', 'Float32', 0.1), 'MODE');
  assert.equal(resampling('dem', 'Float32', -3.4028234663852886e38), 'AVERAGE');
  assert.equal(resampling('dem', 'Int64', '-9223372036854775808'), 'AVERAGE');
  assert.equal(resampling('dem', 'Int64', '9007199254740993'), 'NEAREST');
  for (const word of ['nan', 'inf', '-inf'] as const) assert.equal(resampling('dem', 'Float64', word), 'AVERAGE');
  assert.equal(resampling('dem', 'Float64', -Number.MAX_VALUE), 'NEAREST');
});

test('pixels of fewer bits than their type has no predictor takes', () => {
  const { options } = cogPlan(
    { ...LARGE, raster_class: 'continuous', type: 'UInt16', band_count: 1, packed: true },
    'analysis',
  );
  assert.equal('PREDICTOR' in options, false);
});

test('only pictures of bytes are lossy, and only where that is asked for', () => {
  const picture = { ...LARGE, raster_class: 'rgb', type: 'Byte', band_count: 3, packed: false } as const;
  assert.equal(cogPlan(picture, 'visualization').options.COMPRESS, 'WEBP');
  assert.equal(cogPlan(picture, 'visualization').lossless, false);
  assert.equal(cogPlan(picture, 'analysis').options.COMPRESS, 'ZSTD');
  assert.equal(
    cogPlan({ ...picture, raster_class: 'rgba', band_count: 4, packed: false }, 'visualization').lossless,
    false,
  );
  assert.equal(cogPlan({ ...picture, type: 'UInt16' }, 'visualization').lossless, true);
  assert.equal(cogPlan({ ...picture, ambiguous: true }, 'visualization').lossless, true);
  assert.equal(cogPlan({ ...picture, raster_class: 'multispectral' }, 'visualization').lossless, true);
});

test('a raster that gets no overviews gets none of its source either', () => {
  const plan = planOf({ COMPRESS: 'ZSTD' });
  assert.deepEqual(creationOptions(plan), { COMPRESS: 'ZSTD', BLOCKSIZE: '512', OVERVIEWS: 'NONE' });
  assert.deepEqual(creationOptions({ ...plan, overviews: [[500, 400]] }), {
    COMPRESS: 'ZSTD',
    BLOCKSIZE: '512',
    OVERVIEWS: 'IGNORE_EXISTING',
    OVERVIEW_COUNT: '1',
  });
});

const SMALL = ['-co', 'BLOCKSIZE=512', '-co', 'OVERVIEWS=NONE'];

test('the command line of gdal_translate', () => {
  const command = { source: '/s/source.tif', product: '/s/product.tif', threads: 2, crs: null, nodata: null };
  assert.deepEqual(cogArguments({ ...command, plan: planOf({ COMPRESS: 'ZSTD', LEVEL: '3' }) }), [
    '-of',
    'COG',
    '-co',
    'COMPRESS=ZSTD',
    '-co',
    'LEVEL=3',
    ...SMALL,
    '-co',
    'NUM_THREADS=2',
    '-nogcp',
    '/s/source.tif',
    '/s/product.tif',
  ]);
  assert.deepEqual(cogArguments({ ...command, plan: planOf({}), crs: 'EPSG:32631', nodata: 'nan' }), [
    '-of',
    'COG',
    ...SMALL,
    '-co',
    'NUM_THREADS=2',
    '-a_srs',
    'EPSG:32631',
    '-a_nodata',
    'nan',
    '-nogcp',
    '/s/source.tif',
    '/s/product.tif',
  ]);
  assert.deepEqual(cogArguments({ ...command, plan: planOf({}), nodata: -9999 }).slice(8, 10), ['-a_nodata', '-9999']);
  const masked = cogArguments({ ...command, plan: planOf({}), bandsBeforeMask: 2 });
  assert.deepEqual(masked.slice(-8), ['-b', '1', '-b', '2', '-mask', '3', '/s/source.tif', '/s/product.tif']);
  const grey = cogArguments({ ...command, plan: planOf({}), isGrey: true });
  assert.deepEqual(grey.slice(-5), ['-colorinterp_1', 'gray', '-nogcp', '/s/source.tif', '/s/product.tif']);
  const narrow = { ...planOf({}), overviewBlock: 256 };
  const blocks = cogArguments({ ...command, plan: narrow }).slice(8, 11);
  assert.deepEqual(blocks, ['--config', 'GDAL_TIFF_OVR_BLOCKSIZE', '256']);
});
