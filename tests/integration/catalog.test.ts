import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, type TestContext, test } from 'node:test';
import { Ajv } from 'ajv';
import { createStacRegisterItem } from '../../src/activities/stac_register_item/activity.ts';
import { stacRegisterItemContract } from '../../src/activities/stac_register_item/contract.ts';
import { searchItems } from '../../src/catalog/search-items.ts';
import { FaultError } from '../../src/plan/fault.ts';
import type { JsonObject } from '../../src/plan/json.ts';
import { activityContext } from './support/activity-context.ts';
import { poolOf } from './support/database.ts';
import { cogOfTest, rasterOfTest, THUMBNAIL, TILE } from './support/raster-fixtures.ts';
import { publishedSchema, referredSchema } from './support/stac-schemas.ts';
import { required, storageUrl, store } from './support/storage.ts';

const pool = poolOf({ after }, required('DATABASE_URL_DOMAIN'));

const activity = createStacRegisterItem({ pool, store, software_version: '1.2.3' });

async function register(t: TestContext, more: object, job_id?: string) {
  const given = { item_id: 'scene-1', create_collection: true, raster: rasterOfTest(), cog: cogOfTest(), ...more };
  const input = stacRegisterItemContract.input.parse(given);
  return stacRegisterItemContract.output.parse(
    await activity.run(input, await activityContext(t, job_id === undefined ? {} : { job_id })),
  );
}

/** A collection that no other test has; it goes with the test. */
function freshCollection(t: TestContext): string {
  const id = `test-${randomUUID()}`;
  t.after(() => pool.query('SELECT pgstac.delete_collection($1)', [id]).catch(() => {}));
  return id;
}

async function onlyItem(collection: string): Promise<JsonObject> {
  const items = await searchItems(pool, { collections: [collection] });
  assert.equal(items.length, 1);
  return items[0] as JsonObject;
}

async function extentOf(collection: string): Promise<unknown> {
  const { rows } = await pool.query("SELECT content->'extent' AS extent FROM pgstac.collections WHERE id = $1", [
    collection,
  ]);
  return rows[0]?.extent;
}

const withCode = (code: string) => (error: unknown) => {
  assert.ok(error instanceof FaultError, String(error));
  assert.equal(error.fault.code, code, error.message);
  assert.equal(error.retryable, false);
  assert.ok(code in stacRegisterItemContract.errors);
  return true;
};

test('an item says where the COG is, what it holds and how it is placed', async (t) => {
  const collection_id = freshCollection(t);
  const datetime = '2024-06-01T12:00:00+02:00';
  const output = await register(t, { collection_id, datetime, title: 'Scene one', keywords: ['test'] });
  assert.deepEqual(output, {
    collection_id,
    item_id: 'scene-1',
    stac_version: '1.1.0',
    bbox: [3, 45.1, 3.04, 45.2],
    datetime: '2024-06-01T10:00:00.000Z',
    asset_href: `${storageUrl}/silver/rasters/%C3%A9%201.tif`,
    collection_created: true,
    replaced: false,
  });
  const { id, collection, properties, assets } = await onlyItem(collection_id);
  const { created, updated, ...rest } = properties as JsonObject;
  assert.deepEqual([id, collection, created], ['scene-1', collection_id, updated]);
  assert.deepEqual(rest, {
    datetime: '2024-06-01T10:00:00.000Z',
    title: 'Scene one',
    keywords: ['test'],
    'proj:code': 'EPSG:32631',
    'proj:shape': [200, 300],
    'proj:transform': [10, 0, 500000, 0, -10, 5000000],
    'proj:bbox': [500000, 4998000, 503000, 5000000],
    'processing:software': { Rhumbline: '1.2.3' },
    'processing:datetime': updated,
    'rhumbline:job_id': 'job-of-a-test',
    'rhumbline:raster_class': 'continuous',
  });
  assert.deepEqual(assets, {
    data: {
      href: output.asset_href,
      type: 'image/tiff; application=geotiff; profile=cloud-optimized',
      title: 'Cloud-optimised GeoTIFF',
      roles: ['data'],
      'file:size': 2000,
      'file:checksum': `1220${'ab'.repeat(32)}`,
      'raster:spatial_resolution': 10,
      bands: [
        {
          name: 'b1',
          data_type: 'uint16',
          description: 'near infrared',
          nodata: 0,
          'raster:scale': 0.0001,
          statistics: { minimum: 1, maximum: 9, mean: 5, stddev: 2, valid_percent: 100 },
        },
      ],
    },
  });
});

