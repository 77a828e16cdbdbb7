import type { oas31 } from 'zod-openapi';
import { domainDocument } from '../../src/api/domain/document.ts';
import { gatewayDocument } from '../../src/api/gateway/document.ts';
import { SOFTWARE_VERSION } from '../../src/main/version.ts';
import { DOMAIN_ROUTES, GATEWAY_ROUTES } from './routes.ts';

/** What each service promises, as it answers with at `/openapi.json`. */
export const DOCUMENTS = {
  gateway: gatewayDocument(GATEWAY_ROUTES, SOFTWARE_VERSION),
  domain: domainDocument(DOMAIN_ROUTES, SOFTWARE_VERSION),
} as const satisfies Record<string, oas31.OpenAPIObject>;
