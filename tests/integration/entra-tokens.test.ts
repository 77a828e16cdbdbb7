import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, describe, test } from 'node:test';
import { stackEnv } from '../support/stack.ts';
import { AUDIENCE, ISSUER, PERSON, startTokenIssuer, TENANT, type TokenIssuer } from '../support/token-issuer.ts';
import { startAnotherGateway } from './support/another-gateway.ts';
import { poolOf, statements } from './support/database.ts';
import { type Answer, clientBy, clientWith, echoSubmission } from './support/gateway.ts';
import { suiteLifetime } from './support/lifetime.ts';

const codeOf = ({ status, body }: Answer) => `${status} ${body.code ?? ''}`.trim();
const challengeOf = ({ headers }: Answer) => headers.get('www-authenticate');
const roles = (...names: string[]) => names.map((name) => `Rhumbline.${name}`);

describe('a gateway that takes tokens of Entra ID', () => {
  const lifetime = suiteLifetime();
  let issuer: TokenIssuer;
  let gateway: string;
  before(async () => {
    issuer = await startTokenIssuer(lifetime);
    gateway = await startAnotherGateway(lifetime, {
      RHUMBLINE_ENTRA_TENANT_ID: TENANT,
      RHUMBLINE_ENTRA_AUDIENCE: AUDIENCE,
      RHUMBLINE_ENTRA_ISSUER: ISSUER,
      RHUMBLINE_ENTRA_JWKS_URL: issuer.jwks_url,
    });
  });

  const withToken = (token: string) => clientBy({ Authorization: `Bearer ${token}` }, gateway);
  const withRoles = async (...names: string[]) => withToken(await issuer.sign({ roles: roles(...names) }));

  test('lets those do what their roles give, and the trail names them', async () => {
    const client = await withRoles('Submit', 'Read', 'Platform.*');
    const submission = echoSubmission();
    const made = await client.post('/api/platform/submit', submission);
    assert.equal(made.status, 202, JSON.stringify(made.body));
    assert.equal((await client.get(`/api/platform/status/${submission.request_id}`)).status, 200);
    const pool = poolOf(lifetime, stackEnv('DATABASE_URL'), 1);
    const { rows } = await pool.query('SELECT DISTINCT actor FROM rhumbline.events WHERE asset_id = $1 AND kind = $2', [
      made.body.asset_id,
      'AssetVersion:Submitted',
    ]);
    assert.deepEqual(rows, [{ actor: `entra:${PERSON}` }]);
  });

  test('refuses what no role gives, and says what is missing', async () => {
    const reader = await withRoles('Read', 'Platform.*');
    for (const [path, scope] of [
      ['/api/platform/submit', 'submit'],
      [`/api/assets/${'0'.repeat(32)}/versions/1/approve`, 'review'],
      ['/api/admin/platforms', 'admin'],
    ] as const) {
      const answer = await reader.post(path, {});
      assert.equal(codeOf(answer), '403 insufficient_scope', path);
      assert.equal(challengeOf(answer), `Bearer realm="rhumbline", error="insufficient_scope", scope="${scope}"`);
    }
    assert.equal(codeOf(await (await withRoles('Read')).get('/api/assets')), '403 platform_not_bound');
  });

  test("shows to those who act for a platform nothing of another's", async () => {
    const platform_id = `test-${randomUUID().slice(0, 8)}`;
    await statements(stackEnv('DATABASE_URL'), [
      `INSERT INTO rhumbline.platforms (platform_id, display_name, required_refs)
       VALUES ('${platform_id}', 'Theirs', ARRAY['dataset_id', 'resource_id'])`,
    ]);
    const everybodys = echoSubmission();
    const { body } = await clientWith().post('/api/platform/submit', everybodys);
    const theirs = await withRoles('Submit', 'Read', `Platform.${platform_id}`);
    assert.equal(codeOf(await theirs.get(`/api/assets/${body.asset_id}/versions`)), '404 asset_not_found');
    assert.equal(codeOf(await theirs.post('/api/platform/submit', everybodys)), '403 platform_not_allowed');
    assert.equal((await theirs.post('/api/platform/submit', echoSubmission({ platform_id }))).status, 202);
    assert.deepEqual(
      ((await theirs.get('/api/assets')).body.assets as { platform_id: string }[]).map((asset) => asset.platform_id),
      [platform_id],
    );
  });

  test('takes API keys besides, but not both at once', async () => {
    const key = { 'X-API-Key': stackEnv('RHUMBLINE_API_KEY') };
    assert.equal((await clientBy(key, gateway).get('/api/assets')).status, 200);
    const both = { ...key, Authorization: `Bearer ${await issuer.sign()}` };
    assert.equal(codeOf(await clientBy(both, gateway).get('/api/assets')), '400 several_credentials');
  });

  test('says by what it would let one in', async () => {
    for (const headers of [{}, { Authorization: 'Basic dTpw' }, { Authorization: 'Bearer' }]) {
      const answer = await clientBy(headers as Record<string, string>, gateway).get('/api/assets');
      assert.equal(codeOf(answer), '401 missing_api_key');
      assert.equal(challengeOf(answer), 'ApiKey realm="rhumbline", Bearer realm="rhumbline"');
    }
    const expired = await withToken(await issuer.sign({ exp: 1_700_000_000 })).get('/api/assets');
    assert.equal(codeOf(expired), '401 expired_token');
    assert.match(String(challengeOf(expired)), /^Bearer .*error="invalid_token"/);
    assert.equal(codeOf(await withToken(await issuer.sign({ aud: 'x' })).get('/api/assets')), '401 invalid_token');
  });

  test('that was not set up for tokens says so', async () => {
    const answer = await clientBy({ Authorization: `Bearer ${await issuer.sign()}` }).get('/api/assets');
    assert.equal(codeOf(answer), '401 invalid_token');
    assert.equal(challengeOf(answer), 'ApiKey realm="rhumbline"');
  });
});