test('a CRS is named by its code, of whatever authority, and told in full where it has none', async (t) => {
  const projjson = { id: { authority: 'ESRI', code: 54009 } };
  const { crs } = rasterOfTest();
  for (const [more, wanted] of [
    [{ code: 'EPSG:9518' }, { 'proj:code': 'EPSG:9518' }],
    [{ code: null, projjson }, { 'proj:code': 'ESRI:54009' }],
    [{ code: null }, { 'proj:wkt2': crs.wkt2 }],
  ] as const) {
    const collection_id = freshCollection(t);
    await register(t, { collection_id, raster: rasterOfTest({ crs: { ...crs, epsg: null, ...more } }) });
    const properties = (await onlyItem(collection_id)).properties as JsonObject;
    const told = Object.entries(properties).filter(([name]) =>
      ['proj:code', 'proj:wkt2', 'proj:projjson'].includes(name),
    );
    assert.deepEqual(Object.fromEntries(told), wanted);
  }
});

test('pictures are StacAssets with a grid of their own', async (t) => {
  const collection_id = freshCollection(t);
  const { width, height, sha256, size, ...bare } = THUMBNAIL;
  await register(t, { collection_id, assets: { thumbnail: THUMBNAIL, legend: { ...bare, roles: ['metadata'] } } });
  const assets = (await onlyItem(collection_id)).assets as JsonObject;
  assert.deepEqual(Object.keys(assets).sort(), ['data', 'legend', 'thumbnail']);
  assert.deepEqual(assets.thumbnail, {
    href: `${storageUrl}/silver/rasters/%C3%A9%201.thumbnail.png`,
    type: 'image/png',
    title: 'Thumbnail',
    roles: ['thumbnail'],
    'file:size': 900,
    'file:checksum': `1220${'cd'.repeat(32)}`,
    'proj:shape': [171, 256],
    'proj:transform': [11.71875, 0, 500000, 0, -11.6959064327, 5000000],
  });
  const given = { item_id: 'a', raster: rasterOfTest(), cog: cogOfTest(), collection_id };
  assert.equal(stacRegisterItemContract.input.safeParse({ ...given, assets: { data: THUMBNAIL } }).success, false);
});

const INDEX = cogOfTest({ blob_name: 'rasters/a.vrt', media_type: 'application/xml' });

test('tiles are StacAssets with the part of the grid that they are, and the index of them is the data', async (t) => {
  const collection_id = freshCollection(t);
  const more_assets = { 'tile-r00-c01': TILE, thumbnail: { ...THUMBNAIL, width: 1, height: 1 } };
  await register(t, { collection_id, cog: INDEX, assets: { thumbnail: THUMBNAIL }, more_assets });
  const assets = (await onlyItem(collection_id)).assets as Record<string, JsonObject>;
  assert.deepEqual(Object.keys(assets).sort(), ['data', 'thumbnail', 'tile-r00-c01']);
  assert.deepEqual(assets['tile-r00-c01'], {
    href: `${storageUrl}/silver/rasters/a.tile-r00-c01.tif`,
    type: TILE.media_type,
    roles: ['data'],
    'proj:shape': [200, 100],
    'proj:transform': [10, 0, 502000, 0, -10, 5000000],
    'proj:bbox': TILE.bounds,
    data_type: 'uint16',
    nodata: 0,
    'raster:spatial_resolution': 10,
  });
  assert.deepEqual(assets.thumbnail?.['proj:shape'], [171, 256]);
  assert.deepEqual(
    [assets.data?.title, assets.data?.type],
    ['Index of the tiles, a virtual raster', 'application/xml'],
  );
});

test('registering twice is one item, with the times of the first', async (t) => {
  const collection_id = freshCollection(t);
  const first = await register(t, { collection_id });
  const second = await register(t, { collection_id, cog: cogOfTest({ size: 3000 }) });
  assert.deepEqual([second.replaced, second.collection_created, second.datetime], [true, false, first.datetime]);
  const { properties, assets } = await onlyItem(collection_id);
  assert.equal((properties as JsonObject).created, first.datetime);
  assert.equal(((assets as JsonObject).data as JsonObject)['file:size'], 3000);
});

test('an item may move in time and stays one', async (t) => {
  const collection_id = freshCollection(t);
  await register(t, { collection_id, datetime: '2020-01-01T00:00:00Z' });
  await register(t, { collection_id, datetime: '2024-01-01T00:00:00Z' });
  assert.equal(((await onlyItem(collection_id)).properties as JsonObject).datetime, '2024-01-01T00:00:00.000Z');
});

test('a range of time needs no instant', async (t) => {
  const collection_id = freshCollection(t);
  const range = { start_datetime: '2020-01-01T00:00:00Z', end_datetime: '2020-12-31T00:00:00Z' };
  assert.equal((await register(t, { collection_id, ...range })).datetime, null);
  assert.equal(((await onlyItem(collection_id)).properties as JsonObject).datetime, null);
  const { start_datetime } = range;
  await assert.rejects(register(t, { collection_id, start_datetime }), withCode('invalid_datetime'));
  const backwards = { start_datetime, end_datetime: '2019-01-01T00:00:00Z' };
  await assert.rejects(register(t, { collection_id, ...backwards }), withCode('invalid_datetime'));
});

