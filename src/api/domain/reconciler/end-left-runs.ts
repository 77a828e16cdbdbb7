import { WorkflowNotFoundError } from '@temporalio/client';
import { findLeftRuns, type LeftRun, type OpenRun } from '../../../assets/reads/find-left-runs.ts';
import type { DomainServices } from '../services.ts';
import { withDeadline } from '../temporal/deadline.ts';
import { openRuns } from '../temporal/open-runs.ts';

type Services = Pick<DomainServices, 'pool' | 'temporal' | 'task_queues' | 'log'>;

export interface LeftRunOptions {
  /** Open workflows that one turn looks at. */
  limit: number;
  /** A run whose job has ended may go on for so long: it tells of its end before it ends. */
  cancel_after_ms: number;
  /** What does not end by being cancelled is terminated. */
  terminate_after_ms: number;
}

/** `terminated`: it had been asked to end long before. */
export type LeftRunCounts = Record<'cancelled' | 'terminated', number>;

/**
 * Ends workflows that their jobs have no more use for: of jobs that were closed without them, and of attempts that came before the
 * present one. Goes through what is open in turns; several processes may.
 */
export function leftRunSweep(services: Services, options: LeftRunOptions): () => Promise<LeftRunCounts> {
  let open: AsyncGenerator<OpenRun> | undefined;
  return async () => {
    try {
      open ??= openRuns(services.temporal, services.task_queues.light);
      const runs: OpenRun[] = [];
      for (let { done, value } = await open.next(); !done; { done, value } = await open.next()) {
        runs.push(value);
        if (runs.length === options.limit) break;
      }
      // The next turn begins anew where this one has come to the end.
      if (runs.length < options.limit) open = undefined;
      return await endAll(services, await findLeftRuns(services.pool, runs), options);
    } catch (error) {
      open = undefined;
      throw error;
    }
  };
}

async function endAll(services: Services, left: readonly LeftRun[], options: LeftRunOptions): Promise<LeftRunCounts> {
  const counts: LeftRunCounts = { cancelled: 0, terminated: 0 };
  for (const run of left) {
    if (run.left_ms < options.cancel_after_ms) continue;
    const how = run.left_ms < options.terminate_after_ms ? 'cancelled' : 'terminated';
    if (await end(services, run, how)) counts[how] += 1;
  }
  return counts;
}

/** @returns false when it has ended by itself */
async function end({ temporal, log }: Services, run: LeftRun, how: keyof LeftRunCounts): Promise<boolean> {
  const { job_id, run_id, attempt } = run;
  const handle = temporal.workflow.getHandle(job_id, run_id);
  try {
    await withDeadline(temporal, () => (how === 'cancelled' ? handle.cancel() : handle.terminate('its job has ended')));
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
  log.warn({ job_id, run_id, attempt, left_ms: Math.round(run.left_ms), how }, 'Reconciler:RunEnded');
  return true;
}
