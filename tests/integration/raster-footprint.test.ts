import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { createRasterFootprint } from '../../src/activities/raster_footprint/activity.ts';
import { rasterFootprintContract } from '../../src/activities/raster_footprint/contract.ts';
import type { BlobRef } from '../../src/storage/blob-store.ts';
import { activityContext, gdalForTest } from './support/activity-context.ts';
import { poolOf, required } from './support/database.ts';
import { damage, gdal, makeRaster } from './support/rasters.ts';
import { blobMade, blobOfFile, store, temporaryFolder } from './support/storage.ts';

async function footprintOf(t: TestContext, ref: BlobRef, more: object = {}) {
  const head = await store.head(ref);
  const input = rasterFootprintContract.input.parse({ cog: { ...ref, etag: head?.etag, size: head?.size }, ...more });
  const activity = createRasterFootprint({ store, gdal: await gdalForTest() });
  return rasterFootprintContract.output.parse(await activity.run(input, await activityContext(t)));
}

/** A COG of bytes, 0 where `holds` says no; that is its nodata. */
function cogWhere(t: TestContext, side: number, place: string, holds: (column: number, row: number) => boolean) {
  return blobMade(t, async (path, folder) => {
    const pixels = Uint8Array.from({ length: side * side }, (_, at) =>
      holds(at % side, Math.floor(at / side)) ? 7 : 0,
    );
    await writeFile(join(folder, 'raw'), pixels);
    await writeFile(
      join(folder, 'raw.vrt'),
      `<VRTDataset rasterXSize="${side}" rasterYSize="${side}">${place}<VRTRasterBand dataType="Byte" band="1" subClass="VRTRawRasterBand"><NoDataValue>0</NoDataValue><SourceFilename relativeToVRT="1">raw</SourceFilename></VRTRasterBand></VRTDataset>`,
    );
    await gdal('gdal_translate', '-q', '-of', 'COG', join(folder, 'raw.vrt'), path);
  });
}

function drawnPixels(side: number, holds: (column: number, row: number) => boolean): number {
  return Array.from({ length: side * side }, (_, at) => holds(at % side, Math.floor(at / side))).filter(Boolean).length;
}

const UTM = '<SRS>EPSG:32631</SRS><GeoTransform>500000,10,0,5000000,0,-10</GeoTransform>';
/** 500 pixels of 36 km: more than the northern, or the southern, half of the globe. */
const NORTH = '<SRS>EPSG:6931</SRS><GeoTransform>-9000000,36000,0,9000000,0,-36000</GeoTransform>';
const SOUTH = NORTH.replace('6931', '6932');
/** Square metres. */
const GLOBE = 510_065_621_724_000;
/** 1,500 pixels of 20 m that lie on both sides of the antimeridian. */
const OVER_ANTIMERIDIAN = '<SRS>EPSG:32660</SRS><GeoTransform>800000,20,0,2000000,0,-20</GeoTransform>';

/** 720 by 720 pixels around the globe. */
const FROM_0_TO_360 = '<SRS>EPSG:4326</SRS><GeoTransform>0,0.5,0,90,0,-0.25</GeoTransform>';

/** What PostGIS says of it: whether it is valid, and how many square metres it has. */
async function measured(t: TestContext, geometry: object) {
  const { rows } = await poolOf(t, required('DATABASE_URL'), 1).query<{ valid: boolean; reason: string; area: number }>(
    'SELECT ST_IsValid(g) AS valid, ST_IsValidReason(g) AS reason, ST_Area(g::geography) AS area FROM (SELECT ST_GeomFromGeoJSON($1) AS g) t',
    [JSON.stringify(geometry)],
  );
  return rows[0] ?? assert.fail('PostGIS said nothing');
}