test('the extent of a collection follows its items', async (t) => {
  const collection_id = freshCollection(t);
  await register(t, { collection_id, datetime: '2020-01-01T00:00:00Z' });
  const south: [number, number][] = [
    [10, -20],
    [10, -30],
    [20, -30],
    [20, -20],
    [10, -20],
  ];
  const raster = rasterOfTest({
    bbox_wgs84: [10, -30, 20, -20],
    geometry_wgs84: { type: 'Polygon', coordinates: [south] },
  });
  await register(t, { collection_id, item_id: 'scene-2', raster, datetime: '2021-01-01T00:00:00Z' });
  assert.deepEqual(await extentOf(collection_id), {
    spatial: { bbox: [[3, -30, 20, 45.2]] },
    temporal: { interval: [['2020-01-01T00:00:00+00:00', '2021-01-01T00:00:00+00:00']] },
  });
});

test('an item is where its data is, and so is the collection, where that is known', async (t) => {
  const collection_id = freshCollection(t);
  const outline: [number, number][] = [
    [3, 45.2],
    [3, 45.15],
    [3.02, 45.2],
    [3, 45.2],
  ];
  const footprint = { geometry: { type: 'Polygon', coordinates: [outline] }, bbox: [3, 45.15, 3.02, 45.2] };
  const { bbox } = await register(t, { collection_id, footprint });
  const item = await onlyItem(collection_id);
  assert.deepEqual([bbox, item.bbox, item.geometry], [footprint.bbox, footprint.bbox, footprint.geometry]);
  assert.deepEqual((item.properties as JsonObject)['proj:bbox'], rasterOfTest().bounds);
  assert.deepEqual(await extentOf(collection_id).then((extent) => (extent as JsonObject).spatial), { bbox: [bbox] });
});

test('a collection that is missing is an error unless it may be made', async (t) => {
  const collection_id = freshCollection(t);
  await assert.rejects(register(t, { collection_id, create_collection: false }), withCode('collection_not_found'));
  assert.equal(await extentOf(collection_id), undefined);
});

test('what the handler computes may not be given', async (t) => {
  const collection_id = freshCollection(t);
  for (const name of ['proj:code', 'rhumbline:asset_id', 'rhumbline:job_id']) {
    const properties = { [name]: 'mine' };
    await assert.rejects(register(t, { collection_id, properties }), withCode('reserved_property'), name);
  }
  await register(t, { collection_id, properties: { 'my:note': 'kept', 'my:other': null } });
  const kept = (await onlyItem(collection_id)).properties as JsonObject;
  assert.deepEqual([kept['my:note'], 'my:other' in kept], ['kept', false]);
});

const jobOf = (asset: string, ordinal = 1, revision = 0) => `${asset.repeat(32)}-v${ordinal}-r${revision}`;

test('an item belongs to its asset: only its later jobs may replace it', async (t) => {
  const collection_id = freshCollection(t);
  await register(t, { collection_id }, jobOf('a', 2, 1));
  await register(t, { collection_id }, jobOf('a', 2, 1));
  await register(t, { collection_id }, jobOf('a', 3));
  const foreign = withCode('item_belongs_to_another_asset');
  for (const other of [jobOf('b', 9), 'raster_ingest-0123456789abcdef', `${jobOf('b')}/register`]) {
    await assert.rejects(register(t, { collection_id, cog: cogOfTest({ size: 9 }) }, other), foreign, other);
  }
  for (const earlier of [jobOf('a', 2, 1), jobOf('a', 2, 9), `${jobOf('a', 1)}/register/7`]) {
    await assert.rejects(register(t, { collection_id }, earlier), withCode('item_superseded'), earlier);
  }
  const { properties, assets } = await onlyItem(collection_id);
  const { 'rhumbline:job_id': job, 'rhumbline:asset_id': asset, version } = properties as JsonObject;
  assert.deepEqual([job, asset, version], [jobOf('a', 3), 'a'.repeat(32), '3']);
  assert.equal(((assets as JsonObject).data as JsonObject)['file:size'], 2000);
});

test('an item of a job without an asset is replaced by other such jobs, and by none of an asset', async (t) => {
  const collection_id = freshCollection(t);
  await register(t, { collection_id }, 'raster_ingest-0123456789abcdef');
  await register(t, { collection_id }, 'raster_ingest-0123456789abcdef/ingest');
  const other = 'raster_ingest-fedcba9876543210';
  assert.equal((await register(t, { collection_id }, other)).replaced, true);
  await assert.rejects(register(t, { collection_id }, jobOf('a')), withCode('item_belongs_to_another_asset'));
  assert.equal(((await onlyItem(collection_id)).properties as JsonObject)['rhumbline:job_id'], other);
});

