import express, { type Express, type Router } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';
import type { Registry } from 'prom-client';
import { errorHandler } from './error-handler.ts';
import { requestMetrics } from './metrics/request-metrics.ts';
import { ProblemError } from './problem.ts';
import { assignContext } from './request-context.ts';
import { requestTracing } from './request-tracing.ts';
import { requireFraming } from './require-framing.ts';

export interface AppOptions {
  log: Logger;
  /** Addresses and networks whose X-Forwarded-For is believed. */
  trusted_proxies?: readonly string[];
  metrics: Registry;
  routers: readonly Router[];
}

/** What both services have in common around their routes. */
export function createApp({ log, metrics, routers, trusted_proxies = [] }: AppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.set('trust proxy', [...trusted_proxies]);
  app.use(requestLog(log));
  app.use(requestTracing);
  app.use(requestMetrics(metrics));
  app.use(
    helmet({
      // Served over plain HTTP behind a proxy, or locally: the browser must not be told to go to HTTPS by itself.
      contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } },
      strictTransportSecurity: false,
    }),
  );
  app.use(requireFraming);
  for (const router of routers) app.use(router);
  app.use((request) => {
    throw new ProblemError('not_found', `There is nothing at ${request.path}.`);
  });
  app.use(errorHandler);
  return app;
}

/** One line a request. Headers and query strings stay out of it altogether, since keys and signatures travel there. */
function requestLog(log: Logger) {
  return pinoHttp({
    logger: log,
    genReqId: assignContext,
    serializers: {
      req: (request: { id: string; method: string; url: string }) => ({
        id: request.id,
        method: request.method,
        path: request.url.split('?')[0],
      }),
      res: (response: { statusCode: number }) => ({ status: response.statusCode }),
    },
    // The error handler has logged the error already.
    customErrorObject: (_request, _response, _error, value: { err?: unknown }) => ({ ...value, err: undefined }),
    customSuccessMessage: () => 'Request:Done',
    customErrorMessage: () => 'Request:Done',
    autoLogging: { ignore: (request) => request.url?.startsWith('/health/') ?? false },
  });
}
