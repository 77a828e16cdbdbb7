import assert from 'node:assert/strict';
import { hash, randomUUID } from 'node:crypto';
import { before, describe, test } from 'node:test';
import type pg from 'pg';
import { createStacRegisterItem } from '../../src/activities/stac_register_item/activity.ts';
import { stacRegisterItemContract } from '../../src/activities/stac_register_item/contract.ts';
import { createStacRegisterItems } from '../../src/activities/stac_register_items/activity.ts';
import { stacRegisterItemsContract } from '../../src/activities/stac_register_items/contract.ts';
import { approveVersion } from '../../src/assets/approve-version.ts';
import { deleteAsset } from '../../src/assets/delete-asset.ts';
import { recordJobReport } from '../../src/assets/record-job-report.ts';
import { rejectVersion } from '../../src/assets/reject-version.ts';
import { reprocessVersion } from '../../src/assets/reprocess-version.ts';
import { restoreAsset } from '../../src/assets/restore-asset.ts';
import { submitVersion } from '../../src/assets/submit-version.ts';
import { searchItems } from '../../src/catalog/search-items.ts';
import { FaultError } from '../../src/plan/fault.ts';
import type { JsonObject } from '../../src/plan/json.ts';
import { eventually } from '../support/stack.ts';
import { activityContext } from './support/activity-context.ts';
import { ACTOR, completed, submission } from './support/asset-service.ts';
import { freshDatabase, poolOf } from './support/database.ts';
import { clientWith, echoSubmission, untilProcessed } from './support/gateway.ts';
import { suiteLifetime } from './support/lifetime.ts';
import { TWO_NODES } from './support/plans.ts';
import { cogOfTest, rasterOfTest } from './support/raster-fixtures.ts';
import { makeRaster } from './support/rasters.ts';
import { blobMade, required, store } from './support/storage.ts';

const withCode = (code: string) => (error: unknown) => {
  assert.ok(error instanceof FaultError, String(error));
  assert.equal(error.fault.code, code, error.message);
  return true;
};

