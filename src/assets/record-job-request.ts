import type pg from 'pg';
import { appendJobEvent } from './append-job-event.ts';
import type { Actor } from './events.ts';

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
  return appendJobEvent(pool, jobId, { kind: `Job:${request}Requested`, actor, occurred_at });
}
