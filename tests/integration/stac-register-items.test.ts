import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, type TestContext, test } from 'node:test';
import { createStacRegisterItem } from '../../src/activities/stac_register_item/activity.ts';
import { stacRegisterItemContract } from '../../src/activities/stac_register_item/contract.ts';
import { createStacRegisterItems } from '../../src/activities/stac_register_items/activity.ts';
import { stacRegisterItemsContract } from '../../src/activities/stac_register_items/contract.ts';
import { searchItems } from '../../src/catalog/search-items.ts';
import { FaultError } from '../../src/plan/fault.ts';
import type { JsonObject } from '../../src/plan/json.ts';
import { activityContext } from './support/activity-context.ts';
import { poolOf } from './support/database.ts';
import { cogOfTest, rasterOfTest } from './support/raster-fixtures.ts';
import { required, store } from './support/storage.ts';

const MANY = 300;
const pool = poolOf({ after }, required('DATABASE_URL_DOMAIN'));
const services = { pool, store, software_version: '1.2.3' };
const activity = createStacRegisterItems(services);

interface Given {
  items: (object | null)[];
  create_collection?: boolean;
  job_id?: string;
}

async function register(t: TestContext, collection_id: string, { job_id, ...given }: Given) {
  const input = stacRegisterItemsContract.input.parse({ collection_id, create_collection: true, ...given });
  const context = await activityContext(t, job_id === undefined ? {} : { job_id });
  return stacRegisterItemsContract.output.parse(await activity.run(input, context));
}

/** A collection that no other test has; it goes with the test. */
function freshCollection(t: TestContext): string {
  const id = `test-${randomUUID()}`;
  t.after(() => pool.query('SELECT pgstac.delete_collection($1)', [id]).catch(() => {}));
  return id;
}

const itemOf = (item_id: string, more: object = {}) => ({
  item_id,
  raster: rasterOfTest(),
  cog: cogOfTest(),
  datetime: '2024-06-01T00:00:00Z',
  ...more,
});

/** Boxes of one degree in a row, from the west to the east, a day apart. */
function placedItem(place: number) {
  const west = place / 2 - 100;
  const ring: [number, number][] = [
    [west, 10],
    [west + 1, 10],
    [west + 1, 11],
    [west, 11],
    [west, 10],
  ];
  const raster = rasterOfTest({
    bbox_wgs84: [west, 10, west + 1, 11],
    geometry_wgs84: { type: 'Polygon', coordinates: [ring] },
  });
  return itemOf(`scene-${place}`, { raster, datetime: new Date(Date.UTC(2020, 0, 1 + place)).toISOString() });
}

const itemsIn = (collection: string) => searchItems(pool, { collections: [collection], limit: 1_000 });

async function extentOf(collection: string): Promise<unknown> {
  const { rows } = await pool.query("SELECT content->'extent' AS extent FROM pgstac.collections WHERE id = $1", [
    collection,
  ]);
  return rows[0]?.extent;
}

const withFault = (code: string, message: RegExp) => (error: unknown) => {
  assert.ok(error instanceof FaultError, String(error));
  assert.equal(error.fault.code, code, error.message);
  assert.match(error.message, message);
  assert.equal(error.retryable, false);
  assert.ok(code in stacRegisterItemsContract.errors);
  return true;
};

test('many items are there at once, and their collection says where and when they are from', async (t) => {
  const collection = freshCollection(t);
  const items = Array.from({ length: MANY }, (_, place) => placedItem(place));
  const output = await register(t, collection, { items });
  assert.deepEqual(output, {
    collection_id: collection,
    collection_created: true,
    registered: MANY,
    replaced: 0,
  });
  const found = await itemsIn(collection);
  assert.deepEqual(
    found.map(({ id }) => id),
    items.map(({ item_id }) => item_id).reverse(),
  );
  assert.deepEqual(await extentOf(collection), {
    spatial: { bbox: [[-100, 10, MANY / 2 - 0.5 - 99, 11]] },
    temporal: {
      interval: [
        ['2020-01-01T00:00:00+00:00', new Date(Date.UTC(2020, 0, MANY)).toISOString().replace('.000Z', '+00:00')],
      ],
    },
  });
});

