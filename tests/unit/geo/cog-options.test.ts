import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cogArguments, cogPlan } from '../../../src/geo/cog-options.ts';

test('whole numbers: ZSTD with differences, averaged overviews', () => {
  assert.deepEqual(
    cogPlan({ raster_class: 'multispectral', type: 'UInt16', band_count: 8, packed: false }, 'analysis'),
    {
      lossless: true,
      options: {
        COMPRESS: 'ZSTD',
        LEVEL: '3',
        PREDICTOR: '2',
        BLOCKSIZE: '512',
        OVERVIEWS: 'IGNORE_EXISTING',
        OVERVIEW_RESAMPLING: 'AVERAGE',
        BIGTIFF: 'IF_SAFER',
      },
    },
  );
});

test('floats have a predictor of their own', () => {
  assert.equal(
    cogPlan({ raster_class: 'dem', type: 'Float32', band_count: 1, packed: false }, 'analysis').options.PREDICTOR,
    '3',
  );
  assert.equal(
    cogPlan({ raster_class: 'dem', type: 'Float64', band_count: 1, packed: false }, 'archive').options.PREDICTOR,
    '3',
  );
});

test('classes are neither predicted nor averaged', () => {
  for (const raster_class of ['categorical', 'palette'] as const) {
    const { options } = cogPlan({ raster_class, type: 'Byte', band_count: 1, packed: false }, 'analysis');
    assert.deepEqual(['PREDICTOR' in options, options.OVERVIEW_RESAMPLING], [false, 'MODE']);
  }
});

test('pixels of fewer bits than their type has no predictor takes', () => {
  const { options } = cogPlan({ raster_class: 'continuous', type: 'UInt16', band_count: 1, packed: true }, 'analysis');
  assert.equal('PREDICTOR' in options, false);
});

test('only pictures of bytes are lossy, and only where that is asked for', () => {
  const picture = { raster_class: 'rgb', type: 'Byte', band_count: 3, packed: false } as const;
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

test('the command line of gdal_translate', () => {
  const command = { source: '/s/source.tif', product: '/s/product.tif', threads: 2, crs: null, nodata: null };
  assert.deepEqual(cogArguments({ ...command, options: { COMPRESS: 'ZSTD', LEVEL: '3' } }), [
    '-of',
    'COG',
    '-co',
    'COMPRESS=ZSTD',
    '-co',
    'LEVEL=3',
    '-co',
    'NUM_THREADS=2',
    '-nogcp',
    '/s/source.tif',
    '/s/product.tif',
  ]);
  assert.deepEqual(cogArguments({ ...command, options: {}, crs: 'EPSG:32631', nodata: 'nan' }), [
    '-of',
    'COG',
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
  assert.deepEqual(cogArguments({ ...command, options: {}, nodata: -9999 }).slice(4, 6), ['-a_nodata', '-9999']);
  const masked = cogArguments({ ...command, options: {}, bandsBeforeMask: 2 });
  assert.deepEqual(masked.slice(-8), ['-b', '1', '-b', '2', '-mask', '3', '/s/source.tif', '/s/product.tif']);
});
