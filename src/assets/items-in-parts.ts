import type { ItemCounts } from '../plan/job.ts';

/** What a chunk or a batch that is under way has done of its items. */
export interface PartCounts {
  completed: number;
  failed: number;
  skipped: number;
}

/**
 * A fan-out's counts, with what parts under way have done: to the job's own report their items run or wait until the part has
 * ended.
 */
export function withParts(reported: ItemCounts, parts: readonly PartCounts[]): ItemCounts {
  const counts = { ...reported };
  for (const part of parts) {
    for (const state of ['completed', 'failed', 'skipped'] as const) {
      const done = Math.min(part[state], counts.pending + counts.running);
      counts[state] += done;
      const waited = Math.min(done, counts.pending);
      counts.pending -= waited;
      counts.running -= done - waited;
    }
  }
  return counts;
}
