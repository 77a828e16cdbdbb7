import { reconcilerMetrics } from '../metrics/reconciler-metrics.ts';
import { type Repetition, repeat } from '../repeat.ts';
import type { DomainServices } from '../services.ts';
import { type SweepOptions, sweep } from './sweep.ts';

const INTERVAL_MS = 5_000;

const OPTIONS: SweepOptions = { min_age_ms: 2_000, recheck_after_ms: 4_000, budget_ms: 4_000 };

/** Sweeps every 5 s for as long as the process lives. Several processes may: they share the rows among them. */
export function startReconciler(services: DomainServices, intervalMs = INTERVAL_MS): Repetition {
  const { log } = services;
  const metrics = reconcilerMetrics(services.metrics);
  return repeat(async () => {
    const began = performance.now();
    try {
      const counts = await sweep(services, OPTIONS);
      metrics.swept(counts, (performance.now() - began) / 1_000);
      if (counts.started + counts.closed + counts.failed + counts.unreachable > 0) log.info(counts, 'Reconciler:Swept');
    } catch (err) {
      metrics.sweepFailed();
      // The database is away, say. The next sweep tries again.
      log.warn({ err }, 'Reconciler:SweepFailed');
    }
  }, intervalMs);
}
