import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placeWarnings } from '../../../src/activities/raster_validate/place-warnings.ts';
import type { Bounds } from '../../../src/geo/raster.ts';

const crs = (name: string, epsg: number, [west, south, east, north]: Bounds) => ({
  name,
  epsg,
  wkt2: `PROJCRS["${name}"]`,
  projjson: { bbox: { west_longitude: west, south_latitude: south, east_longitude: east, north_latitude: north } },
});
const UTM31 = crs('UTM 31N', 32631, [0, 0, 6, 84]);
const NEW_ZEALAND = crs('NZTM', 2193, [166, -48, -170, -30]);

const extent = (bbox: Bounds, whole = true) => ({
  bbox,
  whole,
  geometry: { type: 'Polygon' as const, coordinates: [] },
});
const codes = (...given: Parameters<typeof placeWarnings>) => placeWarnings(...given).map(({ code }) => code);

test('a raster in its CRS’s area, with its own CRS, is nothing to warn of', () => {
  assert.deepEqual(codes(UTM31, UTM31, extent([3, 45, 4, 46])), []);
  assert.deepEqual(codes(null, UTM31, extent([5, 45, 8, 46])), []);
});

test('a raster wholly outside the area is', () => {
  assert.deepEqual(codes(UTM31, UTM31, extent([10, 45, 11, 46])), ['outside_area_of_use']);
  assert.deepEqual(codes(UTM31, UTM31, extent([3, -46, 4, -45])), ['outside_area_of_use']);
});

test('areas and rasters may cross the antimeridian', () => {
  assert.deepEqual(codes(null, NEW_ZEALAND, extent([178, -40, 179, -39])), []);
  assert.deepEqual(codes(null, NEW_ZEALAND, extent([-176, -44, -175, -43])), []);
  assert.deepEqual(codes(null, NEW_ZEALAND, extent([179, -40, -179, -39])), []);
  assert.deepEqual(codes(null, NEW_ZEALAND, extent([0, -40, 10, -39])), ['outside_area_of_use']);
});

test('another CRS than the raster’s own, and a raster partly off the globe, are told', () => {
  assert.deepEqual(codes(NEW_ZEALAND, UTM31, extent([3, 45, 4, 46])), ['crs_overridden']);
  assert.deepEqual(codes(UTM31, UTM31, extent([3, 45, 4, 46], false)), ['partly_outside_crs']);
});