test('the id that items of an asset have by default is kept for it', async (t) => {
  const collection_id = freshCollection(t);
  const item_id = jobOf('a', 7);
  const squatting = register(t, { collection_id, item_id }, jobOf('b'));
  await assert.rejects(squatting, withCode('item_belongs_to_another_asset'));
  assert.equal((await register(t, { collection_id, item_id }, item_id)).replaced, false);
});

test('an item that was not made here is left alone', async (t) => {
  const collection_id = freshCollection(t);
  await register(t, { collection_id }, jobOf('a'));
  await pool.query(
    "UPDATE pgstac.items SET content = content #- '{properties,rhumbline:job_id}' WHERE collection = $1",
    [collection_id],
  );
  await assert.rejects(register(t, { collection_id }, jobOf('a')), withCode('item_belongs_to_another_asset'));
});

test('of two assets that want one id at the same time, one gets it', async (t) => {
  const collection_id = freshCollection(t);
  const jobs = [jobOf('a'), jobOf('b'), jobOf('c'), jobOf('d')];
  const settled = await Promise.allSettled(jobs.map((job) => register(t, { collection_id }, job)));
  const refused = settled.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
  assert.equal(refused.length, 3);
  for (const reason of refused) withCode('item_belongs_to_another_asset')(reason);
  await onlyItem(collection_id);
});

test('a search by bbox finds what lies in it, also across the antimeridian', async (t) => {
  const collection_id = freshCollection(t);
  const east: [number, number][] = [
    [170, 10],
    [170, 0],
    [180, 0],
    [180, 10],
    [170, 10],
  ];
  const west: [number, number][] = [
    [-180, 0],
    [-170, 0],
    [-170, 10],
    [-180, 10],
    [-180, 0],
  ];
  const raster = rasterOfTest({
    bbox_wgs84: [170, 0, -170, 10],
    geometry_wgs84: { type: 'MultiPolygon', coordinates: [[east], [west]] },
  });
  await register(t, { collection_id, raster });
  const collections = [collection_id];
  const found = async (bbox: [number, number, number, number]) =>
    (await searchItems(pool, { collections, bbox })).length;
  assert.equal(await found([170, 0, -170, 10]), 1);
  assert.equal(await found([-175, 2, -172, 3]), 1);
  assert.equal(await found([172, 2, 175, 3]), 1);
  assert.equal(await found([0, 0, 20, 10]), 0);
  assert.equal((await searchItems(pool, { collections, ids: ['scene-1'] })).length, 1);
  assert.equal((await searchItems(pool, { collections, ids: ['scene-2'] })).length, 0);
});

test('twenty at once into a collection that is not there yet: all are there', async (t) => {
  const collection_id = freshCollection(t);
  const ids = Array.from({ length: 20 }, (_, index) => `scene-${index % 10}`);
  const outputs = await Promise.all(ids.map((item_id) => register(t, { collection_id, item_id })));
  assert.equal(outputs.filter(({ collection_created }) => collection_created).length, 1);
  assert.equal(outputs.filter(({ replaced }) => replaced).length, 10);
  assert.equal((await searchItems(pool, { collections: [collection_id], limit: 100 })).length, 10);
});

test('items are valid by the schemas of their extensions', async (t) => {
  const collection_id = freshCollection(t);
  const derived_from = [{ collection_id: 'scenes', item_id: 'scene-0' }];
  const given = { assets: { thumbnail: THUMBNAIL }, more_assets: { 'tile-r00-c01': TILE }, derived_from };
  await register(t, { collection_id, ...given }, jobOf('a'));
  const item = await onlyItem(collection_id);
  const extensions = item.stac_extensions as string[];
  assert.deepEqual(
    extensions.map((url) => url.split('/')[3]),
    ['projection', 'raster', 'file', 'processing', 'version'],
  );
  assert.deepEqual(
    (item.links as JsonObject[]).find(({ rel }) => rel === 'derived_from'),
    { rel: 'derived_from', href: '../../scenes/items/scene-0', type: 'application/geo+json' },
  );
  for (const extension of extensions) {
    const schema = await publishedSchema(extension);
    if (schema === undefined) return t.skip(`${extension} is neither beside the project nor to be reached`);
    const ajv = new Ajv({ strict: false, validateFormats: false, loadSchema: referredSchema });
    const validate = await ajv.compileAsync(schema);
    assert.ok(validate(item), `${extension}: ${JSON.stringify(validate.errors)}`);
  }
});
