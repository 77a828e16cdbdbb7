import type pg from 'pg';
import { withTransaction } from '../db/transaction.ts';
import { type Actor, appendEvents } from './events.ts';

/** Notes in the trail that somebody asked for a job's end. The state changes when the job reports it. */
export function recordCancelRequest(pool: pg.Pool, jobId: string, actor: Actor): Promise<void> {
  return withTransaction(pool, async (client) => {
    const { rows } = await client.query<{
      platform_id: string | null;
      asset_id: string | null;
      ordinal: number | null;
    }>('SELECT platform_id, asset_id, ordinal FROM rhumbline.jobs WHERE job_id = $1', [jobId]);
    await appendEvents(client, [{ kind: 'Job:CancelRequested', actor, job_id: jobId, ...rows[0] }]);
  });
}
