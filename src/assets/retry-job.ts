import type pg from 'pg';
import { storableJson } from '../db/storable-json.ts';
import type { ItemsLeft } from '../plan/execution/items/items-left.ts';
import { FaultError } from '../plan/fault.ts';
import type { RetryRequest } from '../plan/job.ts';
import type { JsonObject } from '../plan/json.ts';
import { type Actor, appendEvents, type NewEvent } from './events.ts';
import type { Once } from './idempotency/once.ts';
import { transactOnce } from './idempotency/transact-once.ts';
import { type LockedJob, lockJob } from './job-report/lock-job.ts';
import { RETRYABLE } from './states.ts';
import { appendItemsAgain } from './timeline/append-items-again.ts';
import { notifyJobs } from './timeline/notify-job.ts';
import { stepVersion } from './transitions/version-refusal.ts';

export interface JobRetry {
  job_id: string;
  /** The attempt that the request is about: nobody else's retry may have come in between. */
  attempt: number;
  request: RetryRequest;
  /** Nodes that stay as they are, as the last attempt left them. */
  kept: readonly string[];
  /** Items that run again, of fan-outs that keep others. */
  items: readonly ItemsLeft[];
}

/**
 * Takes in that a job goes on from where it failed or was cancelled: the same job, its next attempt, pending. Nodes that
 * are not kept are pending again; a version that the job makes is queued again. The workflow is started after the commit.
 *
 * @returns the new attempt
 * @throws FaultError `job_not_found`, `job_not_retryable`, `job_superseded`, `asset_deleted`, `version_already_resolved`
 */
export function retryJob(pool: pg.Pool, retry: JobRetry, actor: Actor, once: Once | null = null): Promise<number> {
  return transactOnce(pool, once, async (client) => {
    const job = await lockJob(client, retry.job_id);
    if (job === undefined) throw refusal('job_not_found', `There is no job ${retry.job_id}.`);
    refuseUnlessRetryable(job, retry.attempt);
    const attempt = job.attempt + 1;
    await reopenNodes(client, retry);
    await reopenJob(client, retry, attempt);
    const about = { actor, job_id: job.job_id, ...subjectOf(job) };
    const events: NewEvent[] = [
      {
        ...about,
        kind: 'Job:RetryRequested',
        before: { state: job.state, attempt: job.attempt },
        after: { state: 'pending', attempt, ...(retry.request as JsonObject) },
      },
    ];
    const given = givenByHand(retry.request);
    if (given) events.push({ ...about, kind: 'Job:OutputsGiven', after: { attempt, ...given } });
    if (job.version !== null) {
      await requeueVersion(client, job.version);
      const before = { processing_state: job.version.processing_state };
      events.push({ ...about, kind: 'AssetVersion:Queued', before, after: { processing_state: 'queued' } });
    }
    await appendEvents(client, events);
    await appendItemsAgain(client, job.job_id, attempt, retry.items);
    await notifyJobs(client, [job.job_id]);
    return attempt;
  });
}

/** @throws FaultError `job_not_retryable`, `job_superseded`, `asset_deleted`, `version_already_resolved` */
export function refuseUnlessRetryable(job: Pick<LockedJob, 'state' | 'attempt' | 'version'>, attempt: number): void {
  if (job.attempt !== attempt) {
    throw refusal('job_not_retryable', `Somebody else has retried the job: it is at attempt ${job.attempt} now.`);
  }
  if (!RETRYABLE.includes(job.state)) {
    throw refusal('job_not_retryable', `The job is ${job.state}; only a failed or cancelled job can be retried.`);
  }
  if (job.version === null) return;
  const { asset_id, ordinal, is_current, asset_is_deleted } = job.version;
  if (!is_current) throw refusal('job_superseded', `Version ${ordinal} has a later job by now: retry that one.`);
  if (asset_is_deleted) throw refusal('asset_deleted', `The asset ${asset_id} is deleted. Restore it first.`);
  stepVersion('retry', job.version);
}

/** Which nodes, and which items of which, did not do what they are told to have given. */
function givenByHand({ outputs = {}, item_outputs = {} }: RetryRequest): JsonObject | undefined {
  const nodes = Object.keys(outputs);
  const items = Object.fromEntries(Object.entries(item_outputs).map(([id, given]) => [id, Object.keys(given)]));
  return nodes.length > 0 || Object.keys(items).length > 0 ? { nodes, items } : undefined;
}

async function reopenNodes(client: pg.PoolClient, { job_id, kept }: JobRetry): Promise<void> {
  await client.query(
    `UPDATE rhumbline.job_nodes
     SET state = 'pending', percent = 0, attempt = 1, error = NULL, note = NULL, started_at = NULL, ended_at = NULL,
         items = NULL, failed_items = '[]', last_failure = NULL,
         items_reported = NULL, items_at = NULL, open_parts = '{}', parts = '{}'
     WHERE job_id = $1 AND node_id <> ALL($2)`,
    [job_id, kept],
  );
  // Sequences begin anew with the attempt.
  await client.query('UPDATE rhumbline.job_nodes SET report_sequence = -1 WHERE job_id = $1', [job_id]);
}

async function reopenJob(client: pg.PoolClient, { job_id, request, kept }: JobRetry, attempt: number): Promise<void> {
  await client.query(
    `WITH done AS (
       SELECT LEAST(99, 100.0 * count(*) FILTER (WHERE node_id = ANY($4)) / count(*)) AS percent
       FROM rhumbline.job_nodes WHERE job_id = $1)
     UPDATE rhumbline.jobs
     SET state = 'pending', attempt = $2, retry_request = $3, report_sequence = -1, percent = done.percent,
         attempt_percent = done.percent, attempt_at = now(), attempt_started_at = NULL, error = NULL, ended_at = NULL,
         is_paused = false, checked_at = NULL, in_order_since = NULL, products_swept_at = NULL,
         cancel_requested_at = NULL
     FROM done WHERE job_id = $1`,
    [job_id, attempt, storableJson(request), kept],
  );
}

async function requeueVersion(client: pg.PoolClient, version: { asset_id: string; ordinal: number }): Promise<void> {
  await client.query(
    `UPDATE rhumbline.asset_versions
     SET processing_state = 'queued', last_error = NULL, row_version = row_version + 1, updated_at = now()
     WHERE asset_id = $1 AND ordinal = $2`,
    [version.asset_id, version.ordinal],
  );
}

function subjectOf({ version }: LockedJob): Partial<NewEvent> {
  if (version === null) return {};
  return { platform_id: version.platform_id, asset_id: version.asset_id, ordinal: version.ordinal };
}

function refusal(code: string, message: string): FaultError {
  return new FaultError({ code, message });
}
