import { errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { z } from 'zod';
import type { Identity } from '../../../assets/api-keys/verify-api-key.ts';
import { ProblemError } from '../../shared/problem.ts';
import { tokenChallenge } from './challenges.ts';
import { type EntraRoles, platformOf, scopesOf } from './entra-roles.ts';
import { KeysUnavailable } from './signing-keys.ts';

export interface EntraOptions extends EntraRoles {
  tenant_id: string;
  /** Who issues the tokens, as it stands in them. */
  issuer: string;
  /** Whom they are for: this service's application. */
  audience: string;
}

/** @throws ProblemError 401 or 403, or 503 where the keys to check it with cannot be fetched */
export type VerifyToken = (token: string) => Promise<Identity>;

/** What Entra ID signs with. Never `none`, and never HS256, for which its public keys would be a secret that everybody has. */
const ALGORITHMS = ['RS256'];
const CLOCK_SKEW_S = 60;

/** Entra's ids are GUIDs; what goes into the trail is held to it. */
const id = z.string().regex(/^[0-9A-Za-z-]{1,64}$/);

/** Source: learn.microsoft.com/entra/identity-platform/access-token-claims-reference. */
const claims = z
  .object({
    tid: id,
    oid: id,
    /** The application that asked for the token, in version 2 and in version 1. ID tokens, which are no credentials, have neither. */
    azp: id.optional(),
    appid: id.optional(),
    roles: z.array(z.string()).max(1_000).default([]),
  })
  .refine(({ azp, appid }) => azp !== undefined || appid !== undefined, { path: ['azp'] });

export function createTokenVerifier(keys: JWTVerifyGetKey, options: EntraOptions): VerifyToken {
  const { tenant_id, issuer, audience } = options;
  return async (token) => {
    const { tid, oid, roles } = claimsOf(await verified(token, keys, { issuer, audience }));
    if (tid !== tenant_id) throw invalidToken('The token is of another tenant.');
    return { actor: `entra:${oid}`, scopes: scopesOf(roles, options), platform_id: platformOf(roles, options) };
  };
}

async function verified(
  token: string,
  keys: JWTVerifyGetKey,
  { issuer, audience }: { issuer: string; audience: string },
): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      algorithms: ALGORITHMS,
      ...{ issuer, audience, clockTolerance: CLOCK_SKEW_S },
      requiredClaims: ['exp', 'nbf', 'iat'],
    });
    return payload;
  } catch (error) {
    throw problemOf(error);
  }
}

function claimsOf(payload: JWTPayload): z.output<typeof claims> {
  const { success, data, error } = claims.safeParse(payload);
  if (success) return data;
  throw invalidToken(`The claim ${String(error.issues[0]?.path[0])} is missing or is not what Entra ID gives.`);
}

const CLAIMS: Readonly<Record<string, string>> = {
  iss: 'The token is of another issuer.',
  aud: 'The token is for another audience.',
  nbf: 'The token is not valid yet.',
};

function problemOf(error: unknown): unknown {
  if (error instanceof KeysUnavailable) {
    const detail =
      'The keys that tokens are signed with cannot be fetched at the moment. Try again soon, or use an API key.';
    return new ProblemError('identity_unavailable', detail, { headers: { 'Retry-After': '30' }, cause: error });
  }
  if (error instanceof errors.JWTExpired) {
    const detail = 'The token has expired. Get a new one.';
    return new ProblemError('expired_token', detail, { headers: tokenChallenge(detail) });
  }
  if (error instanceof errors.JWTClaimValidationFailed) {
    const known = error.reason === 'missing' ? undefined : CLAIMS[error.claim];
    return invalidToken(known ?? `The claim ${error.claim} is missing or wrong.`);
  }
  if (error instanceof errors.JOSEAlgNotAllowed)
    return invalidToken(`The token must be signed by ${ALGORITHMS.join()}.`);
  if (error instanceof errors.JOSEError) return invalidToken('The token is malformed, or not signed by its issuer.');
  return error;
}

function invalidToken(detail: string): ProblemError {
  return new ProblemError('invalid_token', detail, { headers: tokenChallenge(detail) });
}
