import { FaultError } from '../fault.ts';
import { resolveInputs } from '../inputs.ts';
import type { JsonObject } from '../json.ts';
import type { ExecutionPlan } from '../plan.ts';

/**
 * What a spec that another one uses is given, defaults filled in.
 *
 * @throws FaultError `invalid_inputs`, with every fault in its detail
 */
export function inputsOfUsed(plan: Pick<ExecutionPlan, 'workflow_id' | 'inputs'>, given: JsonObject): JsonObject {
  const { inputs, faults } = resolveInputs(plan.inputs, given);
  if (faults.length === 0) return inputs;
  const message = `The inputs do not fit ${plan.workflow_id}: ${faults.map((fault) => fault.message).join(' ')}`;
  const detail = { faults: faults.map((fault) => ({ ...fault })) };
  throw new FaultError({ code: 'invalid_inputs', message, detail });
}
