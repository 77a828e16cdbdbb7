import type { Queryable } from '../../db/pool.ts';
import type { Fault } from '../../plan/fault.ts';
import type { ItemCounts, JobState, NodeState } from '../../plan/job.ts';
import { estimateRemaining } from '../estimate-remaining.ts';
import { timeOrNull } from './time.ts';
import { notDeleted, type Visible } from './visible.ts';

export interface NodeProgressView {
  node_id: string;
  kind: string;
  state: NodeState;
  /** 0 to 100; of a fan-out, the share of its items that are done. */
  percent: number;
  /** The handler's latest. */
  attempt: number;
  /** What the attempt before it failed with, while the node is open. */
  last_failure: Fault | null;
  /** Of a node that failed. */
  error: Fault | null;
  /** Of a fan-out that has begun. */
  items: ItemCounts | null;
}

export interface JobProgressView {
  job_id: string;
  workflow_id: string;
  state: JobState;
  is_paused: boolean;
  attempt: number;
  percent: number;
  started_at: string | null;
  ended_at: string | null;
  /** Seconds, from the rate so far; null when it cannot be told. */
  remaining_seconds: number | null;
  /** Approvals that nobody has decided yet. */
  waiting_for: { node_id: string; message: string }[];
  nodes: NodeProgressView[];
  error: Fault | null;
}

interface JobRow
  extends Omit<JobProgressView, 'started_at' | 'ended_at' | 'remaining_seconds' | 'waiting_for' | 'nodes'> {
  started_at: Date | null;
  ended_at: Date | null;
  elapsed_seconds: number | null;
  attempt_percent: number;
}

interface NodeRow extends NodeProgressView {
  waits_for: string | null;
}

/** How far a job is. undefined when there is no such job, or it is not for the caller. */
export async function readProgress(
  db: Queryable,
  jobId: string,
  visible: Visible,
): Promise<JobProgressView | undefined> {
  const job = await readJobRow(db, jobId, visible);
  if (job === undefined) return undefined;
  const rows = await readNodeRows(db, jobId);
  const waiting_for = rows.flatMap(({ node_id, waits_for }) =>
    waits_for === null ? [] : [{ node_id, message: waits_for }],
  );
  const { elapsed_seconds, attempt_percent, error, ...rest } = job;
  const isMoving = job.state === 'running' && !job.is_paused && waiting_for.length === 0;
  return {
    ...rest,
    started_at: timeOrNull(job.started_at),
    ended_at: timeOrNull(job.ended_at),
    remaining_seconds: isMoving
      ? estimateRemaining({ elapsed_seconds, from_percent: attempt_percent, percent: job.percent })
      : null,
    waiting_for,
    nodes: rows.map(({ waits_for: _, ...node }) => node),
    error,
  };
}

async function readJobRow(
  db: Queryable,
  jobId: string,
  { platform_id, deleted_too }: Visible,
): Promise<JobRow | undefined> {
  const { rows } = await db.query<JobRow>(
    `SELECT job_id, workflow_id, state, is_paused, attempt, round(percent::numeric, 1)::float8 AS percent, started_at,
            ended_at, attempt_percent, extract(epoch FROM clock_timestamp() - attempt_started_at)::float8 AS elapsed_seconds,
            error
     FROM rhumbline.jobs AS job
     WHERE job_id = $1 AND ($2::text IS NULL OR platform_id = $2) AND ($3 OR ${notDeleted('job.asset_id')})`,
    [jobId, platform_id, deleted_too],
  );
  return rows[0];
}

async function readNodeRows(db: Queryable, jobId: string): Promise<NodeRow[]> {
  const { rows } = await db.query<NodeRow>(
    `SELECT node_id, kind, state, percent, attempt, last_failure, error, items, waits_for
     FROM rhumbline.node_progress_view WHERE job_id = $1 ORDER BY position`,
    [jobId],
  );
  return rows;
}
