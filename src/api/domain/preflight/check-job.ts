import type { JsonObject } from '../../../plan/json.ts';
import type { ExecutionPlan } from '../../../plan/plan.ts';
import type { DomainServices } from '../services.ts';
import { checkInputs } from './check-inputs.ts';
import { checkItems } from './check-items.ts';
import { refusal } from './preflight.ts';

/**
 * What a job is given that makes no asset version, with defaults filled in.
 *
 * @throws ProblemError with everything that is wrong, before any row is written
 */
export async function checkJob(
  services: Pick<DomainServices, 'pool' | 'storage' | 'max_source_bytes'>,
  plan: ExecutionPlan,
  given: JsonObject,
): Promise<JsonObject> {
  const { inputs, faults } = await checkInputs(services, plan, given);
  const itemFaults = await checkItems(services.pool, plan.inputs, inputs, null);
  if (faults.length + itemFaults.length > 0) throw refusal([...faults, ...itemFaults]);
  return inputs;
}
