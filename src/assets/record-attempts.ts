import type pg from 'pg';
import { storableJson } from '../db/storable-json.ts';
import { withTransaction } from '../db/transaction.ts';
import type { Fault } from '../plan/fault.ts';
import { TIMEOUT_FAULTS } from '../plan/timeout-fault.ts';
import { notifyJobs } from './timeline/notify-job.ts';

/** Something that happened to an attempt of a node's handler. */
export type AttemptNews = AttemptPlace &
  ({ kind: 'attempt_started' } | { kind: 'attempt_failed'; error: Fault } | { kind: 'progress'; percent: number });

export interface AttemptPlace {
  job_id: string;
  node_id: string;
  /** The fan-out's item; null for the node itself. */
  item_key: string | null;
  /** The handler's attempt, from 1. */
  attempt: number;
  /** RFC 3339. */
  occurred_at: string;
}

/** Percentages stand in the timeline when they have moved by so much. */
const COARSE = 10;

/**
 * Takes in what happened to attempts, of any jobs, in one transaction: timeline, nodes, percentages. What is told twice
 * stands there once; what concerns a job or a node that is not known changes nothing.
 *
 * A node shows its latest attempt, how far that is, and what the one before it failed with. A job's percentage, the mean
 * over its nodes, never goes back.
 */
export function recordAttempts(pool: pg.Pool, news: readonly AttemptNews[]): Promise<void> {
  const json = storableJson(
    news.map((one) => ({ ...one, ...('percent' in one ? { percent: whole(one.percent) } : {}) })),
  );
  const jobIds = [...new Set(news.map(({ job_id }) => job_id))];
  return withTransaction(pool, async (client) => {
    // Jobs before nodes and in order, as everywhere, so that nobody waits in a circle.
    const { rows } = await client.query<{ job_id: string }>(
      'SELECT job_id FROM rhumbline.jobs WHERE job_id = ANY($1) ORDER BY job_id FOR NO KEY UPDATE',
      [jobIds],
    );
    if (rows.length === 0) return;
    await appendEntries(client, json);
    await updateNodes(client, json);
    await noteLostWorkers(client, news);
    if (news.some(({ kind }) => kind === 'progress')) await updatePercent(client, jobIds);
    await notifyJobs(client, jobIds);
  });
}

async function appendEntries(client: pg.PoolClient, json: string | null): Promise<void> {
  await client.query(
    `INSERT INTO rhumbline.job_timeline
       (job_id, job_attempt, occurred_at, kind, node_id, item_key, attempt, error, percent, entry_key)
     SELECT job_id, at.job_attempt, occurred_at, kind, node_id, item_key, news.attempt, news.error, news.percent,
            md5(concat_ws('|', kind, at.job_attempt, node_id, item_key, news.attempt, floor(news.percent / $2)))::uuid
     FROM ROWS FROM (jsonb_to_recordset($1::jsonb) AS (job_id text, occurred_at timestamptz, kind text, node_id text,
            item_key text, attempt integer, error jsonb, percent real)) WITH ORDINALITY AS news
     JOIN rhumbline.jobs AS job USING (job_id)
     -- News of the attempt that a retry has just followed may come after it.
     CROSS JOIN LATERAL (SELECT GREATEST(1, job.attempt - (occurred_at < attempt_at)::integer) AS job_attempt) AS at
     WHERE EXISTS (SELECT FROM rhumbline.job_nodes AS node
                   WHERE node.job_id = news.job_id AND node.node_id = news.node_id)
     ORDER BY occurred_at, ordinality
     ON CONFLICT ON CONSTRAINT job_timeline_once DO NOTHING`,
    [json, COARSE],
  );
}

/** A worker that was lost is the node's affair, whichever of its items it ran. */
async function noteLostWorkers(client: pg.PoolClient, news: readonly AttemptNews[]): Promise<void> {
  const lost = news.filter((one) => one.kind === 'attempt_failed' && one.error.code === TIMEOUT_FAULTS.HEARTBEAT.code);
  const ofItems = lost.filter(({ item_key }) => item_key !== null);
  if (ofItems.length === 0) return;
  await client.query(
    `UPDATE rhumbline.job_nodes AS node SET last_failure = news.error
     FROM jsonb_to_recordset($1::jsonb) AS news (job_id text, node_id text, error jsonb, occurred_at timestamptz), rhumbline.jobs AS job
     WHERE node.job_id = news.job_id AND node.node_id = news.node_id AND job.job_id = node.job_id AND node.state = 'running'
       AND (job.attempt = 1 OR occurred_at >= attempt_at)`,
    [storableJson(ofItems)],
  );
}

/** Of each node only the last news counts: of its latest attempt, and of that the latest. Items do not move their node. */
async function updateNodes(client: pg.PoolClient, json: string | null): Promise<void> {
  await client.query(
    `WITH latest AS (
       SELECT job_id, node_id, max(attempt) AS attempt,
              (array_agg(percent ORDER BY attempt DESC, ordinality DESC) FILTER (WHERE percent IS NOT NULL))[1] AS percent,
              (array_agg(error ORDER BY attempt DESC) FILTER (WHERE error IS NOT NULL))[1] AS error
       FROM (SELECT news.*
             FROM ROWS FROM (jsonb_to_recordset($1::jsonb) AS (job_id text, node_id text, item_key text, attempt integer,
                    error jsonb, percent real, occurred_at timestamptz)) WITH ORDINALITY AS news
             JOIN rhumbline.jobs AS job USING (job_id)
             WHERE item_key IS NULL AND (job.attempt = 1 OR occurred_at >= attempt_at)) AS current
       GROUP BY job_id, node_id)
     UPDATE rhumbline.job_nodes AS node
     SET attempt = latest.attempt, last_failure = COALESCE(latest.error, node.last_failure),
         percent = COALESCE(latest.percent, CASE WHEN latest.attempt = node.attempt THEN node.percent ELSE 0 END)
     FROM latest
     WHERE node.job_id = latest.job_id AND node.node_id = latest.node_id AND node.attempt <= latest.attempt
       AND node.state IN ('pending', 'ready', 'running')`,
    [json],
  );
}

/** A job's percentage, by those of its nodes. It never goes back. */
export async function updatePercent(client: pg.PoolClient, jobIds: readonly string[]): Promise<void> {
  await client.query(
    `WITH reached AS (
       SELECT job_id, LEAST(99, avg(CASE WHEN state IN ('completed', 'skipped') THEN 100
                                         WHEN state IN ('failed', 'cancelled') THEN 0 ELSE percent END))::real AS percent
       FROM rhumbline.job_nodes WHERE job_id = ANY($1) GROUP BY job_id)
     UPDATE rhumbline.jobs AS job SET percent = reached.percent, percent_at = now()
     FROM reached
     WHERE job.job_id = reached.job_id AND job.state = 'running' AND job.percent < reached.percent`,
    [jobIds],
  );
}

function whole(percent: number): number {
  return Math.min(100, Math.max(0, percent));
}
