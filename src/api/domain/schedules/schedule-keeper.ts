import { setTimeout as sleep } from 'node:timers/promises';
import type { DomainServices } from '../services.ts';
import { syncSchedules } from './sync-schedules.ts';

export interface ScheduleKeeper {
  /** Ends after the round that is under way. */
  stop(): Promise<void>;
}

const INTERVAL_MS = 30_000;

/** Keeps the schedules in line with the specs: at the start, and every 30 s for specs that change. */
export function startScheduleKeeper(services: DomainServices, intervalMs = INTERVAL_MS): ScheduleKeeper {
  const stopping = new AbortController();
  const running = run(services, intervalMs, stopping.signal);
  return {
    stop: () => {
      stopping.abort();
      return running;
    },
  };
}

async function run(services: DomainServices, intervalMs: number, signal: AbortSignal): Promise<void> {
  const { log } = services;
  while (!signal.aborted) {
    try {
      const counts = await syncSchedules(services);
      if (counts.created + counts.updated + counts.deleted > 0) log.info(counts, 'Schedules:Changed');
    } catch (err) {
      log.warn({ err }, 'Schedules:SyncFailed');
    }
    await sleep(intervalMs, undefined, { signal }).catch(() => {});
  }
}
