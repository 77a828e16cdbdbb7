import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { signServiceToken, verifyServiceToken } from '../../../src/api/shared/service-token.ts';

const KEY = new TextEncoder().encode('a key of at least thirty-two characters');
const CLAIMS = {
  identity: { actor: 'api-key:abc', scopes: ['submit', 'read'] as const, platform_id: 'ddh' },
  ...{ method: 'POST', path: '/x', request_id: 'r-1' },
};
const PAYLOAD = { scopes: ['submit'], platform_id: null, request_id: 'r-1', method: 'GET', path: '/' };

/** A token that is right in all, for tests to make wrong in one thing. */
function token(
  over: { audience?: string; issuer?: string; issuedAt?: number; expires?: number } = {},
  payload: JWTPayload = PAYLOAD,
): SignJWT {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT(payload)
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject('api-key:abc')
    .setAudience(over.audience ?? 'rhumbline-domain')
    .setIssuer(over.issuer ?? 'rhumbline-gateway')
    .setIssuedAt(over.issuedAt ?? now)
    .setExpirationTime(over.expires ?? now + 60);
}

const refused = (text: string) =>
  assert.rejects(verifyServiceToken(KEY, text), { name: 'ProblemError', code: 'invalid_service_token' });

test('what the gateway says reaches the domain', async () => {
  assert.deepEqual(await verifyServiceToken(KEY, await signServiceToken(KEY, CLAIMS)), CLAIMS);
});

test('the tests below start from a token that is right', async () => {
  assert.equal((await verifyServiceToken(KEY, await token().sign(KEY))).request_id, 'r-1');
});

test('another key, audience or issuer', async () => {
  await refused(await token().sign(new TextEncoder().encode('another key of thirty-two characters!')));
  await refused(await token({ audience: 'somebody-else' }).sign(KEY));
  await refused(await token({ issuer: 'somebody-else' }).sign(KEY));
});

test('a token past its time, and one that gives itself too long', async () => {
  const now = Math.floor(Date.now() / 1000);
  await refused(await token({ issuedAt: now - 120, expires: now - 30 }).sign(KEY));
  await refused(await token({ issuedAt: now - 120, expires: now + 3600 }).sign(KEY));
});

test('no signature, no claims, no token', async () => {
  const unsigned = new UnsecuredJWT(PAYLOAD)
    .setSubject('x')
    .setAudience('rhumbline-domain')
    .setIssuer('rhumbline-gateway');
  await refused(unsigned.setIssuedAt().setExpirationTime('60s').encode());
  const bare = new SignJWT({}).setProtectedHeader({ alg: 'HS256' }).setAudience('rhumbline-domain');
  await refused(await bare.setIssuer('rhumbline-gateway').setIssuedAt().setExpirationTime('60s').sign(KEY));
  const { method: _, ...forAnyMethod } = PAYLOAD;
  const { path: __, ...forAnyPath } = PAYLOAD;
  for (const payload of [forAnyMethod, forAnyPath]) await refused(await token({}, payload).sign(KEY));
  await refused('');
  await refused('a.b.c');
});
