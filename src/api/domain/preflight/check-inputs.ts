import { namesBlobs } from '../../../plan/input-names.ts';
import { resolveInputs } from '../../../plan/inputs.ts';
import type { JsonObject } from '../../../plan/json.ts';
import type { ExecutionPlan } from '../../../plan/plan.ts';
import { type BlobServices, checkBlobs } from './check-blobs.ts';
import { checkRasters } from './check-rasters.ts';
import { INPUTS, type PreflightFault } from './preflight.ts';

/** For all that is asked of the storage, together: the gateway waits 45 s for the answer. */
const PATIENCE_MS = 10_000;

export interface CheckedInputs {
  /** With defaults filled in; whole only where there are no faults. */
  inputs: JsonObject;
  faults: PreflightFault[];
}

/**
 * Whether the inputs fit the spec's declarations, whether the blobs that the sound ones among them name are there, and whether the rasters
 * in those can be what is wanted.
 *
 * @throws FaultError `storage_unavailable`, also where the storage does not answer in time
 */
export async function checkInputs(
  services: Omit<BlobServices, 'signal'>,
  plan: ExecutionPlan,
  given: JsonObject,
): Promise<CheckedInputs> {
  const { inputs, faults } = resolveInputs(plan.inputs, given);
  const inputFaults = faults.map((fault) => ({
    ...fault,
    pointer: `${INPUTS}${fault.pointer}`,
    problem: 'invalid_inputs' as const,
  }));
  // A signal for nobody would wake the process up all the same, later.
  if (!namesBlobs(plan.inputs)) return { inputs, faults: inputFaults };
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const blobFaults = await checkBlobs({ ...services, signal }, plan.inputs, inputs);
  const rasterFaults = blobFaults.length > 0 ? [] : await checkRasters(services.storage, plan.inputs, inputs, signal);
  return { inputs, faults: [...inputFaults, ...blobFaults, ...rasterFaults] };
}
