import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Scope } from '../../src/assets/api-keys/api-key.ts';
import { createApiKey } from '../../src/assets/api-keys/create-api-key.ts';
import { withTransaction } from '../../src/db/transaction.ts';
import { COLLECTIONS, generateItems } from '../support/generate-items.ts';
import { stackEnv } from '../support/stack.ts';
import { randomOf } from '../torture/random.ts';
import { freshDatabase, poolOf } from './support/database.ts';
import { type Client, clientOf, clientWith, echoSubmission, untilProcessed } from './support/gateway.ts';
import { suiteLifetime } from './support/lifetime.ts';
import { makeRaster } from './support/rasters.ts';
import { servedGateway } from './support/served-gateway.ts';
import { blobMade } from './support/storage.ts';

interface Item {
  id: string;
  bbox: [number, number, number, number];
  properties: Record<string, unknown>;
}

/** Of the longitudes of boxes, as told with either edge of the map; the narrower one. */
function longitudesOf(items: readonly Item[]): [number, number] {
  const turned = items.map(({ bbox: [west, , east] }) => {
    if (west > east) return [west, east + 360];
    return west >= 0 ? [west, east] : east <= 0 ? [west + 360, east + 360] : [0, 360];
  });
  const plain = items.map(({ bbox: [west, , east] }) => (west > east ? [-180, 180] : [west, east]));
  const widest = (boxes: number[][]): [number, number] => [
    Math.min(...boxes.map(([west = 0]) => west)),
    Math.max(...boxes.map(([, east = 0]) => east)),
  ];
  const [[from, to], [west, east]] = [widest(turned), widest(plain)];
  const back = (longitude: number) => (longitude <= 180 ? longitude : Math.round((longitude - 360) * 1e9) / 1e9);
  return to - from < east - west ? [back(from), back(to)] : [west, east];
}

function extentOf(items: readonly Item[]) {
  const [west, east] = longitudesOf(items);
  const times = (name: string) =>
    items.map(({ properties }) => new Date(String(properties[name] ?? properties.datetime)).toISOString()).sort();
  return {
    spatial: {
      bbox: [
        [west, Math.min(...items.map(({ bbox }) => bbox[1])), east, Math.max(...items.map(({ bbox }) => bbox[3]))],
      ],
    },
    temporal: { interval: [[times('start_datetime')[0], times('end_datetime').at(-1)]] },
  };
}

function summariesOf(items: readonly Item[]) {
  const missions = new Set(items.flatMap(({ properties: { mission } }) => (mission === undefined ? [] : [mission])));
  const gsd = items.flatMap(({ properties }) => (typeof properties.gsd === 'number' ? [properties.gsd] : []));
  const told = {
    ...(missions.size > 0 && { mission: [...missions].sort() }),
    ...(gsd.length > 0 && { gsd: { minimum: Math.min(...gsd), maximum: Math.max(...gsd) } }),
  };
  return Object.keys(told).length === 0 ? undefined : told;
}

