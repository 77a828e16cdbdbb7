import assert from 'node:assert/strict';
import { test } from 'node:test';
import { groundResolution } from '../../../src/geo/ground-resolution.ts';

const bbox_wgs84: [number, number, number, number] = [0, 59, 1, 61];

test('metres stay metres, feet become them', () => {
  const metres = { wkt2: 'PROJCRS["x",CS[Cartesian,2],AXIS["(E)",east,LENGTHUNIT["metre",1]]]' };
  assert.equal(groundResolution({ resolution: [10, 20], crs: metres, bbox_wgs84 }), 15);
  const feet = { wkt2: 'PROJCRS["x",CS[Cartesian,2],AXIS["(E)",east,LENGTHUNIT["US survey foot",0.304800609601219]]]' };
  assert.equal(groundResolution({ resolution: [10, 10], crs: feet, bbox_wgs84 }), 3.04801);
});

test('degrees are measured in the middle of the raster', () => {
  const degrees = { wkt2: 'GEOGCRS["x",CS[ellipsoidal,2],ANGLEUNIT["degree",0.0174532925199433]]' };
  assert.equal(groundResolution({ resolution: [0.1, 0.1], crs: degrees, bbox_wgs84 }), 8339.63);
});

test('an unknown unit gives nothing', () => {
  assert.equal(groundResolution({ resolution: [1, 1], crs: { wkt2: 'ENGCRS["x"]' }, bbox_wgs84 }), null);
});
