import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, describe, test } from 'node:test';
import { createApiKey } from '../../src/assets/api-keys/create-api-key.ts';
import { stackEnv } from '../support/stack.ts';
import { poolOf, statements } from './support/database.ts';
import { type Client, clientOf, clientWith, echoSubmission, untilProcessed } from './support/gateway.ts';
import { suiteLifetime } from './support/lifetime.ts';

describe('keys', () => {
  const lifetime = suiteLifetime();
  const everybody = { platform_id: null } as const;

  test('none, malformed, unknown, expired and revoked ones', async () => {
    const pool = poolOf(lifetime, stackEnv('DATABASE_URL'), 1);
    const old = { name: 'old', scopes: ['read'] as const, ...everybody };
    const expired = await createApiKey(pool, { ...old, expires_at: new Date(Date.now() - 1000) });
    const revoked = await createApiKey(pool, old);
    await pool.query('UPDATE rhumbline.api_keys SET revoked_at = now() WHERE prefix = $1', [revoked.prefix]);
    const other = await createApiKey(pool, old);
    const wrongSecret = `${revoked.key.slice(0, 16)}${other.key.slice(16)}`;
    for (const [key, code] of [
      ['', 'missing_api_key'],
      ['nonsense', 'invalid_api_key'],
      [`rh_abcdefghij01_${'x'.repeat(43)}`, 'invalid_api_key'],
      [wrongSecret, 'invalid_api_key'],
      [expired.key, 'invalid_api_key'],
      [revoked.key, 'invalid_api_key'],
    ] as const) {
      const answer = await clientWith(key).get('/api/platform/status/x');
      assert.deepEqual([answer.status, answer.body.code], [401, code]);
    }
    assert.equal((await clientWith(other.key).get('/api/platform/status/x')).status, 404);
  });

  test('a key is in the database as its hash alone', async () => {
    const pool = poolOf(lifetime, stackEnv('DATABASE_URL'), 1);
    const { key, prefix } = await createApiKey(pool, { name: 'hashed', scopes: ['read'], ...everybody });
    const { rows } = await pool.query('SELECT * FROM rhumbline.api_keys WHERE prefix = $1', [prefix]);
    assert.equal(rows.length, 1);
    const secret = key.slice(16);
    assert.ok(!JSON.stringify(rows).includes(secret));
    assert.ok(!JSON.stringify(rows).includes(Buffer.from(secret).toString('hex')));
  });

  test('each scope opens its own doors', async () => {
    const reader = await clientOf(lifetime, { scopes: ['read'], ...everybody });
    const submitter = await clientOf(lifetime, { scopes: ['submit'], ...everybody });
    const asset = '0'.repeat(32);
    for (const [client, method, path, body] of [
      [reader, 'post', '/api/platform/submit', {}],
      [reader, 'post', '/api/gateway/submit', {}],
      [reader, 'post', '/api/status/job/x/cancel', undefined],
      [reader, 'post', `/api/assets/${asset}/versions/1/approve`, {}],
      [submitter, 'post', `/api/assets/${asset}/versions/1/reject`, {}],
      [submitter, 'get', '/api/platform/status/x', undefined],
      [submitter, 'get', '/api/status/job/x', undefined],
    ] as const) {
      const answer = method === 'get' ? await client.get(path) : await client.post(path, body);
      assert.deepEqual([answer.status, answer.body.code], [403, 'insufficient_scope'], `${method} ${path}`);
    }
  });

  test('a key that is bound to a platform submits no job without an asset', async () => {
    const job = { workflow_id: 'echo_test' };
    for (const scopes of [['submit', 'read'], ['admin']] as const) {
      const bound = await clientOf(lifetime, { scopes, platform_id: 'ddh' });
      for (const [path, body] of [
        ['/api/gateway/submit', job],
        ['/api/gateway/submit/batch', { jobs: [job] }],
      ] as const) {
        const answer = await bound.post(path, body);
        assert.deepEqual([answer.status, answer.body.code], [403, 'platform_not_allowed'], `${path} ${scopes}`);
      }
    }
    const administers = await clientOf(lifetime, { scopes: ['admin'], platform_id: 'ddh' });
    const spec = 'workflow_id: says\nversion: 1\nnodes: { say: { handler: echo } }';
    const run = await administers.post('/api/jobs/run', { spec });
    assert.deepEqual([run.status, run.body.code], [403, 'platform_not_allowed']);
  });
});

