import express from 'express';
import helmet from 'helmet';
import type { Registry } from 'prom-client';

/** `GET /metrics` in Prometheus' text format, on a port of its own: the public door does not have it. */
export function createMetricsApp(registry: Registry): express.Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(helmet());
  app.get('/metrics', async (_request, response) => {
    response.set('Content-Type', registry.contentType).send(await registry.metrics());
  });
  return app;
}
