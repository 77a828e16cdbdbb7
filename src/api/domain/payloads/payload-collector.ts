import type { Logger } from 'pino';
import { type Repetition, repeat } from '../repeat.ts';
import { type CollectOptions, type CollectServices, collectPayloads } from './collect-payloads.ts';

const INTERVAL_MS = 60_000;
const LIMIT = 2_000;

/** Looks at a page of stored payloads every minute; oftener where the retention is short. */
export function startPayloadCollector(
  services: CollectServices & { log: Logger },
  options: Omit<CollectOptions, 'limit'>,
): Repetition {
  const { log } = services;
  const interval = Math.max(1_000, Math.min(INTERVAL_MS, options.retention_ms / 10));
  let after: string | undefined;
  return repeat(async () => {
    try {
      const { removed, next } = await collectPayloads(services, { ...options, limit: LIMIT }, new Date(), after);
      after = next;
      if (removed > 0) log.info({ removed }, 'Payloads:Removed');
    } catch (err) {
      // The storage is away, say. The next turn begins anew.
      after = undefined;
      log.warn({ err }, 'Payloads:CollectFailed');
    }
  }, interval);
}
