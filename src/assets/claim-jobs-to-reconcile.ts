import type { Queryable } from '../db/pool.ts';
import type { AssetRef, JobState } from '../plan/job.ts';

/** An unfinished job, without its plan and inputs: few are looked at to be started. */
export interface UnfinishedJob {
  job_id: string;
  state: Extract<JobState, 'pending' | 'running'>;
  attempt: number;
  report_sequence: number;
  asset: AssetRef | null;
  /** 0 to 10; 10 comes first. */
  priority: number;
  submitted_by: string;
  software_version: string;
  /** Somebody asked for its end. */
  cancel_requested: boolean;
  /** Its version has a later job. */
  superseded: boolean;
  /** The reconciler failed of it the last time. */
  in_trouble: boolean;
}

export interface ClaimOptions {
  /** Rows at most. */
  limit: number;
  /** Attempts younger than this are left to the request that made them. */
  min_age_ms: number;
  /** A job that any process looked at so recently is not looked at again. Grows with the time for which it has been in order. */
  recheck_after_ms: number;
  /** Of these alone, and none of them is looked at less often than the others. */
  among?: readonly string[];
}

/** By how much the time between two looks grows at most: of many thousand jobs that work, few are worth a look. */
const SLOWEST = 6;
/** By how much it is longer for one that waits to begin, once it was in order: it can only be ended from outside, which is found otherwise. */
const PENDING = 15;

/**
 * Takes unfinished jobs whose workflow is to be looked at, those longest not looked at first, and notes that it is done and found
 * them in order, which `notInOrder` takes back. The claim is one short statement: processes that sweep at the same time pass over
 * each other's rows, and a process that dies after it delays its rows by one look at most.
 */
export async function claimJobsToReconcile(db: Queryable, options: ClaimOptions): Promise<UnfinishedJob[]> {
  const { limit, min_age_ms, recheck_after_ms, among } = options;
  const { rows } = await db.query<UnfinishedJob & { report_sequence: string }>(
    `UPDATE rhumbline.jobs
     SET checked_at = clock_timestamp(), in_order_since = COALESCE(in_order_since, clock_timestamp())
     WHERE job_id IN (
       SELECT job_id FROM rhumbline.jobs
       WHERE state IN ('pending', 'running')
         AND attempt_at < clock_timestamp() - $2 * interval '1 millisecond'
         AND (checked_at IS NULL OR checked_at < clock_timestamp() - $3 * interval '1 millisecond')
         AND CASE WHEN $4::text[] IS NOT NULL THEN job_id = ANY($4)
             ELSE in_order_since IS NULL OR checked_at IS NULL OR checked_at < clock_timestamp() -
               CASE WHEN state = 'pending' AND cancel_requested_at IS NULL AND checked_at > in_order_since
               THEN $6 * interval '1 millisecond' ELSE LEAST(checked_at - in_order_since, $5 * interval '1 millisecond') END END
       ORDER BY checked_at NULLS FIRST
       LIMIT $1
       FOR UPDATE SKIP LOCKED)
     RETURNING job_id, state, attempt, report_sequence, priority, submitted_by, software_version,
       cancel_requested_at IS NOT NULL AS cancel_requested,
       EXISTS (SELECT FROM rhumbline.asset_versions AS version WHERE version.asset_id = jobs.asset_id
         AND version.ordinal = jobs.ordinal AND version.current_job_id <> jobs.job_id) AS superseded,
       EXISTS (SELECT FROM rhumbline.job_troubles AS trouble WHERE trouble.job_id = jobs.job_id) AS in_trouble,
       CASE WHEN asset_id IS NOT NULL THEN jsonb_build_object(
         'asset_id', asset_id, 'platform_id', platform_id, 'ordinal', ordinal, 'revision', revision) END AS asset`,
    [
      ...[limit, min_age_ms, recheck_after_ms, among ?? null],
      ...[SLOWEST * recheck_after_ms, PENDING * recheck_after_ms],
    ],
  );
  return rows.map((row) => ({ ...row, report_sequence: Number(row.report_sequence) }));
}

/**
 * Notes that jobs whose first start Temporal has just acknowledged are in order: that says as much as a look. Those that have begun
 * since are looked at all the same, as something may have gone wrong with them.
 */
export async function noteStarted(db: Queryable, jobIds: readonly string[]): Promise<void> {
  if (jobIds.length === 0) return;
  await db.query(
    `UPDATE rhumbline.jobs SET checked_at = clock_timestamp(), in_order_since = attempt_at
     WHERE job_id IN (
       SELECT job_id FROM rhumbline.jobs
       WHERE job_id = ANY($1) AND state = 'pending' AND attempt = 1 AND checked_at IS NULL AND cancel_requested_at IS NULL
       FOR UPDATE SKIP LOCKED)`,
    [jobIds],
  );
}

/** Of jobs that were claimed and not found in order, or not looked at: the next look comes soon. */
export async function notInOrder(db: Queryable, jobIds: readonly string[]): Promise<void> {
  await db.query('UPDATE rhumbline.jobs SET in_order_since = NULL WHERE job_id = ANY($1)', [jobIds]);
}
