import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSigningKeys, type SigningKeysOptions } from '../../../src/api/gateway/identity/signing-keys.ts';
import { createTokenVerifier } from '../../../src/api/gateway/identity/verify-token.ts';
import { ProblemError } from '../../../src/api/shared/problem.ts';
import { AUDIENCE, ISSUER, PERSON, startTokenIssuer, TENANT } from '../../support/token-issuer.ts';

const SCOPES = new Map([
  ['Rhumbline.Submit', 'submit'],
  ['Rhumbline.Read', 'read'],
  ['Rhumbline.Review', 'review'],
  ['Rhumbline.Admin', 'admin'],
] as const);

async function start(t: TestContext, options: Partial<SigningKeysOptions> = {}) {
  const issuer = await startTokenIssuer(t);
  const keys = createSigningKeys({ url: issuer.jwks_url, onError: () => {}, ...options });
  const entra = { tenant_id: TENANT, issuer: ISSUER, audience: AUDIENCE };
  const verify = createTokenVerifier(keys, { ...entra, scopes: SCOPES, platform_prefix: 'Rhumbline.Platform.' });
  /** The code of the problem, or the identity. */
  const outcome = async (token: string) => {
    try {
      return await verify(token);
    } catch (error) {
      assert.ok(error instanceof ProblemError, String(error));
      return error;
    }
  };
  const codeOf = async (token: string) => {
    const found = await outcome(token);
    return found instanceof ProblemError ? found.code : 'accepted';
  };
  return { issuer, verify, outcome, codeOf };
}

const now = () => Math.floor(Date.now() / 1000);
const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a token', () => {
  test('says who it is, what they may do, and for which platform', async (t) => {
    const { issuer, verify } = await start(t);
    assert.deepEqual(await verify(await issuer.sign()), {
      actor: `entra:${PERSON}`,
      scopes: ['read'],
      platform_id: null,
    });
    const roles = ['Rhumbline.Review', 'Rhumbline.Submit', 'Else', 'Rhumbline.Platform.ddh'];
    const bound = await verify(await issuer.sign({ roles, azp: undefined, appid: 'app-1' }));
    assert.deepEqual([bound.scopes, bound.platform_id], [['submit', 'review'], 'ddh']);
  });

  test('without a role may do nothing', async (t) => {
    const { issuer, verify } = await start(t);
    assert.deepEqual((await verify(await issuer.sign({ roles: ['Rhumbline.Platform.*'] }))).scopes, []);
  });

  for (const [what, roles] of [
    ['no platform', ['Rhumbline.Read']],
    ['no roles at all', undefined],
    ['several platforms', ['Rhumbline.Platform.ddh', 'Rhumbline.Platform.other']],
    ['all platforms and one', ['Rhumbline.Platform.*', 'Rhumbline.Platform.ddh']],
    ['what is no platform id', ['Rhumbline.Platform.', 'Rhumbline.Platform.../etc']],
  ] as const) {
    test(`that names ${what} is refused`, async (t) => {
      const { issuer, codeOf } = await start(t);
      assert.equal(await codeOf(await issuer.sign({ roles: roles as string[] | undefined })), 'platform_not_bound');
    });
  }

  for (const [what, claims, detail] of [
    ['another audience', { aud: 'api://somebody-else' }, /another audience/],
    ['another issuer', { iss: `${ISSUER}/` }, /another issuer/],
    ['another tenant', { tid: 'f'.repeat(8) }, /another tenant/],
    ['a time to come', { nbf: now() + 600 }, /not valid yet/],
    ['no expiry', { exp: undefined }, /claim exp/],
    ['no beginning', { nbf: undefined }, /claim nbf|not valid yet/],
    ['no tenant', { tid: undefined }, /claim tid/],
    ['no object id', { oid: undefined }, /claim oid/],
    ['an object id that is none', { oid: 'a\nb' }, /claim oid/],
    ['no application: an ID token', { azp: undefined }, /claim azp/],
    ['roles that are no list', { roles: 'Rhumbline.Admin' }, /claim roles/],
  ] as const) {
    test(`of ${what} is refused, with the reason`, async (t) => {
      const { issuer, outcome } = await start(t);
      const error = await outcome(await issuer.sign(claims as Record<string, unknown>));
      assert.ok(error instanceof ProblemError);
      assert.equal(error.code, 'invalid_token');
      assert.match(error.message, detail);
      assert.equal(
        error.headers['WWW-Authenticate'],
        `Bearer realm="rhumbline", error="invalid_token", error_description="${error.message}"`,
      );
    });
  }

  test('that has expired says so; a minute of clocks that differ is let pass', async (t) => {
    const { issuer, codeOf } = await start(t);
    assert.equal(await codeOf(await issuer.sign({ exp: now() - 90 })), 'expired_token');
    assert.equal(await codeOf(await issuer.sign({ exp: now() - 30 })), 'accepted');
    assert.equal(await codeOf(await issuer.sign({ nbf: now() + 30 })), 'accepted');
  });

  test('that nobody, or somebody else, has signed is refused', async (t) => {
    const { issuer, codeOf } = await start(t);
    const [header = '', payload = '', signature = ''] = (await issuer.sign()).split('.');
    const more = JSON.parse(Buffer.from(payload, 'base64url').toString());
    const { issuer: stranger } = await start(t);
    const hs256 = `${encoded({ alg: 'HS256', kid: 'key-1' })}.${payload}`;
    const secret = JSON.stringify(issuer.publicKey());
    for (const token of [
      `${encoded({ alg: 'none' })}.${payload}.`,
      `${encoded({ alg: 'none', kid: 'key-1' })}.${payload}.${signature}`,
      `${encoded({ alg: 'nOnE', kid: 'key-1' })}.${payload}.`,
      `${hs256}.${createHmac('sha256', secret).update(hs256).digest('base64url')}`,
      `${header}.${encoded({ ...more, roles: ['Rhumbline.Admin', 'Rhumbline.Platform.*'] })}.${signature}`,
      `${header}.${payload}.${'A'.repeat(signature.length)}`,
      `${header}.${payload}.`,
      await stranger.sign(),
      'nonsense',
      'a.b.c',
      `${header}..${signature}`,
    ]) {
      assert.equal(await codeOf(token), 'invalid_token', token);
    }
  });
});

