import type { webcrypto } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { SCOPES } from '../../assets/api-keys/api-key.ts';
import type { Identity } from '../../assets/api-keys/verify-api-key.ts';
import { ProblemError } from './problem.ts';

const ISSUER = 'rhumbline-gateway';
const AUDIENCE = 'rhumbline-domain';
const ALGORITHM = 'HS256';
const LIFETIME_S = 60;
const CLOCK_SKEW_S = 5;

const claims = z.object({
  sub: z.string().min(1),
  scopes: z.array(z.enum(SCOPES)),
  platform_id: z.string().nullable(),
  request_id: z.string(),
  method: z.string(),
  path: z.string(),
});

/** The request that a token is for: it is good for no other. */
export interface ServiceRequest {
  /** In capitals. */
  method: string;
  /** As it stands in the request line, without its query. */
  path: string;
  /** X-Request-Id. */
  request_id: string;
}

export interface ServiceClaims extends ServiceRequest {
  identity: Identity;
}

/** As the crypto API wants them, which takes longer to make than a signature. */
const imported = new WeakMap<Uint8Array, Promise<webcrypto.CryptoKey>>();

function importKey(key: Uint8Array): Promise<webcrypto.CryptoKey> {
  const known = imported.get(key);
  if (known !== undefined) return known;
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const made = crypto.subtle.importKey('raw', Uint8Array.from(key), algorithm, false, ['sign', 'verify']);
  imported.set(key, made);
  return made;
}

/** By which the domain API believes the gateway for a minute: who is asking, what they may do, by which request. */
export async function signServiceToken(key: Uint8Array, { identity, ...request }: ServiceClaims): Promise<string> {
  const { request_id, method, path } = request;
  return new SignJWT({ scopes: [...identity.scopes], platform_id: identity.platform_id, request_id, method, path })
    .setProtectedHeader({ alg: ALGORITHM })
    .setSubject(identity.actor)
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setIssuedAt()
    .setExpirationTime(`${LIFETIME_S}s`)
    .sign(await importKey(key));
}

/** @throws ProblemError `invalid_service_token` */
export async function verifyServiceToken(key: Uint8Array, token: string): Promise<ServiceClaims> {
  try {
    const { payload } = await jwtVerify(token, await importKey(key), {
      algorithms: [ALGORITHM],
      issuer: ISSUER,
      audience: AUDIENCE,
      maxTokenAge: LIFETIME_S,
      clockTolerance: CLOCK_SKEW_S,
      requiredClaims: ['exp'],
    });
    const { sub, scopes, platform_id, ...request } = claims.parse(payload);
    return { identity: { actor: sub, scopes, platform_id }, ...request };
  } catch (cause) {
    if (!(cause instanceof errors.JOSEError) && !(cause instanceof z.ZodError)) throw cause;
    throw serviceTokenRefused('The domain API takes requests from the gateway only.', cause);
  }
}

export function serviceTokenRefused(detail: string, cause?: unknown): ProblemError {
  const headers = { 'WWW-Authenticate': 'Bearer realm="rhumbline-domain"' };
  return new ProblemError('invalid_service_token', detail, { headers, cause });
}
