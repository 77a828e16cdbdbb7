import type pg from 'pg';
import type { Fault } from '../plan/fault.ts';
import { appendJobEvent } from './append-job-event.ts';
import type { Actor } from './events.ts';

/**
 * Notes in the trail that a job's attempt can do nothing more by itself, and why; once for each reason.
 *
 * @returns false when it is there already
 */
export async function recordStuck(
  pool: pg.Pool,
  { job_id, attempt }: { job_id: string; attempt: number },
  { code, message }: Fault,
  actor: Actor,
): Promise<boolean> {
  const { rowCount } = await pool.query(
    `SELECT FROM rhumbline.events
     WHERE job_id = $1 AND kind = 'Job:Stuck' AND after->>'code' = $2 AND (after->>'attempt')::integer = $3`,
    [job_id, code, attempt],
  );
  if (rowCount) return false;
  await appendJobEvent(pool, job_id, { kind: 'Job:Stuck', actor, after: { code, message, attempt } });
  return true;
}
