import type { Request } from 'express';
import type { Identity } from '../../../assets/api-keys/verify-api-key.ts';
import type { Queryable } from '../../../db/pool.ts';
import { ProblemError } from '../../shared/problem.ts';
import type { Authenticate } from '../../shared/router.ts';
import { believeKeys, type VerifyKey } from './believe-keys.ts';
import { challenges } from './challenges.ts';
import type { VerifyToken } from './verify-token.ts';

/** By the header X-API-Key, or by a token of Entra ID where the service has been set up for them. */
export function authenticateClient(db: Queryable, verifyToken: VerifyToken | undefined): Authenticate {
  const anyOf = challenges(verifyToken !== undefined);
  const verifyKey = believeKeys(db);
  return async (request) => {
    const [key, token] = [request.get('x-api-key') || undefined, bearerOf(request)];
    if (key !== undefined && token !== undefined) {
      throw new ProblemError('several_credentials', 'Send an API key or a token, not both.');
    }
    if (key !== undefined) return identityOfKey(verifyKey, key, anyOf);
    if (token === undefined) {
      const or = verifyToken === undefined ? '' : ', or a token in the header Authorization: Bearer';
      throw new ProblemError('missing_api_key', `Send your API key in the header X-API-Key${or}.`, { headers: anyOf });
    }
    if (verifyToken !== undefined) return verifyToken(token);
    throw new ProblemError('invalid_token', 'This service takes API keys alone: send one in the header X-API-Key.', {
      headers: anyOf,
    });
  };
}

async function identityOfKey(verify: VerifyKey, key: string, headers: Record<string, string>): Promise<Identity> {
  const identity = await verify(key);
  if (identity !== undefined) return identity;
  throw new ProblemError('invalid_api_key', 'The API key is malformed, unknown, expired or revoked.', { headers });
}

/** Other schemes than Bearer are none of ours. */
function bearerOf(request: Request): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(request.get('authorization') ?? '')?.[1];
}