test('a disk is traced from an overview, within what it says of its accuracy', async (t) => {
  const radius = 700;
  const ref = await cogWhere(t, 2100, UTM, (column, row) => Math.hypot(column - 1000, row - 1000) < radius);
  const output = await footprintOf(t, ref);
  assert.deepEqual([output.kind, output.made_from], ['traced', [1050, 1050]]);
  const { valid, reason, area } = await measured(t, output.footprint.geometry);
  assert.ok(valid, reason);
  const accuracy = output.accuracy ?? assert.fail('it has no accuracy');
  assert.ok(accuracy <= 40, `${accuracy} m`);
  const [least, most] = [radius * 10 - accuracy, radius * 10 + accuracy].map((metres) => Math.PI * metres ** 2);
  assert.ok(area > (least as number) && area < (most as number), `${area} between ${least} and ${most}`);
});

test('a hole stays one, and two islands are two polygons', async (t) => {
  const ref = await cogWhere(t, 700, UTM, (column, row) => {
    const island = column >= 600 && row >= 600;
    const hole = column > 100 && column < 300 && row > 100 && row < 300;
    return island || (column < 500 && row < 500 && !hole);
  });
  const { footprint, valid_percent } = await footprintOf(t, ref);
  assert.equal(footprint.geometry.type, 'MultiPolygon');
  assert.deepEqual(
    (footprint.geometry.coordinates as number[][][][]).map((rings) => rings.length),
    [2, 1],
  );
  const { valid, area } = await measured(t, footprint.geometry);
  assert.ok(valid);
  const metres = (500 * 500 - 199 * 199 + 100 * 100) * 100;
  assert.ok(Math.abs(area / metres - 1) < 0.01, `${area} and not ${metres}`);
  assert.ok(Math.abs(valid_percent - (100 * metres) / 100 / 490_000) < 0.001);
});

test('data on both sides of the antimeridian is split there', async (t) => {
  const ref = await cogWhere(t, 1500, OVER_ANTIMERIDIAN, (column, row) => column + row > 700 && column + row < 2300);
  const { footprint, kind } = await footprintOf(t, ref);
  assert.deepEqual([kind, footprint.geometry.type], ['traced', 'MultiPolygon']);
  assert.ok(footprint.bbox[0] > 179 && footprint.bbox[2] < -179, `${footprint.bbox}`);
  const { valid, reason } = await measured(t, footprint.geometry);
  assert.ok(valid, reason);
  const longitudes = (footprint.geometry.coordinates as number[][][][]).flat(2).map(([lon = 0]) => lon);
  assert.ok(longitudes.includes(180) && longitudes.includes(-180));
});

test('data from 0 to 360 is split at the antimeridian, and not at 0', async (t) => {
  const isLand = (column: number, row: number) =>
    row >= 400 || (column > 300 && column < 420 && row > 100 && row < 200);
  const ref = await cogWhere(t, 720, FROM_0_TO_360, (column, row) => row >= 40 && !isLand(column, row));
  const { footprint, kind } = await footprintOf(t, ref);
  assert.deepEqual([kind, footprint.bbox], ['traced', [-180, -10, 180, 80]]);
  const { valid, reason } = await measured(t, footprint.geometry);
  assert.ok(valid, reason);
  const { rows } = await poolOf(t, required('DATABASE_URL'), 1).query<{ found: boolean[] }>(
    `SELECT array_agg(ST_Contains(ST_GeomFromGeoJSON($1), ST_Point(lon, lat, 4326)) ORDER BY lon) AS found
       FROM (VALUES (-170, 50), (-0.1, 0), (0, 0), (0.1, 0), (1, 85), (2, -20), (170, 50)) t (lon, lat)`,
    [JSON.stringify(footprint.geometry)],
  );
  assert.deepEqual(rows[0]?.found, [false, true, true, true, false, false, false]);
});

