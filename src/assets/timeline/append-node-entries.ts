import type pg from 'pg';
import { storableJson } from '../../db/storable-json.ts';
import { isSettled } from '../../plan/graph-run.ts';
import type { JobReport, NodeReport, NodeState } from '../../plan/job.ts';
import type { NodeChange } from '../job-report/update-nodes.ts';

/** A node's change of state. Time: RFC 3339; null is now. */
interface NodeEntry {
  node_id: string;
  state: NodeState;
  occurred_at: string | null;
  error: NodeReport['fault'];
  note: string | null;
}

/**
 * Appends what a report says of nodes, at the times at which it happened. A report tells of a node's being ready, of its beginning and of its
 * end by its times, so one that comes late, or instead of several, still gives every entry; and the same time twice, in a
 * repeated report or in that of a later attempt which took the node over, is the same entry.
 */
export async function appendNodeEntries(
  client: pg.PoolClient,
  { job_id, attempt, at, nodes }: Pick<JobReport, 'job_id' | 'attempt' | 'at' | 'nodes'>,
  changes: readonly NodeChange[],
): Promise<void> {
  const reported = nodes.flatMap(entriesOf);
  const timed = new Set(
    nodes
      .filter(({ state, ready_at }) => state === 'running' || ready_at || isSettled(state))
      .map((node) => node.node_id),
  );
  // What has no time of its own: back to pending, and closed from outside.
  const untimed = changes
    .filter(({ node_id }) => !timed.has(node_id))
    .map(({ node_id, after }) => ({ node_id, state: after, occurred_at: at ?? null, error: null, note: null }));
  const entries = [...reported, ...untimed];
  if (entries.length === 0) return;
  await client.query(
    `INSERT INTO rhumbline.job_timeline (job_id, job_attempt, occurred_at, kind, node_id, state, error, note, entry_key)
     SELECT $1, $2, COALESCE(occurred_at, clock_timestamp()), 'node', node_id, state, error, note,
            md5(concat_ws('|', 'node', node_id, state, COALESCE(occurred_at::text, 'attempt ' || $2::integer)))::uuid
     FROM ROWS FROM (jsonb_to_recordset($3::jsonb)
            AS (node_id text, state text, occurred_at timestamptz, error jsonb, note text)) WITH ORDINALITY
     ORDER BY occurred_at NULLS LAST, ordinality
     ON CONFLICT ON CONSTRAINT job_timeline_once DO NOTHING`,
    [job_id, attempt, storableJson(entries)],
  );
}

function entriesOf(node: NodeReport): NodeEntry[] {
  const { node_id, state, ready_at = null, started_at, ended_at, fault, note } = node;
  const at = (reached: NodeState, occurred_at: string | null): NodeEntry[] =>
    occurred_at === null ? [] : [{ node_id, state: reached, occurred_at, error: null, note: null }];
  const began = [...at('ready', ready_at), ...at('running', started_at)];
  if (!isSettled(state)) return began;
  return [...began, { node_id, state, occurred_at: ended_at, error: fault, note }];
}
