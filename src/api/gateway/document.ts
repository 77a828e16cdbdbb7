import type { oas31 } from 'zod-openapi';
import { openApiOf } from '../shared/openapi.ts';
import type { Route } from '../shared/route.ts';

const SECURITY = {
  schemes: {
    api_key: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
    entra_id: {
      type: 'http',
      scheme: 'bearer',
      bearerFormat: 'JWT',
      description: 'An access token of Entra ID, where the service has been set up for them.',
    },
  },
  problems: [
    ...(['several_credentials', 'missing_api_key', 'invalid_api_key', 'invalid_token', 'expired_token'] as const),
    ...(['insufficient_scope', 'platform_not_bound', 'rate_limited', 'identity_unavailable'] as const),
  ],
} as const;

/** What clients are promised: `/openapi.json`, and the checked-in copy of it. */
export function gatewayDocument(routes: readonly Route[], version: string): oas31.OpenAPIObject {
  return openApiOf({
    title: 'Rhumbline',
    description: 'Geospatial pipelines, written as YAML, run durably. Problems are RFC 9457 with a stable `code`.',
    version,
    routes,
    security: SECURITY,
  });
}