test('registering them again leaves each once, with the times of the first', async (t) => {
  const collection = freshCollection(t);
  const items = [itemOf('a', { datetime: null }), itemOf('b', { datetime: null })];
  await register(t, collection, { items });
  const before = await itemsIn(collection);
  const again = await register(t, collection, { items: [...items, placedItem(0)] });
  assert.deepEqual([again.collection_created, again.registered, again.replaced], [false, 3, 2]);
  await register(t, collection, { items: [placedItem(0)] });
  const found = new Map((await itemsIn(collection)).map((item) => [item.id, item.properties as JsonObject]));
  assert.deepEqual([...found.keys()].sort(), ['a', 'b', 'scene-0']);
  for (const { id, properties } of before) {
    const { created, datetime } = properties as JsonObject;
    assert.deepEqual([found.get(id)?.created, found.get(id)?.datetime], [created, datetime]);
  }
});

const jobOf = (asset: string) => `${asset.repeat(32)}-v1-r0`;

const jobsOf = async (collection: string) =>
  (await itemsIn(collection))
    .map(({ id, properties }) => `${id} ${(properties as JsonObject)['rhumbline:job_id']}`)
    .sort();

test('another job without an asset registers them again, and more; one of an asset does not, nor the other way round', async (t) => {
  const collection = freshCollection(t);
  await register(t, collection, { items: [itemOf('a'), itemOf('b')], job_id: 'make-1' });
  const again = await register(t, collection, { items: [itemOf('b'), itemOf('c')], job_id: 'make-2/scenes/2' });
  assert.deepEqual([again.registered, again.replaced], [2, 1]);
  const jobs = ['a make-1', 'b make-2/scenes/2', 'c make-2/scenes/2'];
  assert.deepEqual(await jobsOf(collection), jobs);
  const taken = register(t, collection, { items: [itemOf('new'), itemOf('a')], job_id: jobOf('a') });
  await assert.rejects(taken, withFault('item_belongs_to_another_asset', /The item a /));
  assert.deepEqual(await jobsOf(collection), jobs);

  await register(t, collection, { items: [itemOf('theirs')], job_id: jobOf('b') });
  for (const id of ['theirs', jobOf('c')]) {
    const refused = register(t, collection, { items: [itemOf('new'), itemOf(id)], job_id: 'make-3' });
    await assert.rejects(refused, withFault('item_belongs_to_another_asset', new RegExp(`The item ${id} `)));
  }
  assert.deepEqual(await jobsOf(collection), [...jobs, `theirs ${jobOf('b')}`]);
});

test('of jobs without an asset at the same time the last one has all that it registers, and nothing is half', async (t) => {
  const collection = freshCollection(t);
  const batch = (job: number) => Array.from({ length: 20 }, (_, place) => placedItem(place + job));
  const ended: number[] = [];
  const run = async (job: number) => {
    await register(t, collection, { items: batch(job), job_id: `make-${job}` });
    ended.push(job);
  };
  await Promise.all(Array.from({ length: 6 }, (_, job) => run(job)));
  const found = new Map((await jobsOf(collection)).map((line) => line.split(' ') as [string, string]));
  assert.equal(found.size, 25);
  // Each job's items are in the place of those before: what it has lost, it has lost to one that came later.
  for (const [id, job] of found) {
    const place = Number(id.replace('scene-', ''));
    const registered = ended.filter((one) => place >= one && place < one + 20);
    assert.equal(job, `make-${registered.at(-1)}`, id);
  }
});

const AWKWARD = 'a "quote", a \\ and \\n \\\\t \\. as they stand,\na line end, a\ttab, \u2028, é and 𒍟';

