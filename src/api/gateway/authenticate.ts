import { verifyApiKey } from '../../assets/api-keys/verify-api-key.ts';
import type { Queryable } from '../../db/pool.ts';
import { ProblemError } from '../shared/problem.ts';
import type { Authenticate } from '../shared/router.ts';

/** By the header X-API-Key. */
export function authenticateKey(db: Queryable): Authenticate {
  return async (request) => {
    const key = request.get('x-api-key');
    if (key === undefined || key === '') {
      throw new ProblemError('missing_api_key', 'Send your API key in the header X-API-Key.');
    }
    const identity = await verifyApiKey(db, key);
    if (identity === undefined) {
      throw new ProblemError('invalid_api_key', 'The API key is malformed, unknown, expired or revoked.');
    }
    return identity;
  };
}
