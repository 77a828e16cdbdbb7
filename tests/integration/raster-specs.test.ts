import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, describe, type TestContext, test } from 'node:test';
import { searchItems } from '../../src/catalog/search-items.ts';
import type { Bounds } from '../../src/geo/raster.ts';
import type { JsonObject } from '../../src/plan/json.ts';
import { ROOT } from '../support/stack.ts';
import { poolOf, required } from './support/database.ts';
import { checksumsOf, cutIntoFiles } from './support/make-files.ts';
import { gdal, makeRamp, makeRaster, makeWedge } from './support/rasters.ts';
import { closeTemporalClient, run } from './support/run-spec.ts';
import { blobMade, store, temporaryFolder } from './support/storage.ts';

after(closeTemporalClient);
const pool = poolOf({ after }, required('DATABASE_URL_DOMAIN'));

/** Runs a spec that ships on a raster, and gives what it says and the item that it registered. */
async function catalogued(t: TestContext, id: string, source: object, more: JsonObject = {}) {
  const collection_id = `test-${randomUUID()}`;
  t.after(() => pool.query('SELECT pgstac.delete_collection($1)', [collection_id]).catch(() => {}));
  const spec = await readFile(join(ROOT, 'workflows', `${id}.yaml`), 'utf8');
  const { result, nodes } = await run(spec, { ...source, collection_id, ...more });
  assert.ok(result, JSON.stringify(Object.values(nodes).map(({ fault }) => fault)));
  const [item] = await searchItems(pool, { collections: [collection_id] });
  assert.ok(item);
  const blobs = await store.list('silver', `${collection_id}/`);
  t.after(() => Promise.all(blobs.map((blob) => store.remove(blob))));
  const assets = item.assets as Record<
    string,
    { href: string; type: string; roles: string[]; bands?: { nodata?: number; statistics: JsonObject }[] }
  >;
  return { outputs: result.outputs, nodes, item, assets, blobs: blobs.map(({ blob_name }) => blob_name) };
}

/** What PostGIS says of a geometry. */
async function validity(geometry: unknown) {
  const { rows } = await pool.query(
    'SELECT ST_IsValid(g) AS valid, ST_IsValidReason(g) AS reason FROM (SELECT ST_GeomFromGeoJSON($1) AS g) t',
    [JSON.stringify(geometry)],
  );
  return rows[0];
}

/** How far the outlines of two geometries are from each other at most, in degrees. */
async function apart(one: unknown, other: unknown): Promise<number> {
  const { rows } = await pool.query(
    'SELECT ST_HausdorffDistance(ST_GeomFromGeoJSON($1), ST_GeomFromGeoJSON($2), 0.1) AS degrees',
    [JSON.stringify(one), JSON.stringify(other)],
  );
  return rows[0].degrees;
}

