import type pg from 'pg';
import { withTransaction } from '../db/transaction.ts';

export interface NodeProgress {
  job_id: string;
  node_id: string;
  /** 0 to 100, of the node's own work. */
  percent: number;
  /** The handler's attempt, from 1. A word of an earlier attempt is not heard any more. */
  attempt: number;
}

/**
 * Notes how far a running node is, and moves the job's percentage with it: the mean over its nodes, where a settled one
 * counts whole. The job's never goes back; a node's does when a new attempt starts over.
 */
export function recordNodeProgress(pool: pg.Pool, progress: NodeProgress): Promise<void> {
  const percent = Math.min(100, Math.max(0, progress.percent));
  return withTransaction(pool, async (client) => {
    // The job's row first, as everywhere.
    const job = await client.query(`SELECT FROM rhumbline.jobs WHERE job_id = $1 AND state = 'running' FOR UPDATE`, [
      progress.job_id,
    ]);
    if (job.rowCount === 0) return;
    const node = await client.query(
      `UPDATE rhumbline.job_nodes SET percent = $3, attempt = $4
       WHERE job_id = $1 AND node_id = $2 AND attempt <= $4 AND state IN ('pending', 'ready', 'running')`,
      [progress.job_id, progress.node_id, percent, progress.attempt],
    );
    if (node.rowCount === 0) return;
    await client.query(
      `UPDATE rhumbline.jobs SET percent = LEAST(99, GREATEST(percent, (
         SELECT avg(CASE WHEN state IN ('pending', 'ready', 'running') THEN percent ELSE 100 END)
         FROM rhumbline.job_nodes WHERE job_id = $1)))
       WHERE job_id = $1`,
      [progress.job_id],
    );
  });
}
