import { Router } from 'express';
import type { oas31 } from 'zod-openapi';
import { refuseOtherMethods } from '../../shared/refuse-method.ts';
import { OPENAPI_TYPE, STAC_ROOT } from './links.ts';

/** OpenAPI of the STAC API by itself, under the media type that its link `service-desc` promises. */
export function stacDescription(document: oas31.OpenAPIObject): Router {
  const path = `${STAC_ROOT}/api`;
  const router = Router();
  const text = JSON.stringify(document);
  router.get(path, (_request, response) => {
    // Not by send(), which would add a charset to it.
    response.set('Content-Type', OPENAPI_TYPE).end(text);
  });
  refuseOtherMethods(router, [path]);
  return router;
}