describe('the signing keys', () => {
  test('are fetched once for many tokens', async (t) => {
    const { issuer, codeOf } = await start(t);
    const tokens = await Promise.all(Array.from({ length: 20 }, () => issuer.sign()));
    assert.deepEqual(new Set(await Promise.all(tokens.map(codeOf))), new Set(['accepted']));
    assert.equal(issuer.fetches, 1);
  });

  test('are changed: a new one is fetched with its first token, and one that was withdrawn is believed no longer', async (t) => {
    const { issuer, codeOf } = await start(t, { cooldown_ms: 50, max_age_ms: 3_000 });
    const old = await issuer.sign();
    assert.equal(await codeOf(old), 'accepted');
    await sleep(60);
    await issuer.rotate('both');
    assert.equal(await codeOf(await issuer.sign()), 'accepted');
    assert.equal(await codeOf(old), 'accepted');
    assert.equal(issuer.fetches, 2);
    await issuer.rotate('new');
    await sleep(3_010);
    assert.equal(await codeOf(old), 'invalid_token');
    assert.equal(await codeOf(await issuer.sign()), 'accepted');
  });

  test('are not asked for by each unknown key', async (t) => {
    const { issuer, codeOf } = await start(t, { cooldown_ms: 10_000 });
    assert.equal(await codeOf(await issuer.sign()), 'accepted');
    const storm = Array.from({ length: 100 }, (_, index) => issuer.sign({}, { kid: `unknown-${index}` }));
    const codes = await Promise.all((await Promise.all(storm)).map(codeOf));
    assert.deepEqual(new Set(codes), new Set(['invalid_token']));
    assert.equal(issuer.fetches, 1);
  });

  for (const [what, answer] of [
    ['an error', { status: 500, body: 'no' }],
    ['what are none', { status: 200, body: '{"keys":"none"}' }],
    ['what is no JSON', { status: 200, body: '<html>' }],
  ] as const) {
    test(`that cannot be had for ${what}: 503, and not asked for again at once`, async (t) => {
      const told: unknown[] = [];
      const { issuer, outcome, codeOf } = await start(t, { cooldown_ms: 1_000, onError: (error) => told.push(error) });
      issuer.answerWith(answer);
      const token = await issuer.sign();
      const error = await outcome(token);
      assert.ok(error instanceof ProblemError);
      assert.deepEqual([error.code, error.headers], ['identity_unavailable', { 'Retry-After': '30' }]);
      assert.equal(await codeOf(token), 'identity_unavailable');
      assert.deepEqual([issuer.fetches, told.length], [1, 1]);
      issuer.answerWith(undefined);
      await sleep(1_010);
      assert.equal(await codeOf(token), 'accepted');
    });
  }

  test('that were had before go on for a while when they cannot be fetched, and no longer', async (t) => {
    const { issuer, codeOf } = await start(t, { cooldown_ms: 20, max_age_ms: 40, grace_ms: 3_000 });
    const token = await issuer.sign();
    assert.equal(await codeOf(token), 'accepted');
    issuer.answerWith({ status: 500, body: '' });
    await sleep(60);
    assert.equal(await codeOf(token), 'accepted');
    assert.equal(
      await codeOf(await issuer.sign({}, { kid: 'unknown' })),
      'identity_unavailable',
      'it may be a new one',
    );
    await sleep(3_000);
    assert.equal(await codeOf(token), 'identity_unavailable');
  });
});
