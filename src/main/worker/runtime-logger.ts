import { DefaultLogger, type LogEntry, Runtime } from '@temporalio/worker';
import type { Logger } from 'pino';

const LEVELS = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;

/** Sends what the Temporal SDK logs, its native core included, to this process's own log. */
export function installRuntimeLogger(log: Logger): void {
  const logger = new DefaultLogger('INFO', ({ level, message, meta }: LogEntry) => {
    const { sdkComponent, taskQueue, workflowId, error } = meta ?? {};
    log[LEVELS[level]]({ sdkComponent, taskQueue, workflowId, err: error }, message);
  });
  Runtime.install({ logger });
}
