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
}

/** Holds the job's row and its version's, version first as everywhere, so that no two transactions wait for each other. */
export async function lockJob(client: pg.PoolClient, jobId: string): Promise<LockedJob | undefined> {
  const version = await lockVersionOf(client, jobId);
  const { rows } = await client.query<{
    state: JobState;
    attempt: number;
    report_sequence: string;
    is_paused: boolean;
  }>('SELECT state, attempt, report_sequence, is_paused FROM rhumbline.jobs WHERE job_id = $1 FOR UPDATE', [jobId]);
  const job = rows[0];
  if (job === undefined) return undefined;
  return { job_id: jobId, ...job, report_sequence: Number(job.report_sequence), version };
}

async function lockVersionOf(client: pg.PoolClient, jobId: string): Promise<LockedJobVersion | null> {
  const { rows } = await client.query<LockedJobVersion>(
    `SELECT version.asset_id, version.ordinal, version.platform_id, version.processing_state,
            version.approval_state, version.current_job_id = job.job_id AS is_current
     FROM rhumbline.jobs AS job JOIN rhumbline.asset_versions AS version USING (asset_id, ordinal)
     WHERE job.job_id = $1
     FOR UPDATE OF version`,
    [jobId],
  );
  return rows[0] ?? null;
}
