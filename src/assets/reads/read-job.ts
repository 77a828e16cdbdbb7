import type { Queryable } from '../../db/pool.ts';
import type { Fault } from '../../plan/fault.ts';
import type { JobState, RunPlanResult } from '../../plan/job.ts';
import { timeOf, timeOrNull } from './time.ts';
import { notDeleted, type Visible } from './visible.ts';

export interface JobView {
  job_id: string;
  workflow_id: string;
  workflow_version: number;
  state: JobState;
  is_paused: boolean;
  /** 0 to 100. */
  percent: number;
  attempt: number;
  asset_id: string | null;
  version_ordinal: number | null;
  created_at: string;
  started_at: string | null;
  ended_at: string | null;
  result: RunPlanResult | null;
  error: Fault | null;
}

/** undefined when there is no such job, or it is not for the caller. */
export async function readJob(
  db: Queryable,
  jobId: string,
  { platform_id, deleted_too }: Visible,
): Promise<JobView | undefined> {
  const { rows } = await db.query<
    Omit<JobView, 'created_at' | 'started_at' | 'ended_at'> & {
      created_at: Date;
      started_at: Date | null;
      ended_at: Date | null;
    }
  >(
    `SELECT job_id, workflow_id, workflow_version, state, is_paused, percent, attempt, asset_id, ordinal AS version_ordinal,
            created_at, started_at, ended_at, result, error
     FROM rhumbline.job_view AS job
     WHERE job_id = $1 AND ($2::text IS NULL OR platform_id = $2) AND ($3 OR ${notDeleted('job.asset_id')})`,
    [jobId, platform_id, deleted_too],
  );
  const row = rows[0];
  if (row === undefined) return undefined;
  return {
    ...row,
    created_at: timeOf(row.created_at),
    started_at: timeOrNull(row.started_at),
    ended_at: timeOrNull(row.ended_at),
  };
}
