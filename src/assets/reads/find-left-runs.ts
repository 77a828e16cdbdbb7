import type { Queryable } from '../../db/pool.ts';

/** A run of a job's workflow that is open. */
export interface OpenRun {
  job_id: string;
  run_id: string;
  /** The job's attempt that it is of. */
  attempt: number;
}

export interface LeftRun extends OpenRun {
  /** Milliseconds since its job has no more use for it. */
  left_ms: number;
}

/** Of these runs, those whose job has ended, or has gone on to a later attempt. Of a job that is not known nothing is said. */
export async function findLeftRuns(db: Queryable, runs: readonly OpenRun[]): Promise<LeftRun[]> {
  if (runs.length === 0) return [];
  const { rows } = await db.query<LeftRun>(
    `SELECT run.job_id, run.run_id, run.attempt,
            (1000 * EXTRACT(EPOCH FROM clock_timestamp() - CASE WHEN run.attempt < job.attempt THEN job.attempt_at ELSE job.ended_at END))::float8 AS left_ms
     FROM jsonb_to_recordset($1::jsonb) AS run (job_id text, run_id text, attempt integer)
     JOIN rhumbline.jobs AS job USING (job_id)
     WHERE run.attempt < job.attempt OR job.ended_at IS NOT NULL`,
    [JSON.stringify(runs)],
  );
  return rows;
}
