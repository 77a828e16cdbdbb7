import type pg from 'pg';
import { storableJson } from '../db/storable-json.ts';
import type { Fault } from '../plan/fault.ts';
import type { NodeState } from '../plan/job.ts';
import { notifyJobs } from './timeline/notify-job.ts';

/** A node of a used spec has changed its state. */
export interface UsedNodeNews {
  kind: 'node';
  job_id: string;
  /** Of the job: what uses the spec. */
  node_id: string;
  /** The node within: `<node>`, or `<key>/<node>` where the spec runs for an item of a fan-out. */
  item_key: string;
  state: NodeState;
  error: Fault | null;
  note: string | null;
  /** RFC 3339. */
  occurred_at: string;
}

/** Appends to the timelines of their jobs how nodes of used specs moved. What is told twice stands there once. */
export async function recordUsedNodes(pool: pg.Pool, news: readonly UsedNodeNews[]): Promise<void> {
  await pool.query(
    `INSERT INTO rhumbline.job_timeline (job_id, job_attempt, occurred_at, kind, node_id, item_key, state, error, note, entry_key)
     SELECT job_id, GREATEST(1, job.attempt - (occurred_at < attempt_at)::integer), occurred_at, 'node', node_id, item_key,
            news.state, news.error, news.note, md5(concat_ws('|', 'node', node_id, item_key, news.state, occurred_at))::uuid
     FROM ROWS FROM (jsonb_to_recordset($1::jsonb) AS (job_id text, node_id text, item_key text, state text, error jsonb,
            note text, occurred_at timestamptz)) WITH ORDINALITY AS news
     JOIN rhumbline.jobs AS job USING (job_id)
     ORDER BY occurred_at, ordinality
     ON CONFLICT ON CONSTRAINT job_timeline_once DO NOTHING`,
    [storableJson(news)],
  );
  await notifyJobs(pool, [...new Set(news.map(({ job_id }) => job_id))]);
}
