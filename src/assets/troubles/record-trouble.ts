import type { Queryable } from '../../db/pool.ts';
import { storableJson } from '../../db/storable-json.ts';
import type { JsonObject } from '../../plan/json.ts';

/** What went wrong with a job's reconciliation, again and again. */
export interface Trouble {
  /** In a row, in the job's present attempt. */
  failures: number;
  first_at: Date;
  last_at: Date;
}

/** Notes that the reconciler failed of a job. @returns how often it has by now, in the same attempt of the job */
export async function recordTrouble(
  db: Queryable,
  { job_id, attempt }: { job_id: string; attempt: number },
  error: JsonObject,
): Promise<Trouble> {
  const { rows } = await db.query<Trouble>(
    `INSERT INTO rhumbline.job_troubles AS known (job_id, attempt, last_error) VALUES ($1, $2, $3)
     ON CONFLICT (job_id) DO UPDATE
     SET attempt = EXCLUDED.attempt, last_at = now(), last_error = EXCLUDED.last_error,
         failures = CASE WHEN known.attempt = EXCLUDED.attempt THEN known.failures + 1 ELSE 1 END,
         first_at = CASE WHEN known.attempt = EXCLUDED.attempt THEN known.first_at ELSE now() END
     RETURNING failures, first_at, last_at`,
    [job_id, attempt, storableJson(error)],
  );
  const [trouble] = rows;
  if (trouble === undefined) throw new Error(`the trouble of ${job_id} was not written down`);
  return trouble;
}

export async function forgetTrouble(db: Queryable, jobId: string): Promise<void> {
  await db.query('DELETE FROM rhumbline.job_troubles WHERE job_id = $1', [jobId]);
}
