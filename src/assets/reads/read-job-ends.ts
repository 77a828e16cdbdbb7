import type { Queryable } from '../../db/pool.ts';

/** Of those of the jobs that are known: when each ended, or null for one that has not. */
export async function readJobEnds(db: Queryable, jobIds: readonly string[]): Promise<Map<string, Date | null>> {
  const { rows } = await db.query<{ job_id: string; ended_at: Date | null }>(
    'SELECT job_id, ended_at FROM rhumbline.jobs WHERE job_id = ANY($1::text[])',
    [jobIds],
  );
  return new Map(rows.map(({ job_id, ended_at }) => [job_id, ended_at]));
}
