import type pg from 'pg';
import { isUniqueViolation } from '../db/transaction.ts';
import { FaultError } from '../plan/fault.ts';
import type { JobState } from '../plan/job.ts';
import { canonicalJson, type JsonObject } from '../plan/json.ts';
import type { ExecutionPlan } from '../plan/plan.ts';
import { type Actor, appendEvents } from './events.ts';
import type { Once } from './idempotency/once.ts';
import { transactOnce } from './idempotency/transact-once.ts';
import { insertJob } from './insert-job.ts';
import { standaloneJobId } from './job-id.ts';
import { findJobByKey } from './reads/find-job-by-key.ts';

export interface JobSubmission {
  plan: ExecutionPlan;
  inputs: JsonObject;
  correlation_id: string | null;
  callback_url: string | null;
  priority: number;
  idempotency_key: string | null;
  software_version: string;
}

export interface SubmittedJob {
  job_id: string;
  workflow_id: string;
  state: JobState;
  /** False when it is a job of an earlier submission. */
  created: boolean;
}

/**
 * Takes in a job that makes no asset version. The same spec, version and inputs are the same job; with an idempotency
 * key, the same key is.
 *
 * @throws FaultError `idempotency_key_reused`
 */
export async function submitJob(
  pool: pg.Pool,
  submission: JobSubmission,
  actor: Actor,
  once: Once | null = null,
): Promise<SubmittedJob> {
  const work = (client: pg.PoolClient) => submit(client, submission, actor);
  try {
    return await transactOnce(pool, once, work);
  } catch (error) {
    if (!isUniqueViolation(error, 'jobs_idempotency')) throw error;
    return await transactOnce(pool, once, work);
  }
}

async function submit(client: pg.PoolClient, submission: JobSubmission, actor: Actor): Promise<SubmittedJob> {
  const earlier = await earlierByKey(client, submission);
  if (earlier) return earlier;
  const { plan, inputs, idempotency_key } = submission;
  const { workflow_id, version } = plan;
  const job_id = standaloneJobId({ workflow_id, version, inputs, idempotency_key });
  const created = await insertJob(client, { ...submission, job_id, asset: null, submitted_by: actor.name });
  if (!created) return { job_id, workflow_id, state: await stateOf(client, job_id), created };
  await appendEvents(client, [
    {
      kind: 'Job:Created',
      actor,
      job_id,
      after: { state: 'pending', workflow_id, version, plan_hash: plan.plan_hash },
    },
  ]);
  return { job_id, workflow_id, state: 'pending', created };
}

/** A redeploy with another version of the spec must not make a repetition a new job. */
async function earlierByKey(client: pg.PoolClient, submission: JobSubmission): Promise<SubmittedJob | undefined> {
  const { idempotency_key, plan, inputs } = submission;
  const job = await findJobByKey(client, plan.workflow_id, idempotency_key);
  if (job === undefined) return undefined;
  if (canonicalJson(job.inputs) !== canonicalJson(inputs)) {
    throw new FaultError({
      code: 'idempotency_key_reused',
      message: `The idempotency key ${JSON.stringify(idempotency_key)} was used before with other inputs.`,
    });
  }
  return { job_id: job.job_id, workflow_id: plan.workflow_id, state: job.state, created: false };
}

async function stateOf(client: pg.PoolClient, jobId: string): Promise<JobState> {
  const { rows } = await client.query<{ state: JobState }>('SELECT state FROM rhumbline.jobs WHERE job_id = $1', [
    jobId,
  ]);
  return rows[0]?.state ?? 'pending';
}
