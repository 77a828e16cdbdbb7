import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { createMetricsApp } from '../api/shared/metrics/metrics-app.ts';
import { type RunningServer, startServer } from '../api/shared/server.ts';

export interface MetricsOptions {
  host: string;
  /** undefined: they are shown nowhere. */
  port: number | undefined;
  log: Logger;
}

/** Shows a process's metrics on a port of its own, where the settings name one. */
export async function startMetrics(
  registry: Registry,
  { host, port, log }: MetricsOptions,
): Promise<Pick<RunningServer, 'stop'>> {
  if (port === undefined) return { stop: async () => {} };
  return startServer({
    app: createMetricsApp(registry),
    host,
    port,
    log,
    readiness: { accepting: false },
    drain_ms: 0,
  });
}
