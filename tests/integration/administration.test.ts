import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, test } from 'node:test';
import { eventually, stackEnv } from '../support/stack.ts';
import { poolOf } from './support/database.ts';
import { type Answer, clientOf, clientWith, echoSubmission } from './support/gateway.ts';
import { suiteLifetime } from './support/lifetime.ts';

const admin = clientWith();
const codeOf = ({ status, body }: Answer) => `${status} ${body.code ?? ''}`.trim();
const KEYS = '/api/admin/api-keys';
const PLATFORMS = '/api/admin/platforms';
const anId = () => `test-${randomUUID().slice(0, 8)}`;

async function platform(over: Record<string, unknown> = {}): Promise<string> {
  const platform_id = anId();
  const body = { platform_id, display_name: 'A test', required_refs: ['thing'], optional_refs: ['part'], ...over };
  assert.equal((await admin.post(PLATFORMS, body)).status, 201);
  return platform_id;
}

async function listed(path: string, items: string): Promise<Record<string, unknown>[]> {
  const { status, body } = await admin.get(path);
  assert.equal(status, 200, JSON.stringify(body));
  return body[items] as Record<string, unknown>[];
}

describe('platforms', () => {
  const lifetime = suiteLifetime();

  test('are added, listed, changed, deactivated and activated again', async () => {
    const platform_id = anId();
    const body = { platform_id, display_name: 'Maps', required_refs: ['thing'] };
    const made = await admin.post(PLATFORMS, body);
    assert.equal(made.status, 201);
    const { created_at, updated_at, ...rest } = made.body;
    assert.deepEqual(rest, { ...body, optional_refs: [], is_active: true });
    assert.equal(created_at, updated_at);
    assert.equal(codeOf(await admin.post(PLATFORMS, body)), '409 platform_exists');
    const all = await listed(`${PLATFORMS}?limit=500`, 'platforms');
    assert.deepEqual(
      all.filter((each) => each.platform_id === platform_id),
      [made.body],
    );

    const path = `${PLATFORMS}/${platform_id}`;
    const named = await admin.patch(path, { display_name: 'Charts', optional_refs: ['part'] }, { 'If-Match': '"1"' });
    assert.deepEqual([named.status, named.headers.get('etag')], [200, '"2"']);
    assert.deepEqual([named.body.display_name, named.body.optional_refs], ['Charts', ['part']]);
    assert.equal(codeOf(await admin.patch(path, { display_name: 'x' }, { 'If-Match': '"1"' })), '412 stale_if_match');

    const submission = () => echoSubmission({ platform_id, platform_refs: { thing: anId(), part: 'p' } });
    assert.equal((await admin.post('/api/platform/submit', submission())).status, 202);
    assert.equal((await admin.patch(path, { is_active: false })).body.is_active, false);
    assert.equal(codeOf(await admin.post('/api/platform/submit', submission())), '422 unknown_platform');
    assert.equal((await admin.patch(path, { is_active: true })).body.is_active, true);
    assert.equal((await admin.post('/api/platform/submit', submission())).status, 202);

    assert.equal(codeOf(await admin.patch(path, { optional_refs: [] })), '409 platform_ref_in_use');
    assert.equal(codeOf(await admin.patch(path, { optional_refs: ['part', 'thing'] })), '422 invalid_platform_refs');
    const more = await admin.patch(path, { optional_refs: ['part', 'sheet'] });
    assert.deepEqual(more.body.optional_refs, ['part', 'sheet']);
    assert.equal((await admin.patch(path, { optional_refs: ['part'] })).status, 200, 'no asset is named by it');

    const pool = poolOf(lifetime, stackEnv('DATABASE_URL'), 1);
    const { rows } = await pool.query<{ kind: string; changed: unknown }>(
      `SELECT kind, before->>'is_active' || ' ' || (after->>'is_active') AS changed FROM rhumbline.events
       WHERE platform_id = $1 AND kind LIKE 'Platform:%' ORDER BY event_id`,
      [platform_id],
    );
    assert.deepEqual(
      rows.map(({ kind, changed }) => [kind, changed]),
      [
        ['Platform:Created', null],
        ['Platform:Updated', 'true true'],
        ['Platform:Deactivated', 'true false'],
        ['Platform:Activated', 'false true'],
        ['Platform:Updated', 'true true'],
        ['Platform:Updated', 'true true'],
      ],
    );
  });

  test('that cannot be are refused, with every fault', async () => {
    const faultsOf = ({ status, body }: Answer) => [
      status,
      ...(body.errors ?? []).map(({ pointer, code }) => `${pointer} ${code}`).sort(),
    ];
    const bad = { platform_id: 'No Good', display_name: '', required_refs: [], is_active: true };
    assert.deepEqual(faultsOf(await admin.post(PLATFORMS, bad)), [
      ...[422, '/display_name out_of_range', '/is_active unknown_field'],
      ...['/platform_id invalid_format', '/required_refs out_of_range'],
    ]);
    const both = { platform_id: anId(), display_name: 'x', required_refs: ['a', 'a'], optional_refs: ['a'] };
    assert.equal(codeOf(await admin.post(PLATFORMS, both)), '422 invalid_request');
    assert.equal(codeOf(await admin.patch(`${PLATFORMS}/nobody`, { is_active: false })), '404 platform_not_found');
    assert.equal(codeOf(await admin.patch(`${PLATFORMS}/ddh`, {})), '422 invalid_request');
    assert.equal(codeOf(await admin.patch(`${PLATFORMS}/ddh`, { required_refs: ['x'] })), '422 invalid_request');
  });
});

