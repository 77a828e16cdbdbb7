import type { Express } from 'express';
import { createApp } from '../shared/app.ts';
import { docsRouter } from '../shared/docs.ts';
import { checkRound, healthRouter, type Readiness } from '../shared/health.ts';
import { openApiOf } from '../shared/openapi.ts';
import { routerOf } from '../shared/router.ts';
import { authenticateService } from './authenticate.ts';
import { domainChecks } from './checks.ts';
import { domainRoutes } from './routes/index.ts';
import type { DomainServices } from './services.ts';

/** The only HTTP surface that changes anything. Not public. */
export function createDomainApp(services: DomainServices, readiness: Readiness): Express {
  const { log, metrics, service_key, software_version } = services;
  const routes = domainRoutes(services);
  const document = openApiOf({
    title: 'Rhumbline domain API',
    description: 'Mutations of assets, versions and jobs. Reached by the gateway only.',
    version: software_version,
    routes,
    security: {
      schemes: {
        service_token: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'Signed by the gateway for 60 s.',
        },
      },
      problems: ['invalid_service_token', 'insufficient_scope'],
    },
  });
  return createApp({
    log,
    metrics,
    routers: [
      healthRouter(
        checkRound(domainChecks(services), (check, err) => log.warn({ check, err }, 'Health:CheckFailed')),
        readiness,
      ),
      docsRouter(document),
      routerOf(routes, authenticateService(service_key)),
    ],
  });
}