test('an item is the same as one that was registered by itself', async (t) => {
  const [collection, other] = [freshCollection(t), freshCollection(t)];
  const item = itemOf('same', { title: AWKWARD, properties: { 'my:path': 'C:\\temp\\new', '\\N': '\\N' } });
  await register(t, collection, { items: [item, itemOf('beside')] });
  const alone = stacRegisterItemContract.input.parse({ ...item, collection_id: other, create_collection: true });
  await createStacRegisterItem(services).run(alone, await activityContext(t));
  const comparable = ({ links, collection: in_, properties, ...rest }: JsonObject) => {
    const { created, updated, 'processing:datetime': at, ...lasting } = properties as JsonObject;
    assert.deepEqual([typeof created, typeof updated, typeof at], ['string', 'string', 'string']);
    return { ...rest, lasting };
  };
  const [bulk] = (await itemsIn(collection)).filter(({ id }) => id === 'same');
  const [single] = await itemsIn(other);
  assert.ok(bulk && single);
  assert.equal((bulk.properties as JsonObject).title, AWKWARD);
  assert.deepEqual(comparable(bulk), comparable(single));
});

test('items that were skipped are left out; without any nothing is made', async (t) => {
  const collection = freshCollection(t);
  for (const items of [[], [null]]) {
    const output = await register(t, collection, { items });
    assert.deepEqual(output, { collection_id: collection, collection_created: false, registered: 0, replaced: 0 });
  }
  assert.equal(await extentOf(collection), undefined);
  assert.equal((await register(t, collection, { items: [null, itemOf('a'), null] })).registered, 1);
});

test('all or none: what is wrong with one of them is told by its id, and nothing has changed', async (t) => {
  const collection = freshCollection(t);
  await register(t, collection, { items: [itemOf('theirs'), itemOf('too')], job_id: jobOf('b') });
  const [items, extent] = [await itemsIn(collection), await extentOf(collection)];
  const good = Array.from({ length: 5 }, (_, place) => placedItem(place));
  for (const [bad, code, message] of [
    [itemOf('theirs'), 'item_belongs_to_another_asset', /theirs/],
    [itemOf('mine', { properties: { 'proj:code': 'x' } }), 'reserved_property', /^Item mine: .*proj:code/],
    [itemOf('mine', { start_datetime: '2020-01-01T00:00:00Z' }), 'invalid_datetime', /^Item mine: /],
    [itemOf('scene-3'), 'duplicate_item', /scene-3/],
    [itemOf('mine', { title: 'NUL \0' }), 'invalid_item', /refused/],
  ] as const) {
    const refused = register(t, collection, { items: [...good, bad], job_id: jobOf('a') });
    await assert.rejects(refused, withFault(code, message), code);
    assert.deepEqual([await itemsIn(collection), await extentOf(collection)], [items, extent], code);
  }
  assert.equal((await register(t, collection, { items: good, job_id: jobOf('a') })).registered, 5);
});

test('a collection that is missing is an error unless it may be made', async (t) => {
  const collection = freshCollection(t);
  const refused = register(t, collection, { items: [itemOf('a')], create_collection: false });
  await assert.rejects(refused, withFault('collection_not_found', new RegExp(collection)));
  assert.equal(await extentOf(collection), undefined);
});

test('many at once into a collection that is not there yet, half of them the same: all are there', async (t) => {
  const collection = freshCollection(t);
  const batches = Array.from({ length: 6 }, (_, batch) =>
    Array.from({ length: 20 }, (__, place) => placedItem(batch * 10 + place)),
  );
  const outputs = await Promise.all(batches.map((items) => register(t, collection, { items })));
  assert.equal(outputs.filter(({ collection_created }) => collection_created).length, 1);
  assert.equal(
    outputs.reduce((sum, { replaced }) => sum + replaced, 0),
    50,
  );
  assert.equal((await itemsIn(collection)).length, 70);
});
