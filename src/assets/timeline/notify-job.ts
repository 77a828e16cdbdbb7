import type { Queryable } from '../../db/pool.ts';

/** The PostgreSQL channel that carries the ids of jobs that changed. */
export const JOB_CHANNEL = 'rhumbline_job';

/** Tells those who follow these jobs, when the transaction commits, that there is something new. */
export async function notifyJobs(db: Queryable, jobIds: readonly string[]): Promise<void> {
  await db.query('SELECT pg_notify($1, job_id) FROM unnest($2::text[]) AS job_id', [JOB_CHANNEL, jobIds]);
}
