import type pg from 'pg';
import { withTransaction } from '../db/transaction.ts';
import type { Fault } from '../plan/fault.ts';
import { notifyJobs } from './timeline/notify-job.ts';

/** The worker that ran a part of a fan-out was lost with it. */
export interface LossNews {
  kind: 'lost';
  job_id: string;
  node_id: string;
  /** Where the fan-out is within the node, when that is a used spec. */
  item_key: string | null;
  error: Fault;
  /** When another worker went on with the items: RFC 3339; null as long as none does. */
  resumed_at: string | null;
  /** RFC 3339. */
  occurred_at: string;
}

/** What dies together is noticed within the second between two signs of life, give or take a busy server. */
const TOGETHER_MS = 5_000;

/**
 * Takes in that parts of fan-outs died with their worker: for each worker that went one failed attempt of the node, however many
 * parts it ran, and the beginning of the next attempt when another worker goes on. What is told twice stands there once.
 */
export function recordLosses(pool: pg.Pool, losses: readonly LossNews[]): Promise<void> {
  const jobIds = [...new Set(losses.map(({ job_id }) => job_id))];
  return withTransaction(pool, async (client) => {
    const { rows } = await client.query<{ job_id: string; attempt: number; attempt_at: Date }>(
      `SELECT job_id, attempt, attempt_at FROM rhumbline.jobs WHERE job_id = ANY($1) AND state = 'running'
       ORDER BY job_id FOR NO KEY UPDATE`,
      [jobIds],
    );
    const jobs = new Map(rows.map((row) => [row.job_id, row]));
    for (const loss of different(losses)) {
      const job = jobs.get(loss.job_id);
      const isOfThisAttempt = job && (job.attempt === 1 || Date.parse(loss.occurred_at) >= job.attempt_at.getTime());
      if (isOfThisAttempt) await recordLoss(client, loss, job.attempt);
    }
    await notifyJobs(client, [...jobs.keys()]);
  });
}

/** Many parts that died together tell of it. */
function different(losses: readonly LossNews[]): LossNews[] {
  const nameOf = (loss: LossNews) =>
    JSON.stringify([loss.job_id, loss.node_id, loss.item_key, loss.resumed_at === null, loss.occurred_at]);
  return [...new Map(losses.map((loss) => [nameOf(loss), loss])).values()];
}

async function recordLoss(client: pg.PoolClient, loss: LossNews, jobAttempt: number): Promise<void> {
  const { job_id, node_id, item_key, error, resumed_at, occurred_at } = loss;
  const { failed, started, failed_at } = await lastOf(client, loss, jobAttempt);
  const hasGoneOn = failed !== null && (started ?? 0) > failed;
  const isKnown = failed_at !== null && (!hasGoneOn || Date.parse(occurred_at) - failed_at.getTime() < TOGETHER_MS);
  const attempt = isKnown ? (failed ?? 1) : (failed ?? 0) + 1;
  const { rowCount } = await client.query(
    `UPDATE rhumbline.job_nodes
     SET last_failure = $3, attempt = CASE WHEN $5 THEN attempt ELSE GREATEST(attempt, $4) END
     WHERE job_id = $1 AND node_id = $2 AND state = 'running'`,
    [job_id, node_id, error, resumed_at === null ? attempt : attempt + 1, item_key !== null],
  );
  if (rowCount === 0) return;
  const place = { ...loss, job_attempt: jobAttempt };
  if (!isKnown) await append(client, { ...place, entry: 'attempt_failed', attempt });
  if (resumed_at !== null && (started ?? 0) <= attempt) {
    const next = { entry: 'attempt_started', attempt: attempt + 1, error: null } as const;
    await append(client, { ...place, ...next, occurred_at: resumed_at });
  }
}

interface Last {
  failed: number | null;
  started: number | null;
  failed_at: Date | null;
}

async function lastOf(client: pg.PoolClient, loss: LossNews, jobAttempt: number): Promise<Last> {
  const { rows } = await client.query<Last>(
    `SELECT max(attempt) FILTER (WHERE kind = 'attempt_failed') AS failed,
            max(attempt) FILTER (WHERE kind = 'attempt_started') AS started,
            max(occurred_at) FILTER (WHERE kind = 'attempt_failed') AS failed_at
     FROM rhumbline.job_timeline
     WHERE job_id = $1 AND job_attempt = $2 AND node_id = $3 AND item_key IS NOT DISTINCT FROM $4`,
    [loss.job_id, jobAttempt, loss.node_id, loss.item_key],
  );
  return rows[0] ?? { failed: null, started: null, failed_at: null };
}

interface Entry extends Pick<LossNews, 'job_id' | 'node_id' | 'item_key' | 'occurred_at'> {
  entry: 'attempt_started' | 'attempt_failed';
  job_attempt: number;
  attempt: number;
  error: Fault | null;
}

async function append(client: pg.PoolClient, entry: Entry): Promise<void> {
  await client.query(
    `INSERT INTO rhumbline.job_timeline
       (job_id, job_attempt, occurred_at, kind, node_id, item_key, attempt, error, entry_key)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, md5(concat_ws('|', $4::text, $2::integer, $5::text, $6::text, $7::integer))::uuid)
     ON CONFLICT ON CONSTRAINT job_timeline_once DO NOTHING`,
    [
      ...[entry.job_id, entry.job_attempt, entry.occurred_at, entry.entry],
      ...[entry.node_id, entry.item_key, entry.attempt, entry.error],
    ],
  );
}
