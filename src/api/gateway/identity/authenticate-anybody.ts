import { type Authenticate, NOBODY } from '../../shared/router.ts';
import { addressOf, type Limits, requestCounter } from './limits.ts';

/**
 * For what is open to everybody: who shows no credentials is nobody, of whom one address may ask as much as one key may. Who
 * does show some is who they say, or is refused.
 *
 * @throws ProblemError
 */
export function authenticateAnybody(authenticate: Authenticate, { requests }: Limits): Authenticate {
  const countRequest = requestCounter(requests);
  return async (request, response) => {
    if (request.get('x-api-key') || request.get('authorization')) return authenticate(request, response);
    await countRequest(request, response, addressOf(request));
    return NOBODY;
  };
}
