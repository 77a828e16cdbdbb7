import { type Repetition, repeat } from '../repeat.ts';
import type { DomainServices } from '../services.ts';
import { syncSchedules } from './sync-schedules.ts';

const INTERVAL_MS = 30_000;

/** Keeps the schedules in line with the specs: at the start, and every 30 s for specs that change. */
export function startScheduleKeeper(services: DomainServices, intervalMs = INTERVAL_MS): Repetition {
  const { log } = services;
  return repeat(async () => {
    try {
      const counts = await syncSchedules(services);
      if (counts.created + counts.updated + counts.deleted > 0) log.info(counts, 'Schedules:Changed');
    } catch (err) {
      log.warn({ err }, 'Schedules:SyncFailed');
    }
  }, intervalMs);
}
