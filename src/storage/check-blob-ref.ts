import { checkBlobName, checkContainerName, isBlobName, isContainerName } from '../plan/blob-names.ts';
import type { BlobRef } from './blob-store.ts';

/**
 * Checks a blob's two names before they come near a URL, a path or a program.
 * @throws FaultError `invalid_blob_path`, saying which name and which rule
 */
export function checkBlobRef(ref: BlobRef): BlobRef {
  checkContainerName(ref.container_name);
  checkBlobName(ref.blob_name);
  return ref;
}

export function isBlobRef({ container_name, blob_name }: BlobRef): boolean {
  return isContainerName(container_name) && isBlobName(blob_name);
}
