import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDriverNames, skippedDrivers } from '../../../src/gdal/drivers.ts';

const FORMATS = `Supported Formats:
  VRT -raster,multidimensional raster- (rw+v): Virtual Raster
  GTiff -raster- (rw+vs): GeoTIFF
  COG -raster- (wv): Cloud optimized GeoTIFF generator
  JP2OpenJPEG -raster,vector- (rwv): JPEG-2000 driver based on OpenJPEG library
  ESRI Shapefile -vector- (rw+v): ESRI Shapefile
  UK .NTF -vector- (rov): UK .NTF
`;

test('driver names may have spaces', () => {
  assert.deepEqual(parseDriverNames(FORMATS), ['VRT', 'GTiff', 'COG', 'JP2OpenJPEG', 'ESRI Shapefile', 'UK .NTF']);
});

test('all but the allowed are skipped, each once', () => {
  assert.equal(skippedDrivers([...parseDriverNames(FORMATS), 'VRT']), 'VRT,ESRI Shapefile,UK .NTF');
});

test('a process that needs one driver has no other', () => {
  assert.equal(
    skippedDrivers(parseDriverNames(FORMATS), { only: ['GTiff'] }),
    'VRT,COG,JP2OpenJPEG,ESRI Shapefile,UK .NTF',
  );
  assert.equal(skippedDrivers(parseDriverNames(FORMATS), { only: ['VRT'] }), parseDriverNames(FORMATS).join(','));
});
