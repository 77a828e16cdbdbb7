import type { Express } from 'express';
import { createApp } from '../shared/app.ts';
import { docsRouter } from '../shared/docs.ts';
import { checkRound, healthRouter, type Readiness } from '../shared/health.ts';
import { routerOf } from '../shared/router.ts';
import { authenticateService } from './authenticate.ts';
import { domainChecks } from './checks.ts';
import { domainDocument } from './document.ts';
import { domainRoutes } from './routes/index.ts';
import type { DomainServices } from './services.ts';

/** The only HTTP surface that changes anything. Not public. */
export function createDomainApp(services: DomainServices, readiness: Readiness): Express {
  const { log, metrics, service_key, software_version } = services;
  const routes = domainRoutes(services);
  const authenticate = authenticateService(service_key);
  return createApp({
    log,
    metrics,
    routers: [
      healthRouter(
        checkRound(domainChecks(services), (check, err) => log.warn({ check, err }, 'Health:CheckFailed')),
        readiness,
      ),
      docsRouter(domainDocument(routes, software_version)),
      // Also by what is open to everybody at the gateway.
      routerOf(routes, authenticate, authenticate),
    ],
  });
}