describe('what a collection says of its items', () => {
  const lifetime = suiteLifetime();
  const clients = new Map<string, Client>();
  const SEED = Number(process.env.RHUMBLINE_TEST_SEED ?? 7);
  const { fraction } = randomOf(SEED, 'collections');
  let owner: pg.Pool;

  before(async () => {
    const database = await freshDatabase(lifetime);
    await generateItems(database.owner, 200);
    owner = poolOf(lifetime, database.owner, 4);
    const gateway = await servedGateway(lifetime, { pool: poolOf(lifetime, database.gateway, 4) });
    const keyed = async (name: string, scopes: Scope[], platform_id: string | null) =>
      clients.set(name, clientWith((await createApiKey(owner, { name, scopes, platform_id })).key, gateway));
    clients.set('anonymous', clientWith('', gateway));
    await keyed('small', ['read'], 'small');
    await keyed('reader', ['read'], null);
    await keyed('admin', ['admin'], null);
  });

  /** For everybody the same as what their own items say. Returns how many collections were there. */
  async function holds(after: string): Promise<number> {
    let there = 0;
    for (const [who, client] of clients) {
      for (const collection of COLLECTIONS) {
        const path = `/stac/collections/${collection}`;
        const { status, body } = await client.get(path);
        const told = `${who} ${collection} after ${after}, seed ${SEED}`;
        const items = (await client.get(`/stac/search?limit=1000&collections=${collection}`)).body
          .features as unknown as Item[];
        if (items.length === 0 && who !== 'admin') {
          assert.equal(status, 404, told);
          continue;
        }
        assert.equal(status, 200, told);
        if (items.length === 0) continue;
        there += 1;
        assert.deepEqual([body.extent, body.summaries], [extentOf(items), summariesOf(items)], told);
      }
    }
    return there;
  }

  async function inPgstac(work: (client: pg.PoolClient) => Promise<unknown>): Promise<void> {
    await withTransaction(owner, async (client) => {
      await client.query('SET LOCAL search_path TO pgstac, public');
      await work(client);
    });
  }

  const CHANGES: Readonly<Record<string, string>> = {
    deletion: 'UPDATE rhumbline.assets SET deleted_at = now() WHERE asset_id = $1',
    restoration: 'UPDATE rhumbline.assets SET deleted_at = NULL WHERE asset_id = $1',
    clearance: "UPDATE rhumbline.assets SET clearance = 'public' WHERE asset_id = $1",
    rejection:
      "UPDATE rhumbline.asset_versions SET approval_state = 'rejected', rejection_reason = 'no', reviewer = 'r', reviewed_at = now() WHERE asset_id = $1",
    approval:
      "UPDATE rhumbline.asset_versions SET approval_state = 'approved', rejection_reason = NULL, reviewer = 'r', reviewed_at = now() WHERE asset_id = $1",
    removal:
      'DELETE FROM pgstac.items WHERE (collection, id) IN (SELECT collection_id, item_id FROM rhumbline.item_jobs WHERE asset_id = $1)',
    remaking: `UPDATE pgstac.items SET content = jsonb_set(jsonb_set(content, '{properties,gsd}', to_jsonb(length($1) + random())),
      '{bbox}', '[179, -89, -179.25, 89.5]') WHERE (collection, id) IN (SELECT collection_id, item_id FROM rhumbline.item_jobs WHERE asset_id = $1)`,
  };

  test('is true to begin with', async () => assert.ok((await holds('loading')) >= 12));

  test('stays true, whatever becomes of them', async () => {
    const { rows } = await owner.query<{ asset_id: string }>('SELECT asset_id FROM rhumbline.assets ORDER BY asset_id');
    const names = Object.keys(CHANGES);
    for (let round = 0; round < 12; round += 1) {
      const chosen = Array.from({ length: 12 }, () => ({
        asset: rows[Math.floor(fraction() * rows.length)]?.asset_id,
        change: names[Math.floor(fraction() * names.length)] ?? '',
      }));
      // Several at once, so that they meet at a collection.
      await Promise.all(chosen.map(({ asset, change }) => owner.query(CHANGES[change] ?? '', [asset])));
      await holds(`round ${round}: ${chosen.map(({ change }) => change).join()}`);
    }
    assert.equal((await owner.query('SELECT FROM rhumbline.changed_collections')).rowCount, 0);
  });

  test('is undone with the transaction', async () => {
    const client = await owner.connect();
    try {
      await client.query(
        'BEGIN; UPDATE rhumbline.assets SET deleted_at = now(); SELECT FROM rhumbline.assets; ROLLBACK',
      );
    } finally {
      client.release();
    }
    assert.ok((await holds('a rollback')) > 0);
  });

  const addition = `SELECT pgstac.create_item(content || jsonb_build_object('id', $2::text, 'bbox', jsonb_build_array($3::float8, -70, $3::float8 + 1, -69),
      'properties', content->'properties' || jsonb_build_object('gsd', abs($3::float8), 'mission', $2::text)))
    FROM (SELECT pgstac.get_item(item_id, collection_id) AS content FROM rhumbline.item_jobs
      WHERE asset_id = $1 ORDER BY item_id LIMIT 1) AS one`;

  test('grows by what comes to them, one after the other and many at once', async () => {
    const { rows } = await owner.query<{ asset_id: string }>(
      'SELECT DISTINCT asset_id FROM rhumbline.item_jobs WHERE asset_id IS NOT NULL ORDER BY asset_id LIMIT 30',
    );
    const ids = rows.map(({ asset_id }) => asset_id);
    for (const [number, asset] of ids.slice(0, 8).entries()) {
      await inPgstac((client) => client.query(addition, [asset, `one-${number}`, 179.5 - number]));
    }
    await holds('single additions');
    await inPgstac(async (client) => {
      for (const [number, asset] of ids.entries())
        await client.query(addition, [asset, `many-${number}`, -179 + number]);
    });
    await holds('many additions at once');
    assert.equal((await owner.query('SELECT FROM rhumbline.changed_collections')).rowCount, 0);
  });

  test('knows of an item that comes while its asset is changed', async () => {
    const { rows } = await owner.query<{ asset_id: string }>(
      `SELECT asset_id FROM rhumbline.item_jobs JOIN rhumbline.shown_items USING (collection_id, item_id)
       WHERE is_public LIMIT 1`,
    );
    const asset = rows[0]?.asset_id;
    const deleting = await owner.connect();
    await deleting.query('BEGIN');
    await deleting.query(CHANGES.deletion ?? '', [asset]);
    const coming = inPgstac((client) => client.query(addition, [asset, 'meanwhile', 0.5]));
    await sleep(1_000);
    await deleting.query('COMMIT');
    deleting.release();
    await coming;
    await holds('an addition beside a deletion');
  });

  test('ends with the collection', async () => {
    await owner.query("SET search_path TO pgstac, public; SELECT delete_collection('gamma')");
    const left = await owner.query(
      `SELECT FROM rhumbline.collection_summaries WHERE collection_id = 'gamma'
       UNION ALL SELECT FROM rhumbline.item_traits WHERE collection_id = 'gamma'`,
    );
    assert.equal(left.rowCount, 0);
  });
});