describe('a public item, by the gateway', () => {
  const lifetime = suiteLifetime();
  const reviewer = clientWith();
  const anybody = clientWith('');
  const pool = poolOf(lifetime, required('DATABASE_URL_DOMAIN'), 2);

  test('stays as it is while a later version comes and is rejected, and is replaced by the one that is approved', async (t) => {
    const collection_id = `test-${randomUUID()}`;
    t.after(() => pool.query('SELECT pgstac.delete_collection($1)', [collection_id]));
    const place = `/stac/collections/${collection_id}`;
    const input_params = { collection_id, item_id: 'scene' };
    const asset = echoSubmission({ workflow_id: 'raster_ingest' });
    /** Ten kilometres to the east of each other. */
    const submitted = async (ordinal: number) => {
      const bounds = [
        '-a_ullr',
        `${490_000 + 10_000 * ordinal}`,
        '5000000',
        `${493_000 + 10_000 * ordinal}`,
        '4998000',
      ];
      const blob = await blobMade(t, (path) => makeRaster(path, ...bounds));
      const request_id = randomUUID();
      const { body } = await reviewer.post('/api/platform/submit', {
        ...{ ...asset, request_id },
        input_params: { ...input_params, ...blob },
      });
      const { processing_state } = await untilProcessed(reviewer, request_id);
      assert.equal(processing_state, 'completed');
      const version = await reviewer.get(`/api/assets/${body.asset_id}/versions/${ordinal}`);
      assert.equal(version.body.stac_item_id, 'scene', JSON.stringify(version.body));
      return String(body.asset_id);
    };
    const changed = async (path: string, body = {}) => {
      const { status, body: answer } = await reviewer.post(`/api/assets/${path}`, body);
      assert.equal(status, 200, JSON.stringify(answer));
    };
    /** What somebody sees of the item, and reads of it. */
    const seen = async (client = anybody) => {
      const answers = await Promise.all([
        client.get(`${place}/items/scene`),
        client.get(place),
        client.get(`/stac/search?collections=${collection_id}`),
        client.get(`${place}/items/scene/assets/data/sign`),
      ]);
      for (const { status, body } of answers) assert.equal(status, 200, JSON.stringify(body));
      const [item, collection, page, signed] = answers.map(({ body }) => body) as [
        JsonObject,
        JsonObject,
        JsonObject,
        JsonObject,
      ];
      const data = await fetch(String(signed.href));
      assert.equal(data.status, 200);
      const [found] = page.features as JsonObject[];
      assert.deepEqual(found?.properties, item.properties);
      const digest = hash('sha256', Buffer.from(await data.arrayBuffer()), 'hex');
      assert.equal(((item.assets as JsonObject).data as JsonObject)['file:checksum'], `1220${digest}`);
      assert.deepEqual((collection.extent as JsonObject).spatial, { bbox: [item.bbox] });
      return { item, extent: collection.extent, summaries: collection.summaries, digest };
    };

    const asset_id = await submitted(1);
    await changed(`${asset_id}/versions/1/approve`);
    await changed(`${asset_id}/clearance/cleared`);
    await changed(`${asset_id}/clearance/public`);
    const first = await seen();
    assert.equal((first.item.properties as JsonObject).version, '1');

    await submitted(2);
    assert.deepEqual(await seen(), first, 'while the second version awaits its review');
    assert.deepEqual(await seen(reviewer), first, 'for those who may see it as well');
    await changed(`${asset_id}/versions/2/reject`, { rejection_reason: 'no' });
    assert.deepEqual(await seen(), first, 'once it is rejected');

    await submitted(3);
    assert.deepEqual(await seen(), first);
    await changed(`${asset_id}/versions/3/approve`);
    const third = await seen();
    assert.equal((third.item.properties as JsonObject).version, '3');
    assert.equal((third.item.properties as JsonObject).created, (first.item.properties as JsonObject).created);
    assert.notDeepEqual(third.item.bbox, first.item.bbox);
    assert.deepEqual(await seen(reviewer), third);
    const { rows } = await pool.query(
      "SELECT content->'extent'->'spatial' AS spatial FROM pgstac.collections WHERE id = $1",
      [collection_id],
    );
    assert.deepEqual(rows, [{ spatial: { bbox: [third.item.bbox] } }], 'as pgstac has it, too');
  });
});

