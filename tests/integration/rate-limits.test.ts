import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createApiKey } from '../../src/assets/api-keys/create-api-key.ts';
import { stackEnv } from '../support/stack.ts';
import { startAnotherGateway } from './support/another-gateway.ts';
import { poolOf } from './support/database.ts';
import { type Answer, clientBy, clientOf, clientWith, GATEWAY } from './support/gateway.ts';
import { suiteLifetime } from './support/lifetime.ts';

const codeOf = ({ status, body }: Answer) => `${status} ${body.code ?? ''}`.trim();
const READER = { scopes: ['read'] as const, platform_id: null };

function assertLimited(answer: Answer): void {
  assert.equal(codeOf(answer), '429 rate_limited');
  const seconds = Number(answer.headers.get('retry-after'));
  assert.ok(seconds >= 1 && seconds <= 60, `Retry-After: ${seconds}`);
}

describe('a gateway with few requests to give', () => {
  const lifetime = suiteLifetime();

  async function newKey(): Promise<string> {
    const pool = poolOf(lifetime, stackEnv('DATABASE_URL'), 1);
    return (await createApiKey(pool, { name: 'limited', ...READER })).key;
  }

  test('tells each key how many are left, and refuses more', async () => {
    const gateway = await startAnotherGateway(lifetime, { RHUMBLINE_REQUEST_LIMIT: '5' });
    const client = clientWith(await newKey(), gateway);
    for (const left of [4, 3, 2, 1, 0]) {
      // A problem is an answer as well.
      const { status, headers } = await client.get(left % 2 === 0 ? '/api/assets?limit=1' : '/api/assets?limit=x');
      assert.equal(status, left % 2 === 0 ? 200 : 422);
      assert.match(String(headers.get('ratelimit')), new RegExp(`^"5-in-1min"; r=${left}; t=\\d+$`));
      assert.match(String(headers.get('ratelimit-policy')), /^"5-in-1min"; q=5; w=60; pk=:[\w+/=]+:$/);
    }
    assertLimited(await client.get('/api/assets'));
    assertLimited(await client.post('/api/platform/submit', {}));
    assert.equal((await clientWith(await newKey(), gateway).get('/api/assets')).status, 200, 'others have their own');
    for (const path of ['/health/live', '/health/ready', '/api/gateway/health', '/openapi.json']) {
      const { status, headers } = await client.get(path);
      assert.deepEqual([status, headers.get('ratelimit')], [200, null], path);
    }
  });

  test('holds off an address without good credentials, but nobody who had good ones', async () => {
    const settings = { RHUMBLINE_FAILURE_LIMIT: '3', RHUMBLINE_TRUSTED_PROXIES: '127.0.0.0/8' };
    const gateway = await startAnotherGateway(lifetime, settings);
    const from = (address: string, key: string) =>
      clientBy({ 'X-Forwarded-For': address, 'X-API-Key': key }, gateway).get('/api/assets?limit=1');
    const [known, fresh] = [await newKey(), await newKey()];
    assert.equal((await from('203.0.113.1', known)).status, 200);
    for (const key of ['', 'nonsense', `rh_abcdefghij01_${'x'.repeat(43)}`]) {
      assert.equal((await from('203.0.113.1', key)).status, 401);
    }
    assertLimited(await from('203.0.113.1', 'nonsense'));
    assertLimited(await from('203.0.113.1', ''));
    assertLimited(await from('203.0.113.1', fresh));
    assert.equal((await from('203.0.113.1', known)).status, 200);
    assert.equal((await from('203.0.113.2', fresh)).status, 200);
    assert.equal((await from('203.0.113.1', fresh)).status, 200, 'it is known by now');
    assert.equal((await from('203.0.113.2', 'nonsense')).status, 401);
    // A client has more than one address of IPv6.
    for (const last of [1, 2, 3]) assert.equal((await from(`2001:db8:1:2::${last}`, 'nonsense')).status, 401);
    assertLimited(await from('2001:db8:1:3::4', 'nonsense'));
    assert.equal((await from('2001:db8:2::1', 'nonsense')).status, 401);
  });

  test('looks at no more bad credentials than may fail, also of those that come at once', async () => {
    const gateway = await startAnotherGateway(lifetime, { RHUMBLINE_FAILURE_LIMIT: '3' });
    const good = clientWith(await newKey(), gateway);
    const crowd = await Promise.all(Array.from({ length: 20 }, () => good.get('/api/assets?limit=1')));
    assert.deepEqual([...new Set(crowd.map(codeOf))], ['200'], 'good ones wait for each other');
    const both = clientBy({ 'X-API-Key': 'nonsense', Authorization: 'Bearer x.y.z' }, gateway);
    assert.equal(codeOf(await both.get('/api/assets')), '400 several_credentials');
    const bad = await Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        clientWith(`rh_abcdefghij${10 + at}_${'x'.repeat(43)}`, gateway).get('/api/assets'),
      ),
    );
    assert.equal(bad.filter(({ status }) => status === 401).length, 2);
    for (const answer of bad.filter(({ status }) => status !== 401)) assertLimited(answer);
    assertLimited(await both.get('/api/assets'));
  });

  test('believes no X-Forwarded-For but from its proxies', async () => {
    const gateway = await startAnotherGateway(lifetime, { RHUMBLINE_FAILURE_LIMIT: '2' });
    const from = (address: string) => clientBy({ 'X-Forwarded-For': address }, gateway).get('/api/assets');
    assert.equal((await from('203.0.113.1')).status, 401);
    assert.equal((await from('203.0.113.2')).status, 401);
    assertLimited(await from('203.0.113.3'));
  });
});

test('the local stack has requests enough', async (t) => {
  const { headers } = await (await clientOf(t, READER)).get('/api/assets?limit=1');
  assert.match(String(headers.get('ratelimit')), /^"1000000000-in-1min"; r=\d{9}; t=\d+$/, GATEWAY);
});
