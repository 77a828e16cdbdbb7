import { standaloneJobId } from '../../../assets/job-id.ts';
import { findJobByKey } from '../../../assets/reads/find-job-by-key.ts';
import type { JsonObject } from '../../../plan/json.ts';
import type { ExecutionPlan } from '../../../plan/plan.ts';
import type { DomainServices } from '../services.ts';
import { checkInputs } from './check-inputs.ts';
import { checkItems } from './check-items.ts';
import { refusal } from './preflight.ts';

/**
 * What a job is given that makes no asset version, with defaults filled in.
 *
 * @param keyOf the job's idempotency key; null where its inputs say which job it is
 * @throws ProblemError with everything that is wrong, before any row is written
 */
export async function checkJob(
  services: Pick<DomainServices, 'pool' | 'storage' | 'max_source_bytes'>,
  plan: ExecutionPlan,
  given: JsonObject,
  keyOf: (inputs: JsonObject) => string | null,
): Promise<{ inputs: JsonObject; idempotency_key: string | null }> {
  const { inputs, faults } = await checkInputs(services, plan, given);
  if (faults.length > 0) throw refusal(faults);
  // Whose its items are only sound inputs tell: they say which job it is.
  const idempotency_key = keyOf(inputs);
  const { workflow_id, version } = plan;
  const earlier = await findJobByKey(services.pool, workflow_id, idempotency_key);
  const job_id = earlier?.job_id ?? standaloneJobId({ workflow_id, version, inputs, idempotency_key });
  const itemFaults = await checkItems(services.pool, plan.inputs, inputs, job_id);
  if (itemFaults.length > 0) throw refusal(itemFaults);
  return { inputs, idempotency_key };
}
