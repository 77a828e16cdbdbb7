import type pg from 'pg';
import { withTransaction } from '../db/transaction.ts';
import { appendEvents, type NewEvent } from './events.ts';
import { notifyJobs } from './timeline/notify-job.ts';

interface JobPlace {
  platform_id: string | null;
  asset_id: string | null;
  ordinal: number | null;
}

/** Appends an event about a job to the trail, with the asset version that the job makes, and tells who follows the job. */
export function appendJobEvent(pool: pg.Pool, jobId: string, event: NewEvent): Promise<void> {
  return withTransaction(pool, async (client) => {
    const { rows } = await client.query<JobPlace>(
      'SELECT platform_id, asset_id, ordinal FROM rhumbline.jobs WHERE job_id = $1',
      [jobId],
    );
    await appendEvents(client, [{ ...event, job_id: jobId, ...rows[0] }]);
    await notifyJobs(client, [jobId]);
  });
}
