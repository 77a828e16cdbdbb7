import { Counter, Histogram, type Registry } from 'prom-client';
import type { LeftRunCounts } from '../reconciler/end-left-runs.ts';
import type { SweepCounts } from '../reconciler/sweep.ts';

/** What the reconciler does, for those who have to be woken. */
export interface ReconcilerMetrics {
  swept(counts: SweepCounts, seconds: number): void;
  sweepFailed(): void;
}

export function reconcilerMetrics(registry: Registry): ReconcilerMetrics {
  const registers = [registry];
  const jobs = new Counter({
    name: 'rhumbline_reconciler_jobs_total',
    help: 'Unfinished jobs that the reconciler looked at, by what it came to.',
    labelNames: ['outcome'] as const,
    registers,
  });
  const duration = new Histogram({
    name: 'rhumbline_reconciler_sweep_duration_seconds',
    help: 'A sweep over the jobs that are due. It takes no more after 4 s.',
    buckets: [0.01, 0.05, 0.1, 0.5, 1, 2, 4, 8],
    registers,
  });
  const failed = new Counter({
    name: 'rhumbline_reconciler_sweeps_failed_total',
    help: 'Sweeps that ended with an error, as when the database is away.',
    registers,
  });
  return {
    swept: (counts, seconds) => {
      for (const [outcome, count] of Object.entries(counts)) jobs.inc({ outcome }, count);
      duration.observe(seconds);
    },
    sweepFailed: () => failed.inc(),
  };
}

/** Workflows that were ended because their jobs had: in good order there is none. */
export function leftRunMetrics(registry: Registry): (counts: LeftRunCounts) => void {
  const ended = new Counter({
    name: 'rhumbline_reconciler_workflows_ended_total',
    help: 'Workflows that outlived their jobs, and were cancelled or terminated.',
    labelNames: ['how'] as const,
    registers: [registry],
  });
  return (counts) => {
    for (const [how, count] of Object.entries(counts)) ended.inc({ how }, count);
  };
}
