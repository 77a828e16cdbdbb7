import type pg from 'pg';
import { type Actor, appendEvents } from './events.ts';
import { notifyJobs } from './timeline/notify-job.ts';

interface JobOfVersion {
  asset_id: string;
  ordinal: number;
  platform_id: string;
  current_job_id: string;
}

/** Notes, in a transaction that is there, that a version's job is to end. Whoever commits it tells Temporal. */
export async function requestCancel(client: pg.PoolClient, version: JobOfVersion, actor: Actor): Promise<void> {
  const { current_job_id: job_id, asset_id, ordinal, platform_id } = version;
  await client.query(
    'UPDATE rhumbline.jobs SET cancel_requested_at = COALESCE(cancel_requested_at, now()), checked_at = NULL WHERE job_id = $1',
    [job_id],
  );
  await appendEvents(client, [{ kind: 'Job:CancelRequested', actor, platform_id, asset_id, ordinal, job_id }]);
  await notifyJobs(client, [job_id]);
}
