import type { Queryable } from '../../db/pool.ts';
import type { AssetRef, JobState } from '../../plan/job.ts';
import type { JsonObject } from '../../plan/json.ts';
import type { ExecutionPlan } from '../../plan/plan.ts';
import type { LockedJobVersion } from '../job-report/lock-job.ts';

/** A job with all that another attempt of it takes. */
export interface RetryableJob {
  job_id: string;
  state: JobState;
  attempt: number;
  asset: AssetRef | null;
  plan: ExecutionPlan;
  inputs: JsonObject;
  priority: number;
  submitted_by: string;
  software_version: string;
  version: LockedJobVersion | null;
}

/** undefined when there is no such job, or it is not the platform's. */
export async function readRetryableJob(
  db: Queryable,
  jobId: string,
  platformId: string | null,
): Promise<RetryableJob | undefined> {
  const { rows } = await db.query<RetryableJob>(
    `SELECT job.job_id, job.state, job.attempt, job.plan, job.inputs,
            job.priority, job.submitted_by, job.software_version,
            CASE WHEN job.asset_id IS NOT NULL THEN jsonb_build_object('asset_id', job.asset_id,
              'platform_id', job.platform_id, 'ordinal', job.ordinal, 'revision', job.revision) END AS asset,
            CASE WHEN version.asset_id IS NOT NULL THEN jsonb_build_object('asset_id', version.asset_id,
              'ordinal', version.ordinal, 'platform_id', version.platform_id,
              'processing_state', version.processing_state, 'approval_state', version.approval_state,
              'is_current', version.current_job_id = job.job_id,
              'asset_is_deleted', asset.deleted_at IS NOT NULL) END AS version
     FROM rhumbline.jobs AS job LEFT JOIN rhumbline.asset_versions AS version USING (asset_id, ordinal)
       LEFT JOIN rhumbline.assets AS asset ON asset.asset_id = job.asset_id
     WHERE job.job_id = $1 AND ($2::text IS NULL OR job.platform_id = $2)`,
    [jobId, platformId],
  );
  return rows[0];
}
