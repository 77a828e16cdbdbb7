import { ProblemError } from '../shared/problem.ts';
import type { Authenticate } from '../shared/router.ts';
import { verifyServiceToken } from '../shared/service-token.ts';

/** Believes the gateway's token and nothing else. */
export function authenticateService(key: Uint8Array): Authenticate {
  return async (request) => {
    const token = /^Bearer (\S+)$/i.exec(request.get('authorization') ?? '')?.[1];
    if (token === undefined) {
      throw new ProblemError('invalid_service_token', 'The domain API takes requests from the gateway only.');
    }
    return (await verifyServiceToken(key, token)).identity;
  };
}
