import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';

export const TENANT = '7b1a7c1e-0d5f-4e1c-9a3e-00000000000a';
export const AUDIENCE = 'api://rhumbline-test';
export const ISSUER = `https://login.test/${TENANT}/v2.0`;
export const PERSON = '7b1a7c1e-0d5f-4e1c-9a3e-00000000000b';

/** Signs tokens as Entra ID does, with keys that it shows over HTTP. */
export interface TokenIssuer {
  jwks_url: string;
  /** How often the keys were asked for. */
  readonly fetches: number;
  /** A token with these claims over those of a good one (undefined takes one out), under the newest key. */
  sign(claims?: JWTPayload, header?: { alg?: string; kid?: string }): Promise<string>;
  /** From now on signs with a new key; `shown` says whether the old ones are still to be had. */
  rotate(shown: 'both' | 'new'): Promise<void>;
  /** The answer to whoever asks for the keys, in the place of them; undefined: the keys again. */
  answerWith(answer: { status: number; body: string } | undefined): void;
  /** The newest key in PEM-less form, for those who would misuse it. */
  publicKey(): JWK;
}

/** @param t ended with it */
export async function startTokenIssuer(t: { after(cleanUp: () => unknown): void }): Promise<TokenIssuer> {
  let keys: { kid: string; privateKey: CryptoKey; shown: JWK }[] = [await newKey(1)];
  let made = 1;
  let fetches = 0;
  let answer: { status: number; body: string } | undefined;
  const server = createServer((_request, response) => {
    fetches += 1;
    const { status, body } = answer ?? { status: 200, body: JSON.stringify({ keys: keys.map(({ shown }) => shown) }) };
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const newest = () => keys[0] as (typeof keys)[number];
  return {
    jwks_url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`,
    get fetches() {
      return fetches;
    },
    sign: (claims = {}, { alg = 'RS256', kid = newest().kid } = {}) =>
      new SignJWT({ ...goodClaims(), ...claims })
        .setProtectedHeader({ alg, kid, typ: 'JWT' })
        .sign(newest().privateKey),
    rotate: async (shown) => {
      made += 1;
      const key = await newKey(made);
      keys = shown === 'both' ? [key, ...keys] : [key];
    },
    answerWith: (given) => {
      answer = given;
    },
    publicKey: () => newest().shown,
  };
}

async function newKey(number: number) {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  const kid = `key-${number}`;
  return { kid, privateKey, shown: { ...(await exportJWK(publicKey)), kid, use: 'sig', alg: 'RS256' } };
}

/** Of an application that may read everything. */
function goodClaims(): JWTPayload {
  const now = Math.floor(Date.now() / 1000);
  return {
    iss: ISSUER,
    aud: AUDIENCE,
    tid: TENANT,
    oid: PERSON,
    sub: PERSON,
    azp: '7b1a7c1e-0d5f-4e1c-9a3e-00000000000c',
    roles: ['Rhumbline.Read', 'Rhumbline.Platform.*'],
    ...{ iat: now, nbf: now - 5, exp: now + 3_600, ver: '2.0' },
  };
}
