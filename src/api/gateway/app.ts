import type { Express } from 'express';
import { createApp } from '../shared/app.ts';
import { docsRouter } from '../shared/docs.ts';
import { healthRouter, type Readiness } from '../shared/health.ts';
import { routerOf } from '../shared/router.ts';
import { gatewayChecks } from './checks.ts';
import { gatewayDocument } from './document.ts';
import { authenticateClient } from './identity/authenticate.ts';
import { authenticateAnybody } from './identity/authenticate-anybody.ts';
import { withinLimits } from './identity/limits.ts';
import { gatewayRoutes } from './routes/index.ts';
import type { GatewayServices } from './services.ts';
import { STAC } from './stac/catalogue-routes.ts';
import { stacCors } from './stac/cors.ts';
import { stacDescription } from './stac/description.ts';

/** The public door: authenticates, forwards mutations to the domain API, serves reads. It writes nothing itself. */
export function createGatewayApp(services: GatewayServices, readiness: Readiness): Express {
  const { pool, log, metrics, software_version, verify_token, limits, trusted_proxies } = services;
  const checks = gatewayChecks(services);
  const routes = gatewayRoutes(services, checks);
  const lookAt = authenticateClient(pool, verify_token);
  const authenticate = withinLimits(lookAt, limits);
  const ofStac = routes.filter(({ tag }) => tag === STAC.tag);
  return createApp({
    log,
    trusted_proxies,
    metrics,
    routers: [
      stacCors(),
      healthRouter(checks, readiness),
      docsRouter(gatewayDocument(routes, software_version)),
      stacDescription(gatewayDocument(ofStac, software_version)),
      routerOf(routes, authenticate, authenticateAnybody(authenticate, limits), lookAt),
    ],
  });
}
