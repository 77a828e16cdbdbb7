import type { Queryable } from '../../db/pool.ts';

/** Unfinished jobs whose present attempt was found to go no further by itself. */
export async function countStuckJobs(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `SELECT count(*)::integer AS count FROM rhumbline.jobs AS job
     WHERE job.state IN ('pending', 'running') AND EXISTS (
       SELECT FROM rhumbline.events AS event
       WHERE event.job_id = job.job_id AND event.kind = 'Job:Stuck' AND (event.after->>'attempt')::integer = job.attempt)`,
  );
  return rows[0]?.count ?? 0;
}
