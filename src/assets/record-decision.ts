import type pg from 'pg';
import type { ApprovalDecision } from '../plan/job.ts';
import { appendJobEvent } from './append-job-event.ts';
import type { Actor } from './events.ts';

/** Notes in the trail how somebody decided what an approval node waited for. */
export function recordDecision(
  pool: pg.Pool,
  jobId: string,
  { node_id, approved, by, comment }: ApprovalDecision,
  actor: Actor,
  /** RFC 3339: before the job was told, so that its answer comes after it in the trail. */
  occurred_at: string,
): Promise<void> {
  const kind = approved ? 'Approval:Approved' : 'Approval:Rejected';
  return appendJobEvent(pool, jobId, { kind, actor, occurred_at, node_id, after: { by, comment } });
}
