import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contradiction, placeWarnings } from '../../../src/activities/raster_validate/place-warnings.ts';
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

test('a CRS that can be right is not replaced by one that means another place', () => {
  const judge = (own: Bounds, declared: Bounds, whole = true) =>
    contradiction({ own: UTM31, declared: NEW_ZEALAND }, extent(own, whole), extent(declared))?.code;
  assert.equal(judge([3, 45, 4, 46], [170, -40, 171, -39]), 'crs_contradicted');
  assert.equal(judge([3, 45, 4, 46], [3.00001, 45, 4, 46]), undefined, 'within metres it is the same place');
  assert.equal(judge([33, 45, 34, 46], [170, -40, 171, -39]), undefined, 'its own is used elsewhere');
  assert.equal(judge([3, 45, 4, 46], [170, -40, 171, -39], false), undefined, 'it lies partly nowhere in its own');
  assert.equal(contradiction({ own: UTM31, declared: NEW_ZEALAND }, undefined, extent([0, 0, 1, 1])), undefined);
});

test('a CRS of an unknown datum is told', () => {
  const bare = { ...UTM31, epsg: null, wkt2: 'PROJCRS["x",BASEGEOGCRS["x",DATUM["Unknown based on GRS80 ellipsoid"' };
  assert.deepEqual(codes(bare, bare, extent([3, 45, 4, 46])), ['ambiguous_crs']);
  assert.deepEqual(codes(bare, { ...bare, epsg: 32631 }, extent([3, 45, 4, 46])), ['crs_overridden']);
});
