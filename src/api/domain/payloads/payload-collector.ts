import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { type CollectOptions, type CollectServices, collectPayloads } from './collect-payloads.ts';

export interface PayloadCollector {
  /** Ends after the page that is under way. */
  stop(): Promise<void>;
}

const INTERVAL_MS = 60_000;
const LIMIT = 2_000;

/** Looks at a page of stored payloads every minute; oftener where the retention is short. */
export function startPayloadCollector(
  services: CollectServices & { log: Logger },
  options: Omit<CollectOptions, 'limit'>,
): PayloadCollector {
  const stopping = new AbortController();
  const running = run(services, { ...options, limit: LIMIT }, stopping.signal);
  return {
    stop: () => {
      stopping.abort();
      return running;
    },
  };
}

async function run(
  services: CollectServices & { log: Logger },
  options: CollectOptions,
  signal: AbortSignal,
): Promise<void> {
  const interval = Math.max(1_000, Math.min(INTERVAL_MS, options.retention_ms / 10));
  let after: string | undefined;
  while (!signal.aborted) {
    await sleep(interval, undefined, { signal }).catch(() => {});
    if (signal.aborted) return;
    try {
      const { removed, next } = await collectPayloads(services, options, new Date(), after);
      after = next;
      if (removed > 0) services.log.info({ removed }, 'Payloads:Removed');
    } catch (err) {
      // The storage is away, say. The next turn begins anew.
      after = undefined;
      services.log.warn({ err }, 'Payloads:CollectFailed');
    }
  }
}
