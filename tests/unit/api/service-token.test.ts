import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type JWTHeaderParameters, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { signServiceToken, verifyServiceToken } from '../../../src/api/shared/service-token.ts';

const KEY = new TextEncoder().encode('a key of at least thirty-two characters');
const LONG_KEY = new Uint8Array(64).fill(7);
const CLAIMS = {
  identity: { actor: 'api-key:abc', scopes: ['submit', 'read'] as const, platform_id: 'ddh' },
  ...{ method: 'POST', path: '/x', request_id: 'r-1' },
};
const PAYLOAD = { scopes: ['submit'], platform_id: null, request_id: 'r-1', method: 'GET', path: '/' };

/** A token that is right in all, for tests to make wrong in one thing. */
function token(
  over: { audience?: string; issuer?: string; issuedAt?: number; expires?: number; header?: JWTHeaderParameters } = {},
  payload: JWTPayload = PAYLOAD,
): SignJWT {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT(payload)
    .setProtectedHeader(over.header ?? { alg: 'HS256' })
    .setSubject('api-key:abc')
    .setAudience(over.audience ?? 'rhumbline-domain')
    .setIssuer(over.issuer ?? 'rhumbline-gateway')
    .setIssuedAt(over.issuedAt ?? now)
    .setExpirationTime(over.expires ?? now + 60);
}

const refused = (text: string, key = KEY) =>
  assert.throws(() => verifyServiceToken(key, text), { name: 'ProblemError', code: 'invalid_service_token' });

test('what the gateway says reaches the domain', () => {
  assert.deepEqual(verifyServiceToken(KEY, signServiceToken(KEY, CLAIMS)), CLAIMS);
});

test('the tests below start from a token that is right', async () => {
  assert.equal(verifyServiceToken(KEY, await token().sign(KEY)).request_id, 'r-1');
});

test('another key, audience or issuer', async () => {
  refused(await token().sign(new TextEncoder().encode('another key of thirty-two characters!')));
  refused(await token({ audience: 'somebody-else' }).sign(KEY));
  refused(await token({ issuer: 'somebody-else' }).sign(KEY));
});

test('a token past its time, and one that gives itself too long', async () => {
  const now = Math.floor(Date.now() / 1000);
  refused(await token({ issuedAt: now - 120, expires: now - 30 }).sign(KEY));
  refused(await token({ issuedAt: now - 120, expires: now + 3600 }).sign(KEY));
});

test('a token from ahead of time', async () => {
  const now = Math.floor(Date.now() / 1000);
  refused(await token({ issuedAt: now + 60, expires: now + 120 }).sign(KEY));
});

test('clocks may be some seconds apart, either way', async () => {
  const now = Math.floor(Date.now() / 1000);
  for (const by of [-62, 4]) {
    const { request_id } = verifyServiceToken(
      KEY,
      await token({ issuedAt: now + by, expires: now + by + 60 }).sign(KEY),
    );
    assert.equal(request_id, 'r-1');
  }
});

test('signed otherwise, or with anything behind it', async () => {
  refused(await token({ header: { alg: 'HS512' } }).sign(LONG_KEY), LONG_KEY);
  const right = await token().sign(KEY);
  for (const wrong of [`${right}.x`, `${right}=`, right.slice(0, -1), right.replace(/\.[^.]+\./, '.e30.')])
    refused(wrong);
});

test('no signature, no claims, no token', async () => {
  const unsigned = new UnsecuredJWT(PAYLOAD)
    .setSubject('x')
    .setAudience('rhumbline-domain')
    .setIssuer('rhumbline-gateway');
  refused(unsigned.setIssuedAt().setExpirationTime('60s').encode());
  const bare = new SignJWT({}).setProtectedHeader({ alg: 'HS256' }).setAudience('rhumbline-domain');
  refused(await bare.setIssuer('rhumbline-gateway').setIssuedAt().setExpirationTime('60s').sign(KEY));
  const { method: _, ...forAnyMethod } = PAYLOAD;
  const { path: __, ...forAnyPath } = PAYLOAD;
  for (const payload of [forAnyMethod, forAnyPath]) refused(await token({}, payload).sign(KEY));
  refused('');
  refused('a.b.c');
});
