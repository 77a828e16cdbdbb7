import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, describe, test } from 'node:test';
import { SCOPES } from '../../src/assets/api-keys/api-key.ts';
import { createApiKey } from '../../src/assets/api-keys/create-api-key.ts';
import { eventually, stackEnv } from '../support/stack.ts';
import { poolOf, statements } from './support/database.ts';
import { type ApiDocument, type Asked, ask, everyOperation, readDocument } from './support/every-operation.ts';
import { clientOf, echoSubmission, untilProcessed } from './support/gateway.ts';
import { suiteLifetime } from './support/lifetime.ts';

/**
 * Everything that the OpenAPI document has is asked for by another platform's keys, with the ids of the first platform: an
 * operation that is new is asked for as well.
 */
const lifetime = suiteLifetime();
const mine = `mine-${randomUUID().slice(0, 8)}`;
const strangers = `other-${randomUUID().slice(0, 8)}`;

/** Parameters that name what belongs to a platform, and how they are found in paths, queries and bodies. */
const OWNED: Record<string, string> = {};
/** The strangers' client, and who runs the service for them. */
const keys = { client: '', administrator: '' };
let document: ApiDocument;

const COLLECTION = {
  ...{ type: 'Collection', stac_version: '1.1.0', description: 'Mine.', license: 'other', links: [] },
  extent: { spatial: { bbox: [[0, 0, 1, 1]] }, temporal: { interval: [[null, null]] } },
};
const ITEM = {
  ...{ type: 'Feature', stac_version: '1.1.0', bbox: [0, 0, 0, 0], assets: {}, links: [] },
  geometry: { type: 'Point', coordinates: [0, 0] },
  properties: { datetime: '2026-01-02T03:04:05Z' },
};

before(async () => {
  await statements(
    stackEnv('DATABASE_URL'),
    [mine, strangers].map(
      (id) => `INSERT INTO rhumbline.platforms (platform_id, display_name, required_refs)
               VALUES ('${id}', 'Somebody', ARRAY['dataset_id', 'resource_id'])`,
    ),
  );
  const owner = await clientOf(lifetime, { scopes: ['submit', 'read', 'review'], platform_id: mine });
  const submission = echoSubmission({ platform_id: mine });
  const { asset_id } = (await owner.post('/api/platform/submit', submission)).body;
  await untilProcessed(owner, submission.request_id);
  const job_id = `${asset_id}-v1-r0`;
  const nodes = await eventually(async () => (await owner.get(`/api/status/job/${job_id}/nodes`)).body.nodes);
  const pool = poolOf(lifetime, stackEnv('DATABASE_URL'), 1);
  const { prefix } = await createApiKey(pool, { name: 'mine', scopes: ['read'], platform_id: mine });
  const delivery_id = `msg_${randomUUID().replaceAll('-', '')}`;
  await pool.query(
    `INSERT INTO rhumbline.webhook_deliveries
       (delivery_id, platform_id, asset_id, ordinal, request_id, type, url, body, state, ended_at, last_error)
     VALUES ($1, $2, $3, 1, $4, 'version.completed', 'https://nowhere.example/', '{}', 'dead', now(), '{"code": "c", "message": "m"}')`,
    [delivery_id, mine, asset_id, submission.request_id],
  );
  const collection_id = `of-${asset_id}`;
  await pool.query('SET search_path TO pgstac, public');
  await pool.query('SELECT create_collection($1::jsonb)', [{ ...COLLECTION, id: collection_id }]);
  await pool.query('SELECT create_item($1::jsonb)', [
    { ...ITEM, id: job_id, collection: collection_id, properties: { ...ITEM.properties, 'rhumbline:job_id': job_id } },
  ]);
  await pool.query('RESET search_path');
  lifetime.after(() => pool.query('SELECT pgstac.delete_collection($1)', [collection_id]));
  Object.assign(OWNED, {
    prefix,
    collection_id,
    item_id: job_id,
    delivery_id,
    platform_id: mine,
    request_id: submission.request_id,
    asset_id,
    ordinal: '1',
    version_ordinal: '1',
    job_id,
    node_id: (nodes as { node_id: string }[])[0]?.node_id,
  });
  const stranger = { name: 'stranger', platform_id: strangers };
  keys.client = (await createApiKey(pool, { ...stranger, scopes: ['submit', 'read', 'review'] })).key;
  keys.administrator = (await createApiKey(pool, { ...stranger, scopes: [...SCOPES] })).key;
  document = await readDocument();
});

const everything = () => everyOperation(document, OWNED);

for (const who of ['client', 'administrator'] as const) {
  describe(`another platform's ${who}`, () => {
    const askAs = (asked: Asked) => ask(asked, keys[who]);

    test('gets 404 or 403 from every operation that is told one of the ids', async () => {
      const asked = everything().filter(({ namesOwned }) => namesOwned);
      assert.ok(asked.length >= 15, `${asked.length} operations`);
      for (const each of asked) {
        const { status, text } = await askAs(each);
        assert.ok([403, 404].includes(status), `${each.name}: ${status} ${text}`);
      }
    });

    test('learns nothing of them from any other', async () => {
      const asked = everything().filter(({ namesOwned, method }) => !namesOwned && method === 'GET');
      assert.ok(asked.length >= 15, `${asked.length} operations`);
      for (const each of asked) {
        const { status, text } = await askAs(each);
        assert.ok([200, 403, 404, 422].includes(status), `${each.name}: ${status} ${text}`);
        if (status !== 200) continue;
        for (const name of ['platform_id', 'request_id', 'asset_id', 'job_id', 'prefix', 'delivery_id']) {
          const told = text.replaceAll(strangers, '').includes(String(OWNED[name]));
          assert.ok(!told, `${each.name} tells ${name}: ${text}`);
        }
      }
    });

    test('is told the same of what is not there', async () => {
      const nobodys = {
        ...OWNED,
        request_id: randomUUID(),
        asset_id: '0'.repeat(32),
        job_id: `${'0'.repeat(32)}-v1-r0`,
      };
      const swap = (text: string) =>
        text
          .replaceAll(String(OWNED.job_id), nobodys.job_id)
          .replaceAll(String(OWNED.asset_id), nobodys.asset_id)
          .replaceAll(String(OWNED.request_id), nobodys.request_id);
      for (const each of everything().filter(({ namesOwned, method }) => namesOwned && method === 'GET')) {
        const [theirs, none] = [await askAs(each), await askAs({ ...each, path: swap(each.path) })];
        const told = (text: string) => JSON.stringify({ ...JSON.parse(swap(text)), request_id: '' });
        assert.deepEqual([theirs.status, told(theirs.text)], [none.status, told(none.text)], each.name);
      }
    });
  });
}
