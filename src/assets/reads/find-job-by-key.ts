import type { Queryable } from '../../db/pool.ts';
import type { JobState } from '../../plan/job.ts';
import type { JsonObject } from '../../plan/json.ts';

export interface KeyedJob {
  job_id: string;
  state: JobState;
  inputs: JsonObject;
}

/** The job of a workflow under an idempotency key, whichever version of the spec it ran; there is none without a key. */
export async function findJobByKey(
  db: Queryable,
  workflowId: string,
  idempotencyKey: string | null,
): Promise<KeyedJob | undefined> {
  if (idempotencyKey === null) return undefined;
  const { rows } = await db.query<KeyedJob>(
    'SELECT job_id, state, inputs FROM rhumbline.jobs WHERE workflow_id = $1 AND idempotency_key = $2',
    [workflowId, idempotencyKey],
  );
  return rows[0];
}