describe('API keys', () => {
  const lifetime = suiteLifetime();

  test('are made, used, listed without their secrets, and revoked', async () => {
    const made = await admin.post(KEYS, { name: 'A reader', scopes: ['read'], platform_id: 'ddh' });
    assert.equal(made.status, 201);
    assert.equal(made.headers.get('cache-control'), 'no-store');
    const { key, created_at, ...rest } = made.body;
    assert.match(String(key), /^rh_[0-9a-z]{12}_[A-Za-z0-9_-]{43}$/);
    const prefix = String(key).slice(3, 15);
    const view = { prefix, name: 'A reader', scopes: ['read'], platform_id: 'ddh', replaced_by: null };
    assert.deepEqual(rest, { ...view, state: 'active', expires_at: null, revoked_at: null });
    const reader = clientWith(String(key));
    assert.equal((await reader.get('/api/assets')).status, 200);
    assert.equal(codeOf(await reader.get(KEYS)), '403 insufficient_scope');

    const text = JSON.stringify(await listed(`${KEYS}?limit=500&platform_id=ddh`, 'api_keys'));
    assert.ok(text.includes(prefix) && !text.includes(String(key).slice(16)) && !text.includes('key_hash'));

    const revoked = await admin.delete(`${KEYS}/${prefix}`);
    assert.deepEqual([revoked.status, revoked.body.state, 'key' in revoked.body], [200, 'revoked', false]);
    await eventually(async () => assert.equal(codeOf(await reader.get('/api/assets')), '401 invalid_api_key'), 15_000);
    assert.equal(codeOf(await admin.delete(`${KEYS}/${prefix}`)), '409 api_key_revoked');
    assert.equal(codeOf(await admin.post(`${KEYS}/${prefix}/rotate`)), '409 api_key_revoked');
    assert.equal(codeOf(await admin.delete(`${KEYS}/${'0'.repeat(12)}`)), '404 api_key_not_found');
  });

  test('are rotated: both are good until the overlap is over', async () => {
    const made = await admin.post(KEYS, { name: 'Rotated', scopes: ['read', 'submit'], platform_id: 'ddh' });
    const old = String(made.body.key);
    const rotated = await admin.post(`${KEYS}/${made.body.prefix}/rotate`, { overlap_seconds: 3 });
    assert.deepEqual([rotated.status, rotated.headers.get('cache-control')], [201, 'no-store']);
    assert.deepEqual(
      [rotated.body.name, rotated.body.scopes, rotated.body.platform_id, rotated.body.expires_at],
      ['Rotated', ['read', 'submit'], 'ddh', null],
    );
    const fresh = String(rotated.body.key);
    const statusWith = async (key: string) => (await clientWith(key).get('/api/assets')).status;
    assert.deepEqual([await statusWith(old), await statusWith(fresh)], [200, 200]);
    assert.equal(codeOf(await admin.post(`${KEYS}/${made.body.prefix}/rotate`)), '409 api_key_rotated');
    await eventually(async () => assert.equal(await statusWith(old), 401), 30_000);
    assert.equal(await statusWith(fresh), 200);
    assert.equal(codeOf(await admin.post(`${KEYS}/${made.body.prefix}/rotate`)), '409 api_key_expired');
    const [seen] = (await listed(`${KEYS}?limit=500`, 'api_keys')).filter(({ prefix }) => prefix === made.body.prefix);
    assert.deepEqual([seen?.state, seen?.replaced_by], ['expired', rotated.body.prefix]);
  });

  test('rotated five times at once: one successor', async () => {
    const made = await admin.post(KEYS, { name: 'Contended', scopes: ['read'] });
    const path = `${KEYS}/${made.body.prefix}/rotate`;
    const answers = await Promise.all(Array.from({ length: 5 }, () => admin.post(path)));
    assert.deepEqual(answers.map(codeOf).sort(), ['201', ...Array(4).fill('409 api_key_rotated')]);
  });

  test('a successor lives as long as its predecessor was to', async () => {
    const expires_at = new Date(Date.now() + 3_600_000).toISOString();
    const made = await admin.post(KEYS, { name: 'For an hour', scopes: ['read'], expires_at });
    assert.equal(made.body.expires_at, expires_at);
    const rotated = await admin.post(`${KEYS}/${made.body.prefix}/rotate`, {});
    const life = Date.parse(String(rotated.body.expires_at)) - Date.parse(String(rotated.body.created_at));
    assert.ok(Math.abs(life - 3_600_000) < 10_000, `${life} ms`);
    const [old] = (await listed(`${KEYS}?limit=500`, 'api_keys')).filter(({ prefix }) => prefix === made.body.prefix);
    assert.equal(old?.expires_at, expires_at, 'an overlap does not prolong the old one');
  });

  test('that cannot be are refused', async () => {
    for (const body of [
      { name: 'x', scopes: [] },
      { name: 'x', scopes: ['root'] },
      { name: 'x', scopes: ['read', 'read'] },
      { name: 'x', scopes: ['read'], expires_at: '2001-01-01T00:00:00Z' },
      { name: 'x', scopes: ['read'], expires_at: 'tomorrow' },
      { scopes: ['read'] },
    ]) {
      assert.equal(codeOf(await admin.post(KEYS, body)), '422 invalid_request', JSON.stringify(body));
    }
    const nobody = { name: 'x', scopes: ['read'], platform_id: 'nobody' };
    assert.equal(codeOf(await admin.post(KEYS, nobody)), '422 unknown_platform');
  });

  test('an administrator of one platform has no more to give than that', async () => {
    const mine = await platform();
    const bound = await clientOf(lifetime, { scopes: ['admin'], platform_id: mine });
    const theirs = await admin.post(KEYS, { name: 'theirs', scopes: ['read'], platform_id: 'ddh' });
    const own = await bound.post(KEYS, { name: 'own', scopes: ['read'], platform_id: mine });
    assert.equal(own.status, 201);
    for (const [answer, code] of [
      [await bound.post(KEYS, { name: 'x', scopes: ['admin'] }), '403 platform_not_allowed'],
      [await bound.post(KEYS, { name: 'x', scopes: ['read'], platform_id: 'ddh' }), '403 platform_not_allowed'],
      [await bound.delete(`${KEYS}/${theirs.body.prefix}`), '404 api_key_not_found'],
      [await bound.post(`${KEYS}/${theirs.body.prefix}/rotate`), '404 api_key_not_found'],
      [await bound.get(`${KEYS}?platform_id=ddh`), '403 platform_not_allowed'],
      [await bound.patch(`${PLATFORMS}/${mine}`, { is_active: false }), '403 platform_not_allowed'],
      [
        await bound.post(PLATFORMS, { platform_id: anId(), display_name: 'x', required_refs: ['a'] }),
        '403 platform_not_allowed',
      ],
      [await bound.post('/api/admin/bootstrap/deploy?confirm=yes'), '403 platform_not_allowed'],
    ] as const) {
      assert.equal(codeOf(answer), code);
    }
    const seen = (await bound.get(KEYS)).body.api_keys as { platform_id: string }[];
    assert.deepEqual([seen.length, ...new Set(seen.map(({ platform_id }) => platform_id))], [2, mine]);
    const platforms = (await bound.get(PLATFORMS)).body.platforms as { platform_id: string }[];
    assert.deepEqual(
      platforms.map(({ platform_id }) => platform_id),
      [mine],
    );
  });

  test('without the scope admin nothing of it is open', async () => {
    const client = await clientOf(lifetime, { scopes: ['submit', 'read', 'review'], platform_id: null });
    for (const answer of [
      await client.get(KEYS),
      await client.get(PLATFORMS),
      await client.post(KEYS, { name: 'x', scopes: ['admin'] }),
      await client.post(PLATFORMS, {}),
      await client.patch(`${PLATFORMS}/ddh`, { is_active: false }),
      await client.delete(`${KEYS}/${'0'.repeat(12)}`),
      await client.post('/api/admin/bootstrap/deploy?confirm=yes'),
    ]) {
      assert.equal(codeOf(answer), '403 insufficient_scope');
    }
  });
});

describe('a deployment', () => {
  test('is asked for on purpose, and finds nothing to do where all is done, also twice at once', async () => {
    const path = '/api/admin/bootstrap/deploy';
    assert.equal(codeOf(await admin.post(path)), '422 invalid_request');
    assert.equal(codeOf(await admin.post(`${path}?confirm=no`)), '422 invalid_request');
    const answers = await Promise.all([admin.post(`${path}?confirm=yes`), admin.post(`${path}?confirm=yes`)]);
    assert.deepEqual(
      answers.map(({ status, body }) => [status, body]),
      [
        [200, { applied: [] }],
        [200, { applied: [] }],
      ],
    );
    assert.equal((await admin.get('/api/assets')).status, 200, 'rights are as they were');
  });
});
