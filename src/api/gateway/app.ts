import type { Express } from 'express';
import { createApp } from '../shared/app.ts';
import { docsRouter } from '../shared/docs.ts';
import { healthRouter, type Readiness } from '../shared/health.ts';
import { openApiOf } from '../shared/openapi.ts';
import { routerOf } from '../shared/router.ts';
import { gatewayChecks } from './checks.ts';
import { authenticateClient } from './identity/authenticate.ts';
import { withinLimits } from './identity/limits.ts';
import { gatewayRoutes } from './routes/index.ts';
import type { GatewayServices } from './services.ts';

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

/** The public door: authenticates, forwards mutations to the domain API, serves reads. It writes nothing itself. */
export function createGatewayApp(services: GatewayServices, readiness: Readiness): Express {
  const { pool, log, metrics, software_version, verify_token, limits, trusted_proxies } = services;
  const checks = gatewayChecks(services);
  const routes = gatewayRoutes(services, checks);
  const document = openApiOf({
    title: 'Rhumbline',
    description: 'Geospatial pipelines, written as YAML, run durably. Problems are RFC 9457 with a stable `code`.',
    version: software_version,
    routes,
    security: SECURITY,
  });
  return createApp({
    log,
    trusted_proxies,
    metrics,
    routers: [
      healthRouter(checks, readiness),
      docsRouter(document),
      routerOf(routes, withinLimits(authenticateClient(pool, verify_token), limits)),
    ],
  });
}
