import type pg from 'pg';
import { withTransaction } from '../db/transaction.ts';
import { type Actor, appendEvents } from './events.ts';
import { notifyJobs } from './timeline/notify-job.ts';

export type JobRequest = 'Cancel' | 'Pause' | 'Resume';

/**
 * Notes in the trail that somebody asked for a job's end, pause or resumption. The state changes when the job reports it.
 *
 * @param occurred_at RFC 3339: before the job was told, so that its answer comes after it in the trail
 */
export function recordJobRequest(
  pool: pg.Pool,
  jobId: string,
  request: JobRequest,
  actor: Actor,
  occurred_at: string,
): Promise<void> {
  return withTransaction(pool, async (client) => {
    const { rows } = await client.query<{
      platform_id: string | null;
      asset_id: string | null;
      ordinal: number | null;
    }>('SELECT platform_id, asset_id, ordinal FROM rhumbline.jobs WHERE job_id = $1', [jobId]);
    await appendEvents(client, [{ kind: `Job:${request}Requested`, actor, occurred_at, job_id: jobId, ...rows[0] }]);
    await notifyJobs(client, [jobId]);
  });
}
