import { claimJobsToReconcile, type UnfinishedJob } from '../../../assets/claim-jobs-to-reconcile.ts';
import type { DomainServices } from '../services.ts';
import { isUnreachable } from '../temporal/is-unreachable.ts';
import { type Reconciliation, reconcileJob } from './reconcile-job.ts';

export interface SweepOptions {
  /** Jobs younger than this are left to the request that made them. */
  min_age_ms: number;
  /** Between two looks at the same job, by whichever process. */
  recheck_after_ms: number;
  /** No new rows are claimed after so long. */
  budget_ms: number;
}

/** `failed`: something else went wrong with the one job. `unreachable`: Temporal did not answer. */
export type SweepCounts = Record<Reconciliation | 'failed' | 'unreachable', number>;

const BATCH = 40;
const CONCURRENCY = 8;

/**
 * Looks at every unfinished job that is due, in small claims, until none is left, the time is up or Temporal cannot be
 * reached: what it does not answer is no reason to close anything.
 */
export async function sweep(services: DomainServices, options: SweepOptions): Promise<SweepCounts> {
  const counts: SweepCounts = { in_order: 0, started: 0, closed: 0, failed: 0, unreachable: 0 };
  const end = performance.now() + options.budget_ms;
  while (performance.now() < end && counts.unreachable === 0) {
    const jobs = await claimJobsToReconcile(services.pool, { ...options, limit: BATCH });
    await reconcileAll(services, jobs, counts);
    if (jobs.length < BATCH) break;
  }
  return counts;
}

async function reconcileAll(services: DomainServices, jobs: UnfinishedJob[], counts: SweepCounts): Promise<void> {
  const waiting = jobs.values();
  const lane = async () => {
    for (const job of waiting) {
      if (counts.unreachable > 0) return;
      counts[await reconcileOne(services, job)] += 1;
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, lane));
}

/** One job in trouble does not keep the sweep from the others. */
async function reconcileOne(services: DomainServices, job: UnfinishedJob): Promise<keyof SweepCounts> {
  const { job_id } = job;
  try {
    const done = await reconcileJob(services, job);
    if (done !== 'in_order') services.log.info({ job_id, done }, 'Reconciler:Acted');
    return done;
  } catch (err) {
    services.log.warn({ job_id, err }, 'Reconciler:Failed');
    return isUnreachable(err) ? 'unreachable' : 'failed';
  }
}
