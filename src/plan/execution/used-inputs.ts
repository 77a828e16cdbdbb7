import { FaultError } from '../fault.ts';
import { nameFault, namesAmong } from '../input-names.ts';
import { pointerOf, resolveInputs } from '../inputs.ts';
import type { JsonObject } from '../json.ts';
import type { ExecutionPlan } from '../plan.ts';

/**
 * What a spec that another one uses is given, defaults filled in. Its names are held to their formats as those of a submission are; what
 * they name is looked up by nobody before its work does.
 *
 * @throws FaultError `invalid_inputs`, `invalid_blob_path`, as the first fault is; with every fault in its detail
 */
export function inputsOfUsed(plan: Pick<ExecutionPlan, 'workflow_id' | 'inputs'>, given: JsonObject): JsonObject {
  const { inputs, faults: misfits } = resolveInputs(plan.inputs, given);
  const faults = [...misfits, ...badNames(plan.inputs, inputs)];
  const [first] = faults;
  if (first === undefined) return inputs;
  const message = `The inputs do not fit ${plan.workflow_id}: ${faults.map((fault) => fault.message).join(' ')}`;
  const code = first.code === 'invalid_blob_path' ? first.code : 'invalid_inputs';
  throw new FaultError({ code, message, detail: { faults: faults.map((fault) => ({ ...fault })) } });
}

function badNames(declarations: ExecutionPlan['inputs'], inputs: JsonObject) {
  return namesAmong(declarations, inputs).flatMap((name) => {
    const fault = nameFault(name);
    const place = name.index === undefined ? '' : `/${name.index}`;
    return fault === undefined ? [] : [{ pointer: `${pointerOf(name.input)}${place}`, ...fault }];
  });
}
