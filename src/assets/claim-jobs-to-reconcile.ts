import type { Queryable } from '../db/pool.ts';
import type { AssetRef, JobState, RetryRequest } from '../plan/job.ts';
import type { JsonObject } from '../plan/json.ts';
import type { ExecutionPlan } from '../plan/plan.ts';

/** An unfinished job, with all that starting its workflow takes. */
export interface UnfinishedJob {
  job_id: string;
  state: Extract<JobState, 'pending' | 'running'>;
  attempt: number;
  report_sequence: number;
  /** With an attempt beyond the first: what the retry asked for. */
  retry_request: RetryRequest | null;
  asset: AssetRef | null;
  plan: ExecutionPlan;
  inputs: JsonObject;
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
  /** A job that any process looked at so recently is not looked at again. */
  recheck_after_ms: number;
}

/**
 * Takes unfinished jobs whose workflow is to be looked at, those longest not looked at first, and notes that it is done.
 * The claim is one short statement: processes that sweep at the same time pass over each other's rows, and a process that
 * dies after it delays its rows by no more than `recheck_after_ms`.
 */
export async function claimJobsToReconcile(db: Queryable, options: ClaimOptions): Promise<UnfinishedJob[]> {
  const { rows } = await db.query<UnfinishedJob & { report_sequence: string }>(
    `UPDATE rhumbline.jobs SET checked_at = clock_timestamp()
     WHERE job_id IN (
       SELECT job_id FROM rhumbline.jobs
       WHERE state IN ('pending', 'running')
         AND attempt_at < clock_timestamp() - $2 * interval '1 millisecond'
         AND (checked_at IS NULL OR checked_at < clock_timestamp() - $3 * interval '1 millisecond')
       ORDER BY checked_at NULLS FIRST
       LIMIT $1
       FOR UPDATE SKIP LOCKED)
     RETURNING job_id, state, attempt, report_sequence, retry_request, plan, inputs,
       priority, submitted_by, software_version,
       cancel_requested_at IS NOT NULL AS cancel_requested,
       EXISTS (SELECT FROM rhumbline.asset_versions AS version WHERE version.asset_id = jobs.asset_id
         AND version.ordinal = jobs.ordinal AND version.current_job_id <> jobs.job_id) AS superseded,
       EXISTS (SELECT FROM rhumbline.job_troubles AS trouble WHERE trouble.job_id = jobs.job_id) AS in_trouble,
       CASE WHEN asset_id IS NOT NULL THEN jsonb_build_object(
         'asset_id', asset_id, 'platform_id', platform_id, 'ordinal', ordinal, 'revision', revision) END AS asset`,
    [options.limit, options.min_age_ms, options.recheck_after_ms],
  );
  return rows.map((row) => ({ ...row, report_sequence: Number(row.report_sequence) }));
}