describe('an item of an asset', () => {
  const lifetime = suiteLifetime();

  test('goes with the rejection of its version, with a reprocess and with deletion, and comes back with restoration', async (t) => {
    const platform_id = 'ddh';
    const collection_id = `test-${randomUUID()}`;
    const pool = poolOf(lifetime, stackEnv('DATABASE_URL_DOMAIN'), 1);
    lifetime.after(() => pool.query('SELECT pgstac.delete_collection($1)', [collection_id]));
    const platform = await clientOf(lifetime, { scopes: ['submit', 'read', 'review'], platform_id });
    const [anonymous, admin] = [clientWith(''), clientWith()];
    const ref = await blobMade(t, (path) => makeRaster(path));
    const first = echoSubmission({
      platform_id,
      workflow_id: 'raster_ingest',
      input_params: { ...ref, collection_id },
    });
    const { body } = await platform.post('/api/platform/submit', first);
    const asset = `/api/assets/${body.asset_id}`;
    assert.equal((await untilProcessed(platform, first.request_id)).processing_state, 'completed');

    const collection = `/stac/collections/${collection_id}`;
    /** Who finds the item, and its collection with it. */
    const found = async (job: string) => {
      const asked = [anonymous, platform, admin].map(async (client) => {
        const { status } = await client.get(`${collection}/items/${body.asset_id}-${job}`);
        const found = (await client.get(`/stac/search?collections=${collection_id}&ids=${body.asset_id}-${job}`)).body
          .features;
        assert.equal((found as object[]).length, status === 200 ? 1 : 0);
        return status;
      });
      return Promise.all(asked);
    };
    const collections = () =>
      Promise.all([anonymous, platform, admin].map(async (client) => (await client.get(collection)).status));
    const done = async (client: Client, path: string, sent?: object, method: 'post' | 'delete' = 'post') => {
      const answer = method === 'delete' ? await client.delete(path) : await client.post(path, sent ?? {});
      assert.ok(answer.status < 300, `${path}: ${JSON.stringify(answer.body)}`);
    };

    assert.deepEqual(await found('v1-r0'), [404, 200, 200]);
    const { extent, summaries } = (await platform.get(collection)).body as unknown as {
      extent: { spatial: { bbox: number[][] } };
      summaries: Record<string, unknown>;
    };
    const item = (await platform.get(`${collection}/items/${body.asset_id}-v1-r0`)).body as unknown as Item;
    assert.deepEqual(extent.spatial.bbox, [item.bbox]);
    assert.deepEqual(summaries['proj:code'], [item.properties['proj:code']]);
    assert.deepEqual(summaries['rhumbline:raster_class'], [item.properties['rhumbline:raster_class']]);
    assert.equal((summaries.data_type as string[]).length, 1);

    await done(platform, `${asset}/versions/1/reprocess`);
    assert.deepEqual(await found('v1-r0'), [404, 404, 200], "its job is not the version's any more");
    assert.equal((await untilProcessed(platform, first.request_id)).processing_state, 'completed');
    assert.deepEqual(await found('v1-r1'), [404, 200, 200]);

    await done(platform, asset, undefined, 'delete');
    assert.deepEqual(
      [await found('v1-r1'), await collections()],
      [
        [404, 404, 200],
        [404, 404, 200],
      ],
    );
    await done(platform, `${asset}/restore`);
    assert.deepEqual(
      [await found('v1-r1'), await collections()],
      [
        [404, 200, 200],
        [404, 200, 200],
      ],
    );

    await done(platform, `${asset}/versions/1/reject`, { rejection_reason: 'blurred' });
    assert.deepEqual(
      [await found('v1-r1'), await collections()],
      [
        [404, 404, 200],
        [404, 404, 200],
      ],
    );

    const second = { ...first, request_id: randomUUID() };
    await done(platform, '/api/platform/submit', second);
    assert.equal((await untilProcessed(platform, second.request_id)).processing_state, 'completed');
    assert.deepEqual(await found('v2-r0'), [404, 200, 200]);
    await done(platform, `${asset}/versions/2/approve`);
    await done(platform, `${asset}/clearance/cleared`);
    assert.deepEqual(await found('v2-r0'), [404, 200, 200]);
    await done(platform, `${asset}/clearance/public`);
    assert.deepEqual(
      [await found('v2-r0'), await collections()],
      [
        [200, 200, 200],
        [200, 200, 200],
      ],
    );
    assert.deepEqual(await found('v1-r1'), [404, 404, 200]);
    await done(platform, asset, undefined, 'delete');
    assert.deepEqual(
      [await found('v2-r0'), await collections()],
      [
        [404, 404, 200],
        [404, 404, 200],
      ],
    );
    await done(platform, `${asset}/restore`);
    assert.deepEqual(
      [await found('v2-r0'), await collections()],
      [
        [200, 200, 200],
        [200, 200, 200],
      ],
    );
  });
});
