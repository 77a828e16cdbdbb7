import type pg from 'pg';
import { withTransaction } from '../db/transaction.ts';
import type { ApprovalDecision } from '../plan/job.ts';
import { type Actor, appendEvents } from './events.ts';
import { notifyJobs } from './timeline/notify-job.ts';

/** Notes in the trail how somebody decided what an approval node waited for. */
export function recordDecision(
  pool: pg.Pool,
  jobId: string,
  { node_id, approved, by, comment }: ApprovalDecision,
  actor: Actor,
  /** RFC 3339: before the job was told, so that its answer comes after it in the trail. */
  occurred_at: string,
): Promise<void> {
  return withTransaction(pool, async (client) => {
    const { rows } = await client.query<{
      platform_id: string | null;
      asset_id: string | null;
      ordinal: number | null;
    }>('SELECT platform_id, asset_id, ordinal FROM rhumbline.jobs WHERE job_id = $1', [jobId]);
    const kind = approved ? 'Approval:Approved' : 'Approval:Rejected';
    await appendEvents(client, [
      { kind, actor, occurred_at, job_id: jobId, node_id, ...rows[0], after: { by, comment } },
    ]);
    await notifyJobs(client, [jobId]);
  });
}
