import {
  claimJobsToReconcile,
  noteStarted,
  notInOrder,
  type UnfinishedJob,
} from '../../../assets/claim-jobs-to-reconcile.ts';
import { forgetTrouble, recordTrouble } from '../../../assets/troubles/record-trouble.ts';
import { FaultError } from '../../../plan/fault.ts';
import type { JsonObject } from '../../../plan/json.ts';
import { ProblemError } from '../../shared/problem.ts';
import type { DomainServices } from '../services.ts';
import { isUnreachable } from '../temporal/is-unreachable.ts';
import { giveUp } from './give-up.ts';
import { RECONCILER, type Reconciliation, reconcileJob } from './reconcile-job.ts';

export interface SweepOptions {
  /** Jobs younger than this are left to the request that made them. */
  min_age_ms: number;
  /** Between two looks at the same job, by whichever process; several times as long where it has been in order for long. */
  recheck_after_ms: number;
  /** No new rows are claimed after so long. */
  budget_ms: number;
  /** A job of which the reconciler failed so often in a row, and for so long, is given up. */
  give_up: { failures: number; after_ms: number };
}

/** `failed`: something else went wrong with the one job; `given_up`: for the last time. `unreachable`: Temporal did not answer. */
export type SweepCounts = Record<Reconciliation | 'failed' | 'given_up' | 'unreachable', number>;

const BATCH = 40;
/** Looks at once: those who submit ask Temporal beside them. */
const CONCURRENCY = 4;
const TROUBLES: ReadonlySet<keyof SweepCounts> = new Set(['failed', 'given_up', 'unreachable']);

/**
 * Looks at every unfinished job that is due, in small claims, until none is left, the time is up or Temporal cannot be
 * reached: what it does not answer is no reason to close anything.
 *
 * @param ended jobs of which a workflow has ended of late: they come first
 */
export async function sweep(
  services: DomainServices,
  options: SweepOptions,
  ended: readonly string[] = [],
): Promise<SweepCounts> {
  const counts: SweepCounts = {
    ...{ in_order: 0, started: 0, closed: 0, superseded: 0, failed: 0, given_up: 0, unreachable: 0 },
  };
  const end = performance.now() + options.budget_ms;
  for (const among of ended.length > 0 ? [ended, undefined] : [undefined]) {
    // What has been started and ended since is among those that come first.
    if (among === undefined) await passOverStarted(services);
    while (performance.now() < end && counts.unreachable === 0) {
      const jobs = await claimJobsToReconcile(services.pool, { ...options, limit: BATCH, ...(among && { among }) });
      await reconcileAll(services, jobs, options, counts);
      if (jobs.length < BATCH) break;
    }
  }
  return counts;
}

async function passOverStarted({ pool, started }: DomainServices): Promise<void> {
  const jobIds = [...started];
  started.clear();
  await noteStarted(pool, jobIds);
}

async function reconcileAll(
  services: DomainServices,
  jobs: UnfinishedJob[],
  options: SweepOptions,
  counts: SweepCounts,
): Promise<void> {
  const waiting = jobs.values();
  const troubled = new Set(jobs.map(({ job_id }) => job_id));
  const lane = async () => {
    for (const job of waiting) {
      if (counts.unreachable > 0) return;
      const outcome = await reconcileOne(services, job, options);
      counts[outcome] += 1;
      if (!TROUBLES.has(outcome)) troubled.delete(job.job_id);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, lane));
  if (troubled.size > 0) await notInOrder(services.pool, [...troubled]);
}

/** One job in trouble does not keep the sweep from the others. */
async function reconcileOne(
  services: DomainServices,
  job: UnfinishedJob,
  options: SweepOptions,
): Promise<keyof SweepCounts> {
  const { job_id } = job;
  try {
    const done = await reconcileJob(services, job);
    if (job.in_trouble) await forgetTrouble(services.pool, job_id);
    if (done !== 'in_order') services.log.info({ job_id, done }, 'Reconciler:Acted');
    return done;
  } catch (err) {
    services.log.warn({ job_id, err }, 'Reconciler:Failed');
    if (isUnreachable(err)) return 'unreachable';
    return keepTrouble(services, job, err, options);
  }
}

/** What waits for something that may come back, as a worker of the right version or the storage, is no trouble of the job's own. */
async function keepTrouble(
  services: DomainServices,
  job: UnfinishedJob,
  err: unknown,
  { give_up }: SweepOptions,
): Promise<'failed' | 'given_up'> {
  if (err instanceof ProblemError || (err instanceof FaultError && err.retryable)) return 'failed';
  const { job_id } = job;
  try {
    const error = recordOf(err);
    const trouble = await recordTrouble(services.pool, job, error);
    const lasted = trouble.last_at.getTime() - trouble.first_at.getTime();
    if (trouble.failures < give_up.failures || lasted < give_up.after_ms) return 'failed';
    return (await giveUp(services, job, trouble, error, RECONCILER)) ? 'given_up' : 'failed';
  } catch (error) {
    services.log.error({ job_id, err: error }, 'Reconciler:TroubleNotRecorded');
    return 'failed';
  }
}

const MOST_CAUSES = 5;

/** The error with what caused it. */
function recordOf(err: unknown): JsonObject {
  const causes: JsonObject[] = [];
  for (let cause: unknown = err; cause instanceof Error && causes.length < MOST_CAUSES; cause = cause.cause) {
    causes.push({ name: cause.name, message: cause.message, at: cause.stack?.split('\n')[1]?.trim() ?? null });
  }
  const [first = { name: typeof err, message: String(err), at: null }, ...others] = causes;
  return { ...first, causes: others };
}
