import cors from 'cors';
import { Router } from 'express';
import { STAC_ROOT } from './links.ts';

const ASKED = ['Accept', 'Authorization', 'Content-Type', 'If-None-Match', 'X-API-Key', 'X-Request-Id', 'traceparent'];
const TOLD = ['ETag', 'Link', 'RateLimit', 'RateLimit-Policy', 'Retry-After', 'X-Request-Id', 'traceparent'];
const DAY_S = 86_400;

/**
 * Lets pages of other sites read the catalogue, such as STAC Browser (https://fetch.spec.whatwg.org/#http-cors-protocol). Keys travel in
 * headers that such a page sets itself, and no cookie is of any use here, so that every origin may.
 */
export function stacCors(): Router {
  const share = cors({ methods: ['GET', 'HEAD', 'POST'], allowedHeaders: ASKED, exposedHeaders: TOLD, maxAge: DAY_S });
  return Router().use(STAC_ROOT, (request, response, next) => {
    response.set('Cross-Origin-Resource-Policy', 'cross-origin');
    // Of an OPTIONS that no browser asks before a request of its own nothing is known here.
    if (request.method === 'OPTIONS' && !request.get('access-control-request-method')) next();
    else share(request, response, next);
  });
}
