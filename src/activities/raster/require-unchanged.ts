import { FaultError } from '../../plan/fault.ts';
import { blobLabel } from '../../storage/blob-label.ts';
import type { BlobProperties, BlobRef, BlobStore } from '../../storage/blob-store.ts';
import { requireSource } from './require-source.ts';

/**
 * The properties of a blob that must still be the one that was looked at. For readers that cannot ask for an ETag, such as GDAL: before they
 * begin, and after they ended.
 * @throws FaultError `source_changed`, or those of `requireSource`
 */
export async function requireUnchanged(
  store: BlobStore,
  ref: BlobRef & { etag: string },
  signal: AbortSignal,
): Promise<BlobProperties> {
  const found = await requireSource(store, ref, signal);
  if (found.etag === ref.etag) return found;
  const message = `The blob ${blobLabel(ref)} was replaced after it was looked at. Submit again.`;
  throw new FaultError({ code: 'source_changed', message });
}
