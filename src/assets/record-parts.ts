import type pg from 'pg';
import { withTransaction } from '../db/transaction.ts';
import type { ItemCounts } from '../plan/job.ts';
import { type PartCounts, withParts } from './items-in-parts.ts';
import { updatePercent } from './record-attempts.ts';
import { notifyJobs } from './timeline/notify-job.ts';

/** How far a part of a fan-out is: all that it has done by then. */
export interface PartNews extends PartCounts {
  kind: 'part';
  job_id: string;
  node_id: string;
  item_key: null;
  /** `chunk 3`, `batch 0`. */
  part: string;
  /** RFC 3339. */
  occurred_at: string;
}

interface NodeRow {
  items_reported: ItemCounts;
  parts: Record<string, PartCounts & { at: string }>;
}

/** Takes in how far parts of fan-outs are. What comes after the report that their part has ended changes nothing. */
export function recordParts(pool: pg.Pool, news: readonly PartNews[]): Promise<void> {
  const jobIds = [...new Set(news.map(({ job_id }) => job_id))];
  return withTransaction(pool, async (client) => {
    const { rows } = await client.query<{ job_id: string }>(
      `SELECT job_id FROM rhumbline.jobs WHERE job_id = ANY($1) AND state = 'running' ORDER BY job_id FOR NO KEY UPDATE`,
      [jobIds],
    );
    if (rows.length === 0) return;
    for (const of of Map.groupBy(news, ({ job_id, node_id }) => JSON.stringify([job_id, node_id])).values()) {
      await recordPartsOfNode(client, of);
    }
    const open = rows.map(({ job_id }) => job_id);
    await updatePercent(client, open);
    await notifyJobs(client, open);
  });
}

async function recordPartsOfNode(client: pg.PoolClient, news: readonly PartNews[]): Promise<void> {
  const [{ job_id, node_id } = { job_id: '', node_id: '' }] = news;
  const told = Object.fromEntries(
    news.map(({ part, completed, failed, skipped, occurred_at: at }) => [part, { at, completed, failed, skipped }]),
  );
  // Of an attempt before this one there may be parts of the same names.
  const { rows } = await client.query<NodeRow>(
    `UPDATE rhumbline.job_nodes AS node
     SET parts = node.parts || COALESCE((
       SELECT jsonb_object_agg(part, counts) FROM jsonb_each($3::jsonb) AS told (part, counts)
       WHERE (part = ANY(open_parts) OR (counts->>'at')::timestamptz > items_at)
         AND (job.attempt = 1 OR (counts->>'at')::timestamptz >= attempt_at)
         AND (counts->>'at') > COALESCE(node.parts->part->>'at', '')), '{}')
     FROM rhumbline.jobs AS job
     WHERE job.job_id = node.job_id AND node.job_id = $1 AND node_id = $2 AND node.state = 'running' AND items_reported IS NOT NULL
     RETURNING items_reported, parts`,
    [job_id, node_id, told],
  );
  if (rows[0]) await writeItems(client, job_id, node_id, rows[0]);
}

/** Drops the parts that have ended by the job's report, whose own counts have them, and counts the others in. */
export async function settleParts(client: pg.PoolClient, jobId: string, nodeIds: readonly string[]): Promise<void> {
  if (nodeIds.length === 0) return;
  const { rows } = await client.query<NodeRow & { node_id: string }>(
    `UPDATE rhumbline.job_nodes AS node
     SET parts = COALESCE((
       SELECT jsonb_object_agg(part, counts) FROM jsonb_each(node.parts) AS told (part, counts)
       WHERE state = 'running' AND (part = ANY(open_parts) OR (counts->>'at')::timestamptz > items_at)), '{}')
     WHERE job_id = $1 AND node_id = ANY($2) AND parts <> '{}'
     RETURNING node_id, items_reported, parts`,
    [jobId, nodeIds],
  );
  for (const row of rows) await writeItems(client, jobId, row.node_id, row);
}

async function writeItems(client: pg.PoolClient, jobId: string, nodeId: string, row: NodeRow): Promise<void> {
  const items = withParts(row.items_reported, Object.values(row.parts));
  const percent = items.total === 0 ? 0 : (100 * (items.completed + items.skipped)) / items.total;
  await client.query(
    `UPDATE rhumbline.job_nodes SET items = $3, percent = CASE WHEN state = 'running' THEN $4 ELSE percent END
     WHERE job_id = $1 AND node_id = $2`,
    [jobId, nodeId, items, percent],
  );
}
