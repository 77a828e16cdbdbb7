import { FaultError } from '../../../plan/fault.ts';
import type { JsonObject } from '../../../plan/json.ts';
import type { ExecutionPlan } from '../../../plan/plan.ts';
import type { BlobRef, BlobStore } from '../../../storage/blob-store.ts';
import { checkBlobRef } from '../../../storage/check-blob-ref.ts';
import { pointerOf } from '../../shared/pointer.ts';
import type { PreflightFault } from './preflight.ts';

/** An input that names a blob, with the name of the input that holds its container. */
interface BlobInput {
  blob_input: string;
  container_input: string;
  ref: BlobRef;
}

/**
 * Looks up every blob that the inputs name.
 *
 * @param place JSON pointer of the inputs in the body
 * @throws FaultError `storage_unavailable`
 */
export async function checkBlobs(
  storage: BlobStore,
  declarations: ExecutionPlan['inputs'],
  inputs: JsonObject,
  place: string,
): Promise<PreflightFault[]> {
  const faults = await Promise.all(
    blobInputs(declarations, inputs).map((input) => badName(input, place) ?? missing(storage, input, place)),
  );
  return faults.filter((fault) => fault !== undefined);
}

function blobInputs(declarations: ExecutionPlan['inputs'], inputs: JsonObject): BlobInput[] {
  return Object.entries(declarations).flatMap(([blob_input, { format, container_input }]) => {
    if (format !== 'blob' || container_input === undefined) return [];
    const blob_name = inputs[blob_input];
    const container_name = inputs[container_input];
    if (typeof blob_name !== 'string' || typeof container_name !== 'string') return [];
    return [{ blob_input, container_input, ref: { container_name, blob_name } }];
  });
}

function badName({ blob_input, container_input, ref }: BlobInput, place: string): PreflightFault | undefined {
  try {
    checkBlobRef(ref);
    return undefined;
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    const input = error.fault.detail?.field === 'container_name' ? container_input : blob_input;
    return faultAt(place, input, 'invalid_blob_path', error.fault.message);
  }
}

async function missing(storage: BlobStore, input: BlobInput, place: string): Promise<PreflightFault | undefined> {
  const { ref, blob_input } = input;
  if ((await storage.head(ref)) !== undefined) return undefined;
  const message = `There is no blob ${ref.container_name}/${ref.blob_name}. Upload it first.`;
  return faultAt(place, blob_input, 'source_not_found', message);
}

function faultAt(
  place: string,
  input: string,
  code: 'invalid_blob_path' | 'source_not_found',
  message: string,
): PreflightFault {
  return { pointer: `${place}${pointerOf([input])}`, problem: code, code, message };
}