describe('an item that waits for the approval of its version', () => {
  const lifetime = suiteLifetime();
  let pool: pg.Pool;
  before(async () => {
    pool = poolOf(lifetime, (await freshDatabase(lifetime)).domain, 12);
  });

  const item = (item_id: string, size: number, more: object = {}) => ({
    ...{ item_id, raster: rasterOfTest(), cog: cogOfTest({ size }), ...more },
  });
  const services = () => ({ pool, store, software_version: '1.2.3' });

  /** Registers an item whose data has so many bytes. */
  async function register(collection_id: string, job_id: string, size: number, more: object = {}) {
    const given = { ...item('scene', size, more), collection_id, create_collection: true };
    const context = await activityContext(lifetime, { job_id });
    return createStacRegisterItem(services()).run(stacRegisterItemContract.input.parse(given), context);
  }

  async function registerMany(collection_id: string, job_id: string, items: object[]) {
    const context = await activityContext(lifetime, { job_id });
    const input = stacRegisterItemsContract.input.parse({ collection_id, create_collection: true, items });
    return createStacRegisterItems(services()).run(input, context);
  }

  const propertiesOf = (found: JsonObject | undefined) => (found?.properties ?? {}) as JsonObject;
  const sizeOf = ({ assets }: JsonObject) => ((assets as JsonObject).data as JsonObject)['file:size'];

  /** Bytes of the data, by item. */
  async function sizes(collection: string): Promise<Record<string, unknown>> {
    const items = await searchItems(pool, { collections: [collection], limit: 100 });
    return Object.fromEntries(items.map((each) => [each.id, sizeOf(each)]));
  }

  async function waiting(collection: string) {
    const { rows } = await pool.query<{ item_id: string; job_id: string; content: JsonObject }>(
      'SELECT item_id, job_id, content FROM rhumbline.waiting_items WHERE collection_id = $1 ORDER BY item_id',
      [collection],
    );
    return rows.map(({ item_id, job_id, content }) => `${item_id} ${sizeOf(content)} ${job_id.slice(33)}`);
  }

  /** An asset whose first version's item is approved, of 1 byte; and its second version, whose job has not ended. */
  async function succeeded(first = [item('scene', 1)]) {
    const collection = `c-${randomUUID()}`;
    const asset = submission();
    const { asset_id, job_id } = await submitVersion(pool, asset, ACTOR);
    await registerMany(collection, job_id, first);
    await recordJobReport(pool, completed(job_id, {}));
    await approveVersion(pool, { ...REVIEW, asset_id, ordinal: 1 }, ACTOR);
    const next = () => submitVersion(pool, submission({ platform_refs: asset.platform_refs }), ACTOR);
    return { collection, asset_id, next, ...(await next().then(({ job_id: second }) => ({ second }))) };
  }

  const REVIEW = { platform_id: null, reviewer: 'R' };
  const approve = async (asset_id: string, job_id: string, ordinal = 2) => {
    await recordJobReport(pool, completed(job_id, {}));
    return approveVersion(pool, { ...REVIEW, asset_id, ordinal }, ACTOR);
  };

  test('is one, however often it is registered, and the last is the one that comes', async () => {
    const { collection, asset_id, second } = await succeeded();
    const before = await searchItems(pool, { collections: [collection] });
    const first = await register(collection, second, 2);
    const again = await register(collection, `${second}/register`, 3);
    assert.deepEqual(again, first);
    assert.deepEqual([again.replaced, again.collection_created], [true, false]);
    assert.equal(again.datetime, propertiesOf(before[0]).datetime, 'that of the first registration');
    assert.deepEqual(await waiting(collection), ['scene 3 v2-r0']);
    assert.deepEqual(await searchItems(pool, { collections: [collection] }), before);
    await approve(asset_id, second);
    assert.deepEqual([await waiting(collection), await sizes(collection)], [[], { scene: 3 }]);
    await register(collection, second, 4);
    assert.deepEqual([await waiting(collection), await sizes(collection)], [[], { scene: 4 }], 'a late attempt');
    await assert.rejects(register(collection, `${asset_id}-v1-r0`, 5), withCode('item_superseded'));
  });

  test('of many waits alone, and the others are registered', async () => {
    const { collection, asset_id, second } = await succeeded([item('a', 1), item('b', 1)]);
    const items = [item('b', 2), item('c', 2), item('a', 2)];
    const { registered, replaced } = await registerMany(collection, second, items);
    assert.deepEqual([registered, replaced], [3, 2]);
    assert.deepEqual(await waiting(collection), ['a 2 v2-r0', 'b 2 v2-r0']);
    assert.deepEqual(await sizes(collection), { a: 1, b: 1, c: 2 });
    await approve(asset_id, second);
    assert.deepEqual([await waiting(collection), await sizes(collection)], [[], { a: 2, b: 2, c: 2 }]);
  });

  test('is dropped with its job: by a reprocess, after which that registers nothing, and by a rejection', async () => {
    const { collection, asset_id, next, second } = await succeeded();
    await register(collection, second, 2);
    await recordJobReport(pool, completed(second, {}));
    const version = { ...REVIEW, asset_id, ordinal: 2 };
    const reprocessing = { ...version, plan: TWO_NODES, inputs: {}, software_version: '0' };
    const { job_id: third } = await reprocessVersion(pool, reprocessing, ACTOR);
    assert.deepEqual(await waiting(collection), []);
    await register(collection, second, 3);
    assert.deepEqual(await waiting(collection), [], 'a job that is superseded');
    await register(collection, third, 4);
    assert.deepEqual(await waiting(collection), ['scene 4 v2-r1']);
    await recordJobReport(pool, completed(third, {}));
    await rejectVersion(pool, { ...version, rejection_reason: 'no' }, ACTOR);
    await register(collection, third, 5);
    assert.deepEqual([await waiting(collection), await sizes(collection)], [[], { scene: 1 }]);
    const { job_id: fourth } = await next();
    await register(collection, fourth, 6);
    await approve(asset_id, fourth, 3);
    assert.deepEqual([await waiting(collection), await sizes(collection)], [[], { scene: 6 }]);
  });

  test('waits on while its asset is deleted, and comes when it is approved after the restoration', async () => {
    const { collection, asset_id, second } = await succeeded();
    await register(collection, second, 2);
    await recordJobReport(pool, completed(second, {}));
    await deleteAsset(pool, { asset_id, platform_id: null, cancel_jobs: true }, ACTOR);
    await register(collection, second, 3);
    assert.deepEqual([await waiting(collection), await sizes(collection)], [['scene 3 v2-r0'], { scene: 1 }]);
    await restoreAsset(pool, { asset_id, platform_id: null }, ACTOR);
    assert.deepEqual([await waiting(collection), await sizes(collection)], [['scene 3 v2-r0'], { scene: 1 }]);
    await approveVersion(pool, { ...REVIEW, asset_id, ordinal: 2 }, ACTOR);
    assert.deepEqual([await waiting(collection), await sizes(collection)], [[], { scene: 3 }]);
  });

  test('is what the catalogue takes: what it would refuse it refuses before the review', async () => {
    const { collection, second } = await succeeded();
    const properties = { start_datetime: 'once', end_datetime: 'never' };
    await assert.rejects(register(collection, second, 2, { properties }), withCode('invalid_item'));
    assert.deepEqual([await waiting(collection), await sizes(collection)], [[], { scene: 1 }]);
  });

  test('goes with its collection', async () => {
    const { collection, asset_id, second } = await succeeded();
    await register(collection, second, 2);
    await pool.query('SELECT pgstac.delete_collection($1)', [collection]);
    assert.deepEqual(await waiting(collection), []);
    await approve(asset_id, second);
  });

  test('comes also when it is on its way while its version is approved', async () => {
    const { collection, asset_id, second } = await succeeded();
    await recordJobReport(pool, completed(second, {}));
    const untilWaiting = (sessions: number) =>
      eventually(async () => {
        const { rowCount } = await pool.query(
          "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
        );
        assert.equal(rowCount, sessions);
      }, 25_000);
    const holder = await pool.connect();
    await holder.query('BEGIN; LOCK TABLE pgstac.items_staging_upsert IN SHARE MODE');
    try {
      const registered = register(collection, second, 2);
      await untilWaiting(1);
      const approved = approveVersion(pool, { ...REVIEW, asset_id, ordinal: 2 }, ACTOR);
      await untilWaiting(2);
      await holder.query('COMMIT');
      await Promise.all([registered, approved]);
    } finally {
      holder.release(true);
    }
    assert.deepEqual([await waiting(collection), await sizes(collection)], [[], { scene: 2 }]);
  });

  test('comes whole and once, whoever approves and registers at the same time', async () => {
    const all = await Promise.all(Array.from({ length: 4 }, () => succeeded()));
    await Promise.all(all.map(({ collection, second }) => register(collection, second, 2)));
    await Promise.all(all.map(({ second }) => recordJobReport(pool, completed(second, {}))));
    const outcomes = await Promise.allSettled(
      all.flatMap(({ collection, asset_id, second }) => [
        register(collection, second, 3),
        approveVersion(pool, { ...REVIEW, asset_id, ordinal: 2 }, ACTOR),
        register(collection, `${second}/register`, 3),
        approveVersion(pool, { ...REVIEW, asset_id, ordinal: 2 }, ACTOR),
        register(collection, second, 3),
      ]),
    );
    const refused = outcomes.flatMap((each) =>
      each.status === 'rejected' ? [each.reason?.fault?.code ?? each.reason] : [],
    );
    assert.deepEqual(
      refused,
      all.map(() => 'version_already_resolved'),
    );
    for (const { collection } of all) {
      assert.deepEqual([await waiting(collection), await sizes(collection)], [[], { scene: 3 }]);
    }
  });
});
