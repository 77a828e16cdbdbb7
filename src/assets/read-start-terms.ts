import type { Queryable } from '../db/pool.ts';
import type { RetryRequest } from '../plan/job.ts';
import type { JsonObject } from '../plan/json.ts';
import type { ExecutionPlan } from '../plan/plan.ts';

/** What the workflow of a job's attempt is started with. Most of what the row of a job holds. */
export interface StartTerms {
  plan: ExecutionPlan;
  inputs: JsonObject;
  /** With an attempt beyond the first: what the retry asked for. */
  retry_request: RetryRequest | null;
}

/** undefined when the job is at another attempt by now. */
export async function readStartTerms(
  db: Queryable,
  { job_id, attempt }: { job_id: string; attempt: number },
): Promise<StartTerms | undefined> {
  const { rows } = await db.query<StartTerms>(
    'SELECT plan, inputs, retry_request FROM rhumbline.jobs WHERE job_id = $1 AND attempt = $2',
    [job_id, attempt],
  );
  return rows[0];
}
