import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boundsOf, DEFAULT_LIMITS, gateRaster } from '../../../src/geo/gate.ts';
import { parseGdalinfo, type RasterHeader } from '../../../src/geo/gdalinfo.ts';
import type { Geotransform } from '../../../src/geo/raster.ts';

const UTM = 'PROJCRS["WGS 84 / UTM zone 31N",CS[Cartesian,2],LENGTHUNIT["metre",1]]';
const DEGREES = 'GEOGCRS["WGS 84",CS[ellipsoidal,2],ANGLEUNIT["degree",0.0174532925199433]]';

function header(more: object = {}): RasterHeader & { storedBytes: number } {
  const info = {
    driverShortName: 'GTiff',
    size: [300, 200],
    coordinateSystem: { wkt: UTM },
    geoTransform: [500000, 10, 0, 5000000, 0, -10],
    bands: [{ band: 1, block: [256, 256], type: 'UInt16', colorInterpretation: 'Gray' }],
    ...more,
  };
  return { ...parseGdalinfo(JSON.stringify(info)), storedBytes: 1_000_000 };
}

const inDegrees = (...geoTransform: Geotransform) => ({ coordinateSystem: { wkt: DEGREES }, geoTransform });
const band = (type: string, index = 1) => ({ band: index, block: [1, 1], type, colorInterpretation: 'Gray' });

const cases: [string, object, string[]][] = [
  ['a sound raster', {}, []],
  ['no bands', { bands: [] }, ['no_bands']],
  ['600 bands', { bands: Array.from({ length: 600 }, (_, index) => band('Byte', index + 1)) }, ['too_many_bands']],
  ['complex numbers', { bands: [band('CFloat32')] }, ['unsupported_pixel_type']],
  [
    'signed bytes of old',
    { bands: [{ ...band('Byte'), metadata: { IMAGE_STRUCTURE: { PIXELTYPE: 'SIGNEDBYTE' } } }] },
    ['unsupported_pixel_type'],
  ],
  ['two types', { bands: [band('Byte'), band('UInt16', 2)] }, ['mixed_pixel_types']],
  ['a million squared', { size: [1_000_000, 1_000_000] }, ['raster_too_large']],
  ['no CRS', { coordinateSystem: {} }, ['missing_crs']],
  ['a local CRS', { coordinateSystem: { wkt: 'ENGCRS["site",EDATUM["site"]]' } }, ['unsupported_crs']],
  [
    'a compound CRS of a local one',
    { coordinateSystem: { wkt: 'COMPOUNDCRS["A + B",\n    ENGCRS["A",EDATUM[""]],\n    VERTCRS["B"]]' } },
    ['unsupported_crs'],
  ],
  ['a geocentric CRS', { coordinateSystem: { wkt: 'GEODCRS["WGS 84",CS[Cartesian,3]]' } }, ['unsupported_crs']],
  ['no geotransform', { geoTransform: undefined }, ['missing_geotransform']],
  [
    'ground control points',
    { geoTransform: undefined, coordinateSystem: {}, gcps: { gcpList: [{}, {}, {}] } },
    ['gcps_only'],
  ],
  ['a corner that is no number', { geoTransform: [Number.NaN, 10, 0, 5000000, 0, -10] }, ['invalid_geotransform']],
  [
    'rational polynomial coefficients',
    { geoTransform: undefined, metadata: { RPC: { LINE_OFF: '1' } } },
    ['rpcs_only'],
  ],
  ['a projected corner beyond all', { geoTransform: [1e300, 10, 0, 5000000, 0, -10] }, ['bounds_outside_crs']],
  ['pixels of no size', { geoTransform: [0, 0, 0, 0, 0, -1] }, ['missing_geotransform']],
  ['a rotated grid', { geoTransform: [500000, 8, 6, 5000000, 6, -8] }, ['rotated_geotransform']],
  ['a quarter turn', { geoTransform: [500000, 0, 10, 5000000, 10, 0] }, ['rotated_geotransform']],
  ['rotation by rounding', { geoTransform: [500000, 10, 1e-12, 5000000, -1e-12, -10] }, []],
  ['south up', { geoTransform: [500000, 10, 0, 5000000, 0, 10] }, ['south_up_geotransform']],
  ['east to west', { geoTransform: [500000, -10, 0, 5000000, 0, -10] }, ['mirrored_geotransform']],
  ['metres in degrees', inDegrees(500000, 10, 0, 5000000, 0, -10), ['bounds_outside_crs']],
  ['latitude beyond a pole', inDegrees(0, 0.1, 0, 95, 0, -0.1), ['bounds_outside_crs']],
  ['the world and half again', inDegrees(-180, 1.8, 0, 90, 0, -0.9), ['bounds_outside_crs']],
  ['the world by pixel centres', inDegrees(-180.6, 1.2, 0, 90.45, 0, -0.9), []],
  [
    'several faults',
    { coordinateSystem: {}, bands: [band('CInt16')], geoTransform: [0, 1, 0, 0, 0, 1] },
    ['unsupported_pixel_type', 'missing_crs', 'south_up_geotransform'],
  ],
];
for (const [what, more, codes] of cases) {
  test(`${what}: ${codes.join(', ') || 'passes'}`, () => {
    assert.deepEqual(
      gateRaster(header(more), DEFAULT_LIMITS).map(({ code }) => code),
      codes,
    );
  });
}

test('bounds are in order whichever way the grid runs', () => {
  assert.deepEqual(boundsOf([500000, 10, 0, 5000000, 0, -10], 300, 200), [500000, 4998000, 503000, 5000000]);
  assert.deepEqual(boundsOf([503000, -10, 0, 4998000, 0, 10], 300, 200), [500000, 4998000, 503000, 5000000]);
});