describe('the specs of rasters, run for real', { concurrency: true }, () => {
  test('raster_ingest: the item has its pictures, of the media types that they are stored with', async (t) => {
    const ref = await blobMade(t, (path) => makeRamp(path, 700, 500));
    const { assets, blobs, item } = await catalogued(t, 'raster_ingest', ref);
    assert.deepEqual(
      Object.entries(assets).map(([name, { type, roles }]) => [name, type, ...roles]),
      [
        ['data', 'image/tiff; application=geotiff; profile=cloud-optimized', 'data'],
        ['overview', 'image/webp', 'overview'],
        ['thumbnail', 'image/png', 'thumbnail'],
      ],
    );
    const stem = `${item.collection}/${item.id}`;
    assert.deepEqual(blobs, [`${stem}.overview.webp`, `${stem}.thumbnail.png`, `${stem}.tif`]);
    assert.ok(assets.thumbnail?.href.endsWith(`${stem}.thumbnail.png`));
    const head = await store.head({ container_name: 'silver', blob_name: `${stem}.thumbnail.png` });
    assert.equal(head?.content_type, 'image/png');
    const [band] = assets.data?.bands ?? [];
    assert.equal(band?.statistics.maximum, 65520);
  });

  test('raster_ingest: above the threshold in tiles, and all of them are in the catalogue', async (t) => {
    const ref = await blobMade(t, (path) => makeRamp(path, 1600, 1540, '-co', 'TILED=YES'));
    const wishes = { tiled_above: 1_000_000, tile_bytes: 2 ** 20 };
    const { outputs, nodes, assets, blobs, item } = await catalogued(t, 'raster_ingest', ref, wishes);
    const stem = `${item.collection}/${item.id}`;
    const tiles = ['r00-c00', 'r00-c01', 'r01-c00', 'r01-c01', 'r02-c00', 'r02-c01'].map((id) => `tile-${id}`);
    assert.deepEqual(nodes.tiles?.items?.completed, tiles.length);
    assert.equal(nodes.to_cog?.state, 'skipped');
    assert.deepEqual(
      blobs,
      ['overview.webp', 'thumbnail.png', ...tiles.map((id) => `${id}.tif`), 'vrt', 'whole.tif'].map(
        (end) => `${stem}.${end}`,
      ),
    );
    assert.deepEqual(Object.keys(assets).sort(), ['data', 'overview', 'overview-cog', 'thumbnail', ...tiles]);
    assert.equal(outputs.blob_path, `silver/${stem}.vrt`);
    const index = await store.read({ container_name: 'silver', blob_name: `${stem}.vrt` });
    assert.equal(outputs.content_hash, createHash('sha256').update(index).digest('hex'));
    const [band] = assets.data?.bands ?? [];
    assert.equal(band?.statistics.maximum, 65520);
    assert.deepEqual((item.properties as JsonObject)['proj:shape'], [1540, 1600]);
    const last: JsonObject = { ...assets['tile-r02-c01'] };
    assert.deepEqual([last['proj:shape'], last.data_type, last.roles], [[516, 576], 'uint16', ['data']]);
  });

  test('raster_ingest: the item is where the data is, on either side of the antimeridian, by either route', async (t) => {
    const ref = await blobMade(t, makeWedge);
    const [whole, tiled] = await Promise.all(
      [{}, { tiled_above: 1_000_000, tile_bytes: 2 ** 20 }].map((wishes) =>
        catalogued(t, 'raster_ingest', ref, wishes),
      ),
    );
    assert.deepEqual([whole?.nodes.tiles?.state, tiled?.nodes.to_cog?.state], ['skipped', 'skipped']);
    for (const { item, outputs } of [whole, tiled].filter((each) => each !== undefined)) {
      const found = (bbox: Bounds) => searchItems(pool, { collections: [String(item.collection)], bbox });
      const place = JSON.stringify([item.bbox, outputs.blob_path]);
      const [west = 0, south = 0, east = 0, north = 0] = item.bbox as number[];
      assert.ok(west > 179 && east < -179, place);
      assert.equal((await found([west, north - 0.01, 180, north])).length, 1, place);
      assert.equal((await found([-180, north - 0.01, east, north])).length, 1, place);
      // The corner without data, which the box around the raster covers.
      assert.equal((await found([east - 0.05, south, east, south + 0.05])).length, 0, place);
      assert.equal((await found([-1, south, 1, north])).length, 0, place);
      assert.deepEqual(await validity(item.geometry), { valid: true, reason: 'Valid Geometry' }, place);
    }
    assert.ok((await apart(whole?.item.geometry, tiled?.item.geometry)) < 0.002);
  });

  test('raster_ingest: a nodata value that is declared is as good as one in the file, by either route', async (t) => {
    const ref = await blobMade(t, async (path, folder) => {
      const wedge = await makeWedge(join(folder, 'wedge.tif'));
      await gdal('gdal_translate', '-q', '-a_nodata', 'none', '-co', 'TILED=YES', wedge, path);
    });
    const routes = [{}, { tiled_above: 1_000_000, tile_bytes: 2 ** 20 }];
    for (const wishes of routes) {
      const { item, assets, outputs } = await catalogued(t, 'raster_ingest', ref, { nodata: 0, ...wishes });
      const [band] = assets.data?.bands ?? [];
      assert.deepEqual([band?.nodata, band?.statistics.minimum], [0, 1], String(outputs.blob_path));
      const [, south = 0, east = 0] = item.bbox as number[];
      const corner: Bounds = [east - 0.05, south, east, south + 0.05];
      assert.deepEqual(await searchItems(pool, { collections: [String(item.collection)], bbox: corner }), []);
    }
  });

  test('raster_mosaic: files are one product with one item, by either route', async (t) => {
    const whole = await makeRamp(join(await temporaryFolder(t), 'whole.tif'), 1600, 1540);
    const refs = await cutIntoFiles(t, whole, [
      [0, 0, 1600, 800],
      [0, 780, 900, 760],
      [850, 780, 750, 760],
    ]);
    const source = { container_name: 'bronze', blob_names: refs.map(({ blob_name }) => blob_name) };
    const [one, tiled] = [
      await catalogued(t, 'raster_mosaic', source),
      await catalogued(t, 'raster_mosaic', source, { tiled_above: 1_000_000, tile_bytes: 2 ** 20 }),
    ];
    for (const { item, nodes } of [one, tiled]) {
      assert.deepEqual((item.properties as JsonObject)['proj:shape'], [1540, 1600]);
      assert.equal(nodes.files?.items?.completed, 3);
    }
    assert.deepEqual(Object.keys(one.assets).sort(), ['data', 'overview', 'thumbnail']);
    const product = { container_name: 'silver', blob_name: `${one.item.collection}/${one.item.id}.tif` };
    assert.deepEqual(await checksumsOf(t, product), await checksumsOf(t, whole));
    assert.equal(tiled.nodes.tiles?.items?.completed, 6);
    assert.equal(Object.keys(tiled.assets).length, 6 + 4);
  });

  test('raster_reproject: the item is of the grid that the raster was warped onto', async (t) => {
    const ref = await blobMade(t, (path) => makeRaster(path, '-a_nodata', '0'));
    const wishes = { target_crs: 'EPSG:3857', derived_from: [{ collection_id: 'scenes', item_id: 'scene-0' }] };
    const { outputs, item, assets } = await catalogued(t, 'raster_reproject', ref, wishes);
    assert.equal(outputs.resampling, 'bilinear');
    const source = (item.links as JsonObject[]).find(({ rel }) => rel === 'derived_from');
    assert.equal(source?.href, '../../scenes/items/scene-0');
    const properties = item.properties as JsonObject;
    assert.equal(properties['proj:code'], 'EPSG:3857');
    const [west] = properties['proj:bbox'] as number[];
    assert.ok(west && Math.abs(west - 333_958) < 100, `${west}`);
    const [left, bottom, right, top] = item.bbox as number[];
    assert.ok(
      left && Math.abs(left - 3) < 0.001 && bottom && bottom > 45.13 && right && right < 3.04 && top && top < 45.16,
    );
    assert.deepEqual(Object.keys(assets).sort(), ['data', 'overview', 'thumbnail']);
  });

  test('raster_reproject: corners of the new grid that the raster does not cover are no part of the item', async (t) => {
    const ref = await blobMade(t, (path) => makeRaster(path));
    // Thirty degrees away, where north is another direction: the box around the product is 3.8 km wide, and the raster 3 km.
    const { item } = await catalogued(t, 'raster_reproject', ref, { target_crs: 'EPSG:32636' });
    const [minX = 0, , maxX = 0] = (item.properties as JsonObject)['proj:bbox'] as number[];
    assert.ok(maxX - minX > 3700, `${maxX - minX}`);
    const [left = 0, bottom = 0, right = 0, top = 0] = item.bbox as number[];
    const placed = [left, bottom, right, top].map((side, at) => side - ([3, 45.1352, 3.0381, 45.1534][at] as number));
    assert.ok(
      placed.every((away) => Math.abs(away) < 0.0005),
      `${item.bbox}`,
    );
  });
});
