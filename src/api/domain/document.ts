import type { oas31 } from 'zod-openapi';
import { openApiOf } from '../shared/openapi.ts';
import type { Route } from '../shared/route.ts';

const SECURITY = {
  schemes: {
    service_token: {
      type: 'http',
      scheme: 'bearer',
      bearerFormat: 'JWT',
      description: 'Signed by the gateway for 60 s.',
    },
  },
  problems: ['invalid_service_token', 'insufficient_scope'],
  is_always_asked: true,
} as const;

/** What the gateway is promised: `/openapi.json`, and the checked-in copy of it. */
export function domainDocument(routes: readonly Route[], version: string): oas31.OpenAPIObject {
  return openApiOf({
    title: 'Rhumbline domain API',
    description: 'Mutations of assets, versions and jobs. Reached by the gateway only.',
    version,
    routes,
    security: SECURITY,
  });
}
