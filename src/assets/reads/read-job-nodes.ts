import type { Queryable } from '../../db/pool.ts';
import type { Fault } from '../../plan/fault.ts';
import type { ItemCounts, ItemFailure, NodeState } from '../../plan/job.ts';
import { timeOrNull } from './time.ts';

export interface NodeView {
  node_id: string;
  kind: string;
  handler: string | null;
  state: NodeState;
  /** 0 to 100. */
  percent: number;
  /** The handler's latest. */
  attempt: number;
  /** What the attempt before it failed with, while the node is open. */
  last_failure: Fault | null;
  /** Of a fan-out that has begun. */
  items: ItemCounts | null;
  /** Of a fan-out: the first of its items that failed. */
  failed_items: ItemFailure[];
  started_at: string | null;
  ended_at: string | null;
  error: Fault | null;
  note: string | null;
}

/** A job's nodes in the plan's order. */
export async function readJobNodes(db: Queryable, jobId: string): Promise<NodeView[]> {
  const { rows } = await db.query<
    Omit<NodeView, 'started_at' | 'ended_at'> & { started_at: Date | null; ended_at: Date | null }
  >(
    `SELECT node_id, kind, handler, state, round(percent::numeric, 1)::float8 AS percent, attempt,
            last_failure, items, failed_items, started_at, ended_at, error, note
     FROM rhumbline.job_nodes WHERE job_id = $1 ORDER BY position`,
    [jobId],
  );
  return rows.map((row) => ({
    ...row,
    started_at: timeOrNull(row.started_at),
    ended_at: timeOrNull(row.ended_at),
  }));
}
