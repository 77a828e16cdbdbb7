import { resolveInputs } from '../../../plan/inputs.ts';
import type { JsonObject } from '../../../plan/json.ts';
import type { ExecutionPlan } from '../../../plan/plan.ts';
import type { BlobStore } from '../../../storage/blob-store.ts';
import { checkBlobs } from './check-blobs.ts';
import type { PreflightFault } from './preflight.ts';

const PLACE = '/input_params';

export type CheckedInputs = { inputs: JsonObject; faults: [] } | { inputs?: never; faults: PreflightFault[] };

/** The inputs fit the spec's declarations, with defaults filled in, and the blobs that they name are there. */
export async function checkInputs(storage: BlobStore, plan: ExecutionPlan, given: JsonObject): Promise<CheckedInputs> {
  const resolved = resolveInputs(plan.inputs, given);
  if (resolved.faults) {
    return {
      faults: resolved.faults.map((fault) => ({
        ...fault,
        pointer: `${PLACE}${fault.pointer}`,
        problem: 'invalid_inputs',
      })),
    };
  }
  const faults = await checkBlobs(storage, plan.inputs, resolved.inputs, PLACE);
  return faults.length > 0 ? { faults } : { inputs: resolved.inputs, faults: [] };
}
