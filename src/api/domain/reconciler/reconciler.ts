import { setTimeout as sleep } from 'node:timers/promises';
import type { DomainServices } from '../services.ts';
import { type SweepOptions, sweep } from './sweep.ts';

export interface Reconciler {
  /** Ends after the sweep that is under way. */
  stop(): Promise<void>;
}

const INTERVAL_MS = 5_000;

const OPTIONS: SweepOptions = { min_age_ms: 2_000, recheck_after_ms: 4_000, budget_ms: 4_000 };

/** Sweeps every 5 s for as long as the process lives. Several processes may: they share the rows among them. */
export function startReconciler(services: DomainServices, intervalMs = INTERVAL_MS): Reconciler {
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
  while (!signal.aborted) {
    try {
      const counts = await sweep(services, OPTIONS);
      if (counts.started + counts.closed + counts.failed + counts.unreachable > 0)
        services.log.info(counts, 'Reconciler:Swept');
    } catch (err) {
      // The database is away, say. The next sweep tries again.
      services.log.warn({ err }, 'Reconciler:SweepFailed');
    }
    await sleep(intervalMs, undefined, { signal }).catch(() => {});
  }
}
