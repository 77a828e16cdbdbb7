import type { Request } from 'express';
import { contextOf } from '../shared/request-context.ts';
import type { Authenticate } from '../shared/router.ts';
import { type ServiceRequest, serviceTokenRefused, verifyServiceToken } from '../shared/service-token.ts';

/** Believes the gateway's token and nothing else. */
export function authenticateService(key: Uint8Array): Authenticate {
  return async (request) => {
    const token = /^Bearer (\S+)$/i.exec(request.get('authorization') ?? '')?.[1];
    if (token === undefined) {
      throw serviceTokenRefused('The domain API takes requests from the gateway only.');
    }
    const { identity, ...meant } = verifyServiceToken(key, token);
    const sent = requestOf(request);
    if (meant.request_id !== sent.request_id)
      throw serviceTokenRefused('The service token is for another X-Request-Id.');
    if (meant.method !== sent.method || meant.path !== sent.path) {
      throw serviceTokenRefused('The service token is for another method or path.');
    }
    return identity;
  };
}

function requestOf(request: Request): ServiceRequest {
  const [path = ''] = request.originalUrl.split('?');
  return { method: request.method, path, request_id: contextOf(request).request_id };
}
