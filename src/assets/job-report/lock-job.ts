import type pg from 'pg';
import type { JobState } from '../../plan/job.ts';
import type { ApprovalState, ProcessingState } from '../states.ts';

export interface LockedJob {
  job_id: string;
  state: JobState;
  attempt: number;
  report_sequence: number;
  is_paused: boolean;
  version: LockedJobVersion | null;
}

/** The asset version that the job makes. */
export interface LockedJobVersion {
  asset_id: string;
  ordinal: number;
  platform_id: string;
  processing_state: ProcessingState;
  approval_state: ApprovalState;
  /** False once a later revision has taken over. */
  is_current: boolean;
  asset_is_deleted: boolean;
}

/** Holds the job's row and its version's, version first as everywhere, so that no two transactions wait for each other. */
export async function lockJob(client: pg.PoolClient, jobId: string): Promise<LockedJob | undefined> {
  const version = await lockVersionOf(client, jobId);
  // Asked with the version held, whose holder before may have been the one that deleted the asset.
  const { rows } = await client.query<{
    state: JobState;
    attempt: number;
    report_sequence: string;
    is_paused: boolean;
    asset_is_deleted: boolean;
  }>(
    `SELECT state, attempt, report_sequence, is_paused, EXISTS (
       SELECT FROM rhumbline.assets AS asset WHERE asset.asset_id = job.asset_id AND deleted_at IS NOT NULL
     ) AS asset_is_deleted
     FROM rhumbline.jobs AS job WHERE job_id = $1 FOR UPDATE OF job`,
    [jobId],
  );
  if (rows[0] === undefined) return undefined;
  const { asset_is_deleted, report_sequence, ...job } = rows[0];
  return {
    ...{ job_id: jobId, ...job, report_sequence: Number(report_sequence) },
    version: version === null ? null : { ...version, asset_is_deleted },
  };
}

async function lockVersionOf(
  client: pg.PoolClient,
  jobId: string,
): Promise<Omit<LockedJobVersion, 'asset_is_deleted'> | null> {
  const { rows } = await client.query<Omit<LockedJobVersion, 'asset_is_deleted'>>(
    `SELECT version.asset_id, version.ordinal, version.platform_id, version.processing_state,
            version.approval_state, version.current_job_id = job.job_id AS is_current
     FROM rhumbline.jobs AS job JOIN rhumbline.asset_versions AS version USING (asset_id, ordinal)
     WHERE job.job_id = $1
     FOR UPDATE OF version`,
    [jobId],
  );
  return rows[0] ?? null;
}
