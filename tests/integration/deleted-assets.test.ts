import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, describe, test } from 'node:test';
import { createApiKey } from '../../src/assets/api-keys/create-api-key.ts';
import { eventually, stackEnv } from '../support/stack.ts';
import { poolOf, statements } from './support/database.ts';
import { type ApiDocument, ask, everyOperation, readDocument } from './support/every-operation.ts';
import { clientWith, echoSubmission, GATEWAY, untilProcessed } from './support/gateway.ts';
import { suiteLifetime } from './support/lifetime.ts';

/**
 * Every read of the OpenAPI document is asked for with the ids of a deleted asset, by the platform's own client and by those who run
 * the service: a read that is new is asked for as well.
 */
const lifetime = suiteLifetime();
const platform_id = `gone-${randomUUID().slice(0, 8)}`;
/** What can be read of the asset, by the parameters that name it. */
const DELETED: Record<string, string> = { platform_id };
/** Parameters that name nothing of an asset's own. */
const OTHERS = {
  ...{ prefix: 'k3v9x0q2m7ab', delivery_id: `msg_${'0'.repeat(32)}`, node_id: 'validate' },
  ...{ collection_id: 'nothing', item_id: 'nothing' },
};
/** By which an answer tells of it. */
const IDS = ['asset_id', 'request_id', 'job_id'] as const;
const keys = { client: '', administrator: '' };
let document: ApiDocument;

before(async () => {
  await statements(stackEnv('DATABASE_URL'), [
    `INSERT INTO rhumbline.platforms (platform_id, display_name, required_refs)
     VALUES ('${platform_id}', 'Somebody', ARRAY['dataset_id', 'resource_id'])`,
  ]);
  const pool = poolOf(lifetime, stackEnv('DATABASE_URL'), 1);
  const mine = { name: 'mine', platform_id };
  keys.client = (await createApiKey(pool, { ...mine, scopes: ['submit', 'read', 'review'] })).key;
  keys.administrator = (await createApiKey(pool, { ...mine, scopes: ['admin'] })).key;
  const client = clientWith(keys.client);
  const submission = echoSubmission({ platform_id });
  const asset_id = String((await client.post('/api/platform/submit', submission)).body.asset_id);
  await untilProcessed(client, submission.request_id);
  const job_id = `${asset_id}-v1-r0`;
  await eventually(async () => assert.equal((await client.get(`/api/status/job/${job_id}`)).body.state, 'completed'));
  assert.equal((await client.post(`/api/assets/${asset_id}/versions/1/approve`, {})).status, 200);
  Object.assign(DELETED, { asset_id, job_id, request_id: submission.request_id, ordinal: '1', version_ordinal: '1' });
  document = await readDocument();
});

/** Reads that clients may ask for at all. */
function reads() {
  return everyOperation(document, { ...DELETED, ...OTHERS })
    .filter(({ method, path }) => method === 'GET' && !path.startsWith('/api/admin/'))
    .map((asked) => ({ ...asked, names: IDS.filter((id) => asked.path.includes(String(DELETED[id]))) }));
}

async function answers(key: string) {
  const asked = await Promise.all(
    reads().map(async (each) => [each.name, { ...each, ...(await ask(each, key)) }] as const),
  );
  return new Map(asked);
}

describe('what belongs to a deleted asset', () => {
  test('is not there for clients, and is there for those who run the service', async () => {
    const before = await answers(keys.client);
    const found = [...before.values()].filter(
      ({ status, text }) => status === 200 && IDS.some((id) => text.includes(String(DELETED[id]))),
    );
    assert.ok(found.length >= 12, `${found.length} reads tell of it while it is there`);
    assert.equal((await clientWith(keys.client).delete(`/api/assets/${DELETED.asset_id}`)).status, 200);

    const [after, all] = [await answers(keys.client), await answers(keys.administrator)];
    for (const { name, names, path } of found) {
      const told = after.get(name);
      const isFilter = path.includes('?') && names.length > 0;
      if (names.length > 0 && !isFilter) assert.equal(told?.status, 404, `${name}: ${told?.status} ${told?.text}`);
      const { status = 0, text = '' } = told ?? {};
      assert.ok([200, 404].includes(status), `${name}: ${status} ${text}`);
      if (status === 200) {
        for (const id of IDS) assert.ok(!text.includes(String(DELETED[id])), `${name} tells ${id}: ${text}`);
      }
      const seen = all.get(name);
      assert.equal(seen?.status, 200, `${name}, for an administrator: ${seen?.status} ${seen?.text}`);
    }
  });

  test('is told of alike where it never was', async () => {
    const nobodys: Record<string, string> = {
      asset_id: '0'.repeat(32),
      request_id: randomUUID(),
      job_id: `${'0'.repeat(32)}-v1-r0`,
    };
    const swap = (text: string) =>
      ['job_id', 'asset_id', 'request_id'].reduce(
        (so, id) => so.replaceAll(String(DELETED[id]), String(nobodys[id])),
        text,
      );
    for (const each of reads().filter(({ names }) => names.length > 0)) {
      const [deleted, none] = [
        await ask(each, keys.client),
        await ask({ ...each, path: swap(each.path) }, keys.client),
      ];
      const told = (text: string) => JSON.stringify({ ...JSON.parse(swap(text)), request_id: '' });
      assert.deepEqual([deleted.status, told(deleted.text)], [none.status, told(none.text)], each.name);
    }
  });

  test('a lookup by the version', async () => {
    const path = `/api/status/lookup?asset_id=${DELETED.asset_id}&version_ordinal=1`;
    const told = await clientWith(keys.client).get(path);
    assert.deepEqual([told.status, told.body.code], [404, 'job_not_found']);
    assert.equal((await clientWith(keys.administrator).get(path)).body.job_id, DELETED.job_id);
  });
});

test('a version that was read before its asset was deleted is another one', async () => {
  const admin = clientWith(keys.administrator);
  const asset = `/api/assets/${DELETED.asset_id}`;
  await admin.post(`${asset}/restore`);
  for (const version of [`${asset}/versions/1`, `${asset}/versions/latest`, asset]) {
    const live = await admin.get(version);
    const etag = String(live.headers.get('etag'));
    assert.equal(live.body.deleted_at, null);
    assert.equal((await admin.delete(asset)).status, 200);
    const again = await fetch(`${GATEWAY}${version}`, {
      headers: { 'X-API-Key': keys.administrator, 'If-None-Match': etag },
    });
    assert.equal(again.status, 200, version);
    assert.match(String(((await again.json()) as { deleted_at: string }).deleted_at), /^2/);
    const restored = await admin.post(`${asset}/restore`);
    assert.equal(restored.status, 200);
  }
});
