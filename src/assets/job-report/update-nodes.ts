import type pg from 'pg';
import { storableJson } from '../../db/storable-json.ts';
import type { NodeReport, NodeState } from '../../plan/job.ts';
import { settleParts } from '../record-parts.ts';

export interface NodeChange {
  node_id: string;
  before: NodeState;
  after: NodeState;
}

/** Those that are done, as of a job's nodes. An empty fan-out is done when it has completed. */
const PERCENT_OF_ITEMS = `COALESCE(100 * ((report.items->>'completed')::real + (report.items->>'skipped')::real)
               / NULLIF((report.items->>'total')::real, 0), 0)`;

/**
 * Takes over what a report says of each node, unless a later report has said something of that node already: a report
 * that comes late still fills in what the later one did not mention.
 *
 * @returns the nodes whose state changed
 */
export async function updateNodes(
  client: pg.PoolClient,
  jobId: string,
  sequence: number,
  nodes: readonly NodeReport[],
  at: string | undefined,
): Promise<NodeChange[]> {
  if (nodes.length === 0) return [];
  const { rows } = await client.query<NodeChange>(
    `WITH known AS (
       SELECT node_id, position, state FROM rhumbline.job_nodes WHERE job_id = $1 AND report_sequence < $2
     ), updated AS (
       UPDATE rhumbline.job_nodes AS node
       SET state = report.state, report_sequence = $2, started_at = report.started_at, ended_at = report.ended_at,
           error = report.fault, note = report.note, items = COALESCE(report.items, node.items),
           items_reported = COALESCE(report.items, node.items_reported), items_at = COALESCE($4, now()),
           open_parts = COALESCE((SELECT array_agg(part) FROM jsonb_array_elements_text(report.open_parts) AS part), '{}'),
           failed_items = COALESCE(report.failed_items, node.failed_items), last_failure = CASE WHEN report.state = 'running' THEN node.last_failure END,
           percent = CASE
             WHEN report.state = 'completed' THEN 100
             WHEN jsonb_typeof(report.items) = 'object' THEN ${PERCENT_OF_ITEMS}
             ELSE node.percent END
       FROM jsonb_to_recordset($3::jsonb) AS report (node_id text, state text, started_at timestamptz,
              ended_at timestamptz, fault jsonb, note text, items jsonb, failed_items jsonb,
              open_parts jsonb)
       WHERE node.job_id = $1 AND node.node_id = report.node_id AND node.report_sequence < $2
       RETURNING node.node_id, node.state
     )
     SELECT node_id, known.state AS before, updated.state AS after
     FROM known JOIN updated USING (node_id)
     WHERE known.state <> updated.state
     ORDER BY known.position`,
    [jobId, sequence, storableJson(nodes), at ?? null],
  );
  const fanOuts = nodes.filter(({ items }) => items !== null).map(({ node_id }) => node_id);
  await settleParts(client, jobId, fanOuts);
  return rows;
}

/** A job that has ended has no node still to come: what was not settled never will be. */
export async function cancelOpenNodes(client: pg.PoolClient, jobId: string): Promise<NodeChange[]> {
  const { rows } = await client.query<NodeChange>(
    `WITH open AS (
       SELECT node_id, position, state FROM rhumbline.job_nodes
       WHERE job_id = $1 AND state IN ('pending', 'ready', 'running')
     ), closed AS (
       UPDATE rhumbline.job_nodes AS node
       SET state = 'cancelled', note = 'The job ended before this node did.', last_failure = NULL,
           items = node.items || jsonb_build_object('pending', 0, 'running', 0, 'cancelled',
             (node.items->>'pending')::integer + (node.items->>'running')::integer + (node.items->>'cancelled')::integer),
           ended_at = CASE WHEN node.started_at IS NULL THEN NULL ELSE now() END
       FROM open WHERE node.job_id = $1 AND node.node_id = open.node_id
       RETURNING node.node_id
     )
     SELECT node_id, open.state AS before, 'cancelled' AS after FROM open JOIN closed USING (node_id) ORDER BY position`,
    [jobId],
  );
  return rows;
}