test('data around a pole is closed over it, and a hole there stays one', async (t) => {
  const ring = (least: number, most: number) => (column: number, row: number) => {
    const away = Math.hypot(column - 249.5, row - 249.5);
    return away >= least && away < most;
  };
  // Lambert's projection keeps areas: rings are as large on the globe as they are drawn.
  const cases: [string, number, number, number[]][] = [
    [NORTH, 0, 234, [-180, 7.3, 180, 90]],
    [SOUTH, 0, 234, [-180, -90, 180, -7.3]],
    [NORTH, 30, 234, [-180, 7.3, 180, 80.3]],
    [SOUTH, 30, 300, [-180, -80.3, 180, 26.2]],
  ];
  for (const [place, least, most, bbox] of cases) {
    const { footprint, kind } = await footprintOf(t, await cogWhere(t, 500, place, ring(least, most)));
    assert.equal(kind, 'traced');
    assert.ok(
      footprint.bbox.every((side, at) => Math.abs(side - (bbox[at] ?? 0)) < 1),
      `${footprint.bbox}`,
    );
    const { valid, reason, area } = await measured(t, footprint.geometry);
    assert.ok(valid, reason);
    const drawn = 36_000 ** 2 * drawnPixels(500, ring(least, most));
    // Of an outline around more than half of the globe PostGIS takes the other side.
    const metres = Math.min(drawn, GLOBE - drawn);
    assert.ok(Math.abs(area / metres - 1) < 0.03, `${area} and not ${metres}`);
  }
});

test('data in more islands than an outline can have is all in its footprint', async (t) => {
  const masks = [
    (column: number, row: number) => (column + row) % 2 === 0,
    (column: number, row: number) => column % 4 === 0 && row % 4 === 0,
    (_: number, row: number) => row % 3 === 0,
  ];
  const whole = await footprintOf(t, await cogWhere(t, 512, UTM, () => true));
  for (const holds of masks) {
    const { footprint, kind } = await footprintOf(t, await cogWhere(t, 512, UTM, holds));
    assert.equal(kind, 'traced');
    const { valid, area } = await measured(t, footprint.geometry);
    assert.ok(valid && area > 0.97 * 100 * drawnPixels(512, holds) && area < 1.01 * 5120 ** 2, `${area}`);
    // Three pixels, which the last row and column with data may be away from the edge.
    assert.ok(footprint.bbox.every((side, at) => Math.abs(side - (whole.footprint.bbox[at] ?? 0)) < 4e-4));
  }
});

test('the bounds of the raster that an overview is of are what it fills', async (t) => {
  const ref = await cogWhere(t, 200, UTM, (column, row) => column + row > 100);
  const bounds = [500000, 4997995, 502005, 5000000];
  const { footprint, accuracy } = await footprintOf(t, ref, { raster: { bounds } });
  const own = await footprintOf(t, ref);
  assert.ok(footprint.bbox[1] < own.footprint.bbox[1] && footprint.bbox[2] > own.footprint.bbox[2]);
  assert.ok(accuracy && own.accuracy && Math.abs(accuracy - own.accuracy - 5) < 0.1, `${accuracy}`);
  const full = await footprintOf(t, await blobMade(t, (path) => makeRaster(path)), { raster: { bounds } });
  assert.deepEqual(full.footprint.bbox.slice(1, 3), footprint.bbox.slice(1, 3));
});

test('pixels that are not of the overview are not read', async (t) => {
  const folder = await temporaryFolder(t);
  const whole = await cogWhere(t, 2100, UTM, (column, row) => column > row && (column * 7919 + row * 104_729) % 97 > 3);
  const path = join(folder, 'cog.tif');
  const { bytes } = await store.download(whole, path, {});
  // A COG has its overviews before its pixels.
  await damage(path, Math.floor(bytes * 0.8), Math.floor(bytes * 0.15));
  const ref = await blobOfFile(t, path);
  await assert.rejects(gdal('gdal_translate', '-q', path, join(folder, 'whole.tif')));
  assert.deepEqual((await footprintOf(t, ref)).footprint, (await footprintOf(t, whole)).footprint);
});

test('where all pixels hold data, or none, it is the extent', async (t) => {
  const full = await footprintOf(t, await blobMade(t, (path) => makeRaster(path)));
  assert.deepEqual([full.kind, full.valid_percent, full.accuracy], ['extent', 100, null]);
  const none = await footprintOf(t, await cogWhere(t, 100, UTM, () => false));
  assert.deepEqual([none.kind, none.valid_percent], ['extent', 0]);
});
