import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { SCOPES } from '../../assets/api-keys/api-key.ts';
import type { Identity } from '../../assets/api-keys/verify-api-key.ts';
import { ProblemError } from './problem.ts';

const ISSUER = 'rhumbline-gateway';
const AUDIENCE = 'rhumbline-domain';
/** Of every token, to the byte: nobody chooses how it is signed. */
const HEADER = encoded({ alg: 'HS256' });
const LIFETIME_S = 60;
const CLOCK_SKEW_S = 5;

const claims = z.object({
  iss: z.literal(ISSUER),
  aud: z.literal(AUDIENCE),
  /** Seconds since 1970. */
  iat: z.int(),
  exp: z.int(),
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

/**
 * By which the domain API believes the gateway for a minute: who is asking, what they may do, by which request. A JWT, signed
 * here and now: libraries have it done by another thread, and to come back from there takes longer than to sign.
 */
export function signServiceToken(key: Uint8Array, { identity, ...request }: ServiceClaims): string {
  const { actor, scopes, platform_id } = identity;
  const iat = now();
  const times = { iss: ISSUER, aud: AUDIENCE, iat, exp: iat + LIFETIME_S };
  const { request_id, method, path } = request;
  const signed = `${HEADER}.${encoded({ ...times, sub: actor, scopes, platform_id, request_id, method, path })}`;
  return `${signed}.${signatureOf(key, signed)}`;
}

/** @throws ProblemError `invalid_service_token` */
export function verifyServiceToken(key: Uint8Array, token: string): ServiceClaims {
  const [header, payload = '', signature = '', ...others] = token.split('.');
  const isOurs = header === HEADER && others.length === 0;
  if (!isOurs || !isEqual(signature, signatureOf(key, `${HEADER}.${payload}`))) throw notOfTheGateway();
  const { success, data, error } = claims.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
  if (!success) throw notOfTheGateway(error);
  const { iss: _, aud: __, iat, exp, sub, scopes, platform_id, ...request } = data;
  const age = now() - iat;
  const isLate = age > LIFETIME_S + CLOCK_SKEW_S || now() >= exp + CLOCK_SKEW_S;
  if (isLate || age < -CLOCK_SKEW_S) throw notOfTheGateway();
  return { identity: { actor: sub, scopes, platform_id }, ...request };
}

function now(): number {
  return Math.floor(Date.now() / 1_000);
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

/** As the crypto module wants them, which takes longer to make than a signature. */
const prepared = new WeakMap<Uint8Array, KeyObject>();

function signatureOf(key: Uint8Array, signed: string): string {
  const ready = prepared.get(key) ?? createSecretKey(key);
  prepared.set(key, ready);
  return createHmac('sha256', ready).update(signed).digest('base64url');
}

function isEqual(given: string, right: string): boolean {
  const [ours, theirs] = [Buffer.from(right), Buffer.from(given)];
  return ours.length === theirs.length && timingSafeEqual(ours, theirs);
}

function notOfTheGateway(cause?: unknown): ProblemError {
  return serviceTokenRefused('The domain API takes requests from the gateway only.', cause);
}

export function serviceTokenRefused(detail: string, cause?: unknown): ProblemError {
  const headers = { 'WWW-Authenticate': 'Bearer realm="rhumbline-domain"' };
  return new ProblemError('invalid_service_token', detail, { headers, cause });
}
