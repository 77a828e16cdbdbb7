import { createSigner, createVerifier, TokenError } from 'fast-jwt';
import { z } from 'zod';
import { SCOPES } from '../../assets/api-keys/api-key.ts';
import type { Identity } from '../../assets/api-keys/verify-api-key.ts';
import { ProblemError } from './problem.ts';

const ISSUER = 'rhumbline-gateway';
const AUDIENCE = 'rhumbline-domain';
const ALGORITHM = 'HS256';
const LIFETIME_MS = 60_000;
const CLOCK_SKEW_MS = 5_000;

const claims = z.object({
  sub: z.string().min(1),
  /** Seconds. */
  iat: z.number().refine(isOfNow, 'of another time'),
  scopes: z.array(z.enum(SCOPES)),
  platform_id: z.string().nullable(),
  request_id: z.string(),
  method: z.string(),
  path: z.string(),
});

/** Whatever end it gives itself, a token lives no longer, and not before its time. The library's own limit of age knows no skew. */
function isOfNow(issuedAt: number): boolean {
  const age = Date.now() - issuedAt * 1_000;
  return age >= -CLOCK_SKEW_MS && age <= LIFETIME_MS + CLOCK_SKEW_MS;
}

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

/** By which the domain API believes the gateway for a minute: who is asking, what they may do, by which request. */
export function signServiceToken(key: Uint8Array, { identity, ...request }: ServiceClaims): string {
  const { actor, scopes, platform_id } = identity;
  const { request_id, method, path } = request;
  return tokensOf(key).sign({ sub: actor, scopes, platform_id, request_id, method, path });
}

/** @throws ProblemError `invalid_service_token` */
export function verifyServiceToken(key: Uint8Array, token: string): ServiceClaims {
  try {
    const { sub, iat: _, scopes, platform_id, ...request } = claims.parse(tokensOf(key).verify(token));
    return { identity: { actor: sub, scopes, platform_id }, ...request };
  } catch (cause) {
    if (!(cause instanceof TokenError) && !(cause instanceof z.ZodError)) throw cause;
    throw serviceTokenRefused('The domain API takes requests from the gateway only.', cause);
  }
}

interface Tokens {
  sign(claims: object): string;
  verify(token: string): unknown;
}

/** To make one takes longer than a signature. */
const made = new WeakMap<Uint8Array, Tokens>();

/**
 * They sign where they are called. What signs by WebCrypto, such as jose, has it done by another thread, and to come back from there
 * takes longer than a signature.
 */
function tokensOf(key: Uint8Array): Tokens {
  const known = made.get(key);
  if (known !== undefined) return known;
  const secret = Buffer.from(key);
  const tokens = {
    sign: createSigner({ key: secret, algorithm: ALGORITHM, iss: ISSUER, aud: AUDIENCE, expiresIn: LIFETIME_MS }),
    verify: createVerifier({
      key: secret,
      algorithms: [ALGORITHM],
      allowedIss: ISSUER,
      allowedAud: AUDIENCE,
      clockTolerance: CLOCK_SKEW_MS,
      requiredClaims: ['iss', 'aud', 'iat', 'exp'],
    }),
  };
  made.set(key, tokens);
  return tokens;
}

export function serviceTokenRefused(detail: string, cause?: unknown): ProblemError {
  const headers = { 'WWW-Authenticate': 'Bearer realm="rhumbline-domain"' };
  return new ProblemError('invalid_service_token', detail, { headers, cause });
}
