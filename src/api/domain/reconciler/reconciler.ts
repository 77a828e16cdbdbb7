import { leftRunMetrics, reconcilerMetrics } from '../metrics/reconciler-metrics.ts';
import { type Repetition, repeat } from '../repeat.ts';
import type { DomainServices } from '../services.ts';
import { leftRunSweep } from './end-left-runs.ts';
import { endedOfLate } from './ended-of-late.ts';
import { type SweepCounts, type SweepOptions, sweep } from './sweep.ts';

const INTERVAL_MS = 5_000;

const OPTIONS: SweepOptions = {
  ...{ min_age_ms: 2_000, recheck_after_ms: 4_000, budget_ms: 4_000 },
  give_up: { failures: 60, after_ms: 10 * 60_000 },
};

/**
 * Sweeps every 5 s for as long as the process lives. Several processes may: they share the rows among them. What Temporal says has
 * ended is looked at in the next sweep, and all else that is unfinished in turns.
 */
export function startReconciler(services: DomainServices, intervalMs = INTERVAL_MS): Repetition {
  const { log } = services;
  const metrics = reconcilerMetrics(services.metrics);
  const ended = endedOfLate(services);
  return repeat(async () => {
    const began = performance.now();
    try {
      const counts = await sweep(services, OPTIONS, await ended());
      metrics.swept(counts, (performance.now() - began) / 1_000);
      if (jobsOutOfOrder(counts) > 0) log.info(counts, 'Reconciler:Swept');
    } catch (err) {
      metrics.sweepFailed();
      // The database is away, say. The next sweep tries again.
      log.warn({ err }, 'Reconciler:SweepFailed');
    }
  }, intervalMs);
}

function jobsOutOfOrder({ in_order: _, ...others }: SweepCounts): number {
  return Object.values(others).reduce((sum, count) => sum + count, 0);
}

const LEFT_RUNS_INTERVAL_MS = 30_000;

/** Ends every half minute what is left of jobs that have ended. */
export function startLeftRunSweeper(services: DomainServices, intervalMs = LEFT_RUNS_INTERVAL_MS): Repetition {
  const ended = leftRunMetrics(services.metrics);
  const turn = leftRunSweep(services, { limit: 500, cancel_after_ms: 60_000, terminate_after_ms: 5 * 60_000 });
  return repeat(async () => {
    try {
      const counts = await turn();
      ended(counts);
    } catch (err) {
      services.log.warn({ err }, 'Reconciler:LeftRunSweepFailed');
    }
  }, intervalMs);
}
