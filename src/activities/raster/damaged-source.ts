import { FaultError } from '../../plan/fault.ts';
import { blobLabel } from '../../storage/blob-label.ts';
import type { BlobRef } from '../../storage/blob-store.ts';

/** The fault of a source whose bytes are not those that the client sent. */
export function damagedSource(source: BlobRef, expected: string, got: string): FaultError {
  const message = `The content of ${blobLabel(source)} hashes to ${got}, and not to the ${expected} that was expected: it was damaged on its way. Upload it again.`;
  return new FaultError({ code: 'source_hash_mismatch', message, detail: { expected_sha256: expected, sha256: got } });
}
