import { contextOf } from '../shared/request-context.ts';
import type { Authenticate } from '../shared/router.ts';
import { serviceTokenRefused, verifyServiceToken } from '../shared/service-token.ts';

/** Believes the gateway's token and nothing else. */
export function authenticateService(key: Uint8Array): Authenticate {
  return async (request) => {
    const token = /^Bearer (\S+)$/i.exec(request.get('authorization') ?? '')?.[1];
    if (token === undefined) {
      throw serviceTokenRefused('The domain API takes requests from the gateway only.');
    }
    const { identity, request_id } = await verifyServiceToken(key, token);
    // Of one request's id. It binds neither method nor path: whoever reads the way between gateway and domain API, which is to be
    // private, could send others under the same id for as long as the token lives.
    if (request_id === contextOf(request).request_id) return identity;
    throw serviceTokenRefused('The service token is for another X-Request-Id.');
  };
}
