import type { Express } from 'express';
import { createApp } from '../shared/app.ts';
import { docsRouter } from '../shared/docs.ts';
import { healthRouter, type Readiness } from '../shared/health.ts';
import { openApiOf } from '../shared/openapi.ts';
import { routerOf } from '../shared/router.ts';
import { authenticateKey } from './authenticate.ts';
import { gatewayChecks } from './checks.ts';
import { gatewayRoutes } from './routes/index.ts';
import type { GatewayServices } from './services.ts';

/** The public door: authenticates, forwards mutations to the domain API, serves reads. It writes nothing itself. */
export function createGatewayApp(services: GatewayServices, readiness: Readiness): Express {
  const { pool, log, software_version } = services;
  const checks = gatewayChecks(services);
  const routes = gatewayRoutes(services, checks);
  const document = openApiOf({
    title: 'Rhumbline',
    description: 'Geospatial pipelines, written as YAML, run durably. Problems are RFC 9457 with a stable `code`.',
    version: software_version,
    routes,
    security: {
      name: 'api_key',
      scheme: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
      problems: ['missing_api_key', 'invalid_api_key', 'insufficient_scope'],
    },
  });
  return createApp({
    log,
    routers: [healthRouter(checks, readiness), docsRouter(document), routerOf(routes, authenticateKey(pool))],
  });
}
