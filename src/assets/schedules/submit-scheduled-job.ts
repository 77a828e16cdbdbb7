import type pg from 'pg';
import type { JobTerms, RunPlanInput } from '../../plan/job.ts';
import type { ScheduledSubmission } from '../../plan/scheduled.ts';
import type { Actor } from '../events.ts';
import { DEFAULT_PRIORITY } from '../insert-job.ts';
import { readRetryableJob } from '../reads/read-retryable-job.ts';
import { submitJob } from '../submit-job.ts';
import type { ScheduledPlan } from './save-schedules.ts';

export const SCHEDULE: Actor = { name: 'schedule', request_id: null };

/**
 * Takes in the job that a schedule asks for. The same schedule and time are the same job, with the plan that it had when it was
 * first asked for.
 *
 * @returns what its workflow is to run; undefined when there is no such schedule any more
 */
export async function submitScheduledJob(
  pool: pg.Pool,
  { workflow_id, scheduled_at }: ScheduledSubmission,
  { software_version, ...terms }: JobTerms & { software_version: string },
): Promise<RunPlanInput | undefined> {
  const idempotency_key = `schedule ${scheduled_at}`;
  const known = await earlier(pool, workflow_id, idempotency_key);
  const job_id = known ?? (await submitNew(pool, { workflow_id, idempotency_key, software_version }));
  const job = job_id === undefined ? undefined : await readRetryableJob(pool, job_id, null);
  if (job === undefined) return undefined;
  const { attempt, asset, plan, inputs } = job;
  return { job_id: job.job_id, attempt, asset, plan, inputs, ...terms, software_version: job.software_version };
}

/** The schedule may have got another plan and other inputs since. */
async function earlier(pool: pg.Pool, workflowId: string, key: string): Promise<string | undefined> {
  const { rows } = await pool.query<{ job_id: string }>(
    'SELECT job_id FROM rhumbline.jobs WHERE workflow_id = $1 AND idempotency_key = $2',
    [workflowId, key],
  );
  return rows[0]?.job_id;
}

async function submitNew(
  pool: pg.Pool,
  given: { workflow_id: string; idempotency_key: string; software_version: string },
): Promise<string | undefined> {
  const { rows } = await pool.query<ScheduledPlan>(
    'SELECT plan, inputs FROM rhumbline.schedules WHERE workflow_id = $1',
    [given.workflow_id],
  );
  const schedule = rows[0];
  if (schedule === undefined) return undefined;
  const { idempotency_key, software_version } = given;
  const submission = { ...schedule, idempotency_key, software_version, priority: DEFAULT_PRIORITY };
  const made = await submitJob(pool, { ...submission, correlation_id: null, callback_url: null }, SCHEDULE);
  return made.job_id;
}
