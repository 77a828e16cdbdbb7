import type pg from 'pg';
import { withTransaction } from '../db/transaction.ts';
import { type Actor, appendEvents } from './events.ts';
import { lockJob } from './job-report/lock-job.ts';
import { hasEnded } from './states.ts';
import { notifyJobs } from './timeline/notify-job.ts';

/**
 * Notes that a job whose version has a later job is to end; once. Whoever commits it tells Temporal.
 *
 * @returns false when it has ended, is its version's job after all, or its end was asked for before
 */
export function supersedeJob(pool: pg.Pool, jobId: string, actor: Actor): Promise<boolean> {
  return withTransaction(pool, async (client) => {
    const job = await lockJob(client, jobId);
    if (!job?.version || job.version.is_current || hasEnded(job.state)) return false;
    const { rowCount } = await client.query(
      'UPDATE rhumbline.jobs SET cancel_requested_at = now() WHERE job_id = $1 AND cancel_requested_at IS NULL',
      [jobId],
    );
    if (rowCount === 0) return false;
    const { platform_id, asset_id, ordinal } = job.version;
    const after = { code: 'job_superseded' };
    await appendEvents(client, [
      { kind: 'Job:CancelRequested', actor, platform_id, asset_id, ordinal, job_id: jobId, after },
    ]);
    await notifyJobs(client, [jobId]);
    return true;
  });
}
