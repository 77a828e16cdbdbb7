import { resolveInputs } from '../../../plan/inputs.ts';
import type { JsonObject } from '../../../plan/json.ts';
import type { ExecutionPlan } from '../../../plan/plan.ts';
import { type BlobServices, checkBlobs } from './check-blobs.ts';
import { checkRasters } from './check-rasters.ts';
import { INPUTS, type PreflightFault } from './preflight.ts';

export interface CheckedInputs {
  /** With defaults filled in; whole only where there are no faults. */
  inputs: JsonObject;
  faults: PreflightFault[];
}

/**
 * Whether the inputs fit the spec's declarations, whether the blobs that the sound ones among them name are there, and whether the rasters
 * in those can be what is wanted.
 */
export async function checkInputs(
  services: BlobServices,
  plan: ExecutionPlan,
  given: JsonObject,
): Promise<CheckedInputs> {
  const { inputs, faults } = resolveInputs(plan.inputs, given);
  const blobFaults = await checkBlobs(services, plan.inputs, inputs);
  const rasterFaults = blobFaults.length > 0 ? [] : await checkRasters(services.storage, plan.inputs, inputs);
  const inputFaults = faults.map((fault) => ({
    ...fault,
    pointer: `${INPUTS}${fault.pointer}`,
    problem: 'invalid_inputs' as const,
  }));
  return { inputs, faults: [...inputFaults, ...blobFaults, ...rasterFaults] };
}
