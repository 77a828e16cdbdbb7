import { DefaultLogger, type LogEntry, Runtime } from '@temporalio/worker';
import type { Logger } from 'pino';

const LEVELS = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;

export interface RuntimeOptions {
  metricsHost: string;
  /** undefined: it shows none. */
  workerMetricsPort: number | undefined;
}

/**
 * Sends what the Temporal SDK logs, its native core included, to this process's own log, and shows its metrics
 * (https://docs.temporal.io/references/sdk-metrics) to Prometheus.
 */
export function installRuntime(log: Logger, { metricsHost, workerMetricsPort }: RuntimeOptions): void {
  const logger = new DefaultLogger('INFO', ({ level, message, meta }: LogEntry) => {
    const { sdkComponent, taskQueue, workflowId, error } = meta ?? {};
    log[LEVELS[level]]({ sdkComponent, taskQueue, workflowId, err: error }, message);
  });
  const prometheus = { bindAddress: `${metricsHost}:${workerMetricsPort}`, useSecondsForDurations: true };
  Runtime.install({
    logger,
    ...(workerMetricsPort === undefined ? {} : { telemetryOptions: { metrics: { prometheus } } }),
  });
}
