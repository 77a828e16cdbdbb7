import { type Repetition, repeat } from '../repeat.ts';
import type { DomainServices } from '../services.ts';
import { keepRetentionSchedule } from './keep-retention-schedule.ts';
import { syncSchedules } from './sync-schedules.ts';

const INTERVAL_MS = 30_000;

/** Keeps the schedules in line with the specs, and that of the retention: at the start, and every 30 s for specs that change. */
export function startScheduleKeeper(services: DomainServices, intervalMs = INTERVAL_MS): Repetition {
  const { log } = services;
  return repeat(async () => {
    try {
      const counts = await syncSchedules(services);
      const retention = await keepRetentionSchedule(services);
      if (retention !== 'in_order') log.info({ retention }, 'Schedules:RetentionKept');
      if (counts.created + counts.updated + counts.deleted > 0) log.info(counts, 'Schedules:Changed');
    } catch (err) {
      log.warn({ err }, 'Schedules:SyncFailed');
    }
  }, intervalMs);
}