describe("another platform's key", () => {
  const lifetime = suiteLifetime();
  const platform_id = `test-${randomUUID().slice(0, 8)}`;
  let stranger: Client;
  let paths: string[];
  before(async () => {
    await statements(stackEnv('DATABASE_URL'), [
      `INSERT INTO rhumbline.platforms (platform_id, display_name, required_refs)
       VALUES ('${platform_id}', 'Another platform', ARRAY['thing_id'])`,
    ]);
    stranger = await clientOf(lifetime, { scopes: ['submit', 'read', 'review'], platform_id });
    const submission = echoSubmission();
    const { body } = await clientWith().post('/api/platform/submit', submission);
    await untilProcessed(clientWith(), submission.request_id);
    paths = [
      `/api/platform/status/${submission.request_id}`,
      `/api/assets/${body.asset_id}/versions`,
      `/api/assets/${body.asset_id}/versions/1`,
      `/api/status/job/${body.asset_id}-v1-r0`,
      `/api/status/job/${body.asset_id}-v1-r0/nodes`,
      `/api/status/lookup?request_id=${submission.request_id}`,
      `/api/status/lookup?asset_id=${body.asset_id}&version_ordinal=1`,
    ];
  });

  test('reads nothing: the same 404 as for what does not exist', async () => {
    for (const path of paths) {
      assert.equal((await clientWith().get(path)).status, 200, path);
      const answer = await stranger.get(path);
      assert.equal(answer.status, 404, path);
    }
  });

  test('changes nothing', async () => {
    const version = String(paths[2]);
    const asset = version.replace('/versions/1', '');
    const job = paths[3];
    for (const [path, body] of [
      [`${version}/approve`, {}],
      [`${version}/reject`, { rejection_reason: 'mine now' }],
      [`${version}/reprocess`, undefined],
      [`${asset}/clearance/cleared`, undefined],
      [`${asset}/clearance/public`, undefined],
      [`${asset}/restore`, undefined],
      [`${job}/cancel`, undefined],
    ] as const) {
      const answer = await stranger.post(path, body);
      const nothing = await stranger.post(path.replace(/[0-9a-f]{32}/, '0'.repeat(32)), body);
      assert.equal(answer.status, 404, path);
      assert.deepEqual([answer.body.code, answer.body.title], [nothing.body.code, nothing.body.title], path);
    }
    assert.equal((await stranger.delete(`${asset}?cancel_jobs=true`)).status, 404);
    assert.equal((await clientWith().get(version)).body.approval_state, 'pending_review');
  });

  test('submits for its own platform only, under request ids of its own', async () => {
    const foreign = await stranger.post('/api/platform/submit', echoSubmission());
    assert.deepEqual([foreign.status, foreign.body.code], [403, 'platform_not_allowed']);
    const mine = echoSubmission({ platform_id, platform_refs: { thing_id: 'T' } });
    assert.equal((await stranger.post('/api/platform/submit', mine)).status, 202);
    const theirs = await clientWith().post('/api/platform/submit', echoSubmission({ request_id: mine.request_id }));
    assert.equal(theirs.status, 202, 'the same request id on another platform is another submission');
    assert.equal((await stranger.get(`/api/platform/status/${mine.request_id}`)).status, 200);
    const everybodys = clientWith();
    for (const path of [
      `/api/platform/status/${mine.request_id}?`,
      `/api/status/lookup?request_id=${mine.request_id}&`,
    ]) {
      const unclear = await everybodys.get(path.slice(0, -1));
      assert.deepEqual([unclear.status, unclear.body.code], [409, 'ambiguous_request_id'], path);
      assert.match(String(unclear.body.detail), new RegExp(`: ddh, ${platform_id}\\. Say which by .* platform_id`));
      const clear = await Promise.all(['ddh', platform_id].map((id) => everybodys.get(`${path}platform_id=${id}`)));
      assert.deepEqual(
        clear.map(({ status, body }) => [status, body.request_id]),
        [
          [200, mine.request_id],
          [200, mine.request_id],
        ],
      );
      assert.notEqual(clear[0]?.body.asset_id, clear[1]?.body.asset_id);
      assert.equal(clear[0]?.body.asset_id, theirs.body.asset_id);
      assert.equal((await stranger.get(`${path}platform_id=ddh`)).body.code, 'platform_not_allowed');
      assert.equal((await stranger.get(`${path}platform_id=${platform_id}`)).status, 200);
    }
  });
});
