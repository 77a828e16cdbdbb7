import { FaultError } from '../../plan/fault.ts';
import { blobLabel } from '../../storage/blob-label.ts';
import type { BlobProperties, BlobRef, BlobStore } from '../../storage/blob-store.ts';

/** The properties of a blob that must be there. @throws FaultError `container_not_found`, `source_not_found` */
export async function requireSource(store: BlobStore, ref: BlobRef, signal: AbortSignal): Promise<BlobProperties> {
  const blob = await store.head(ref, signal);
  if (blob) return blob;
  if (!(await store.hasContainer(ref.container_name))) {
    const message = `There is no container ${ref.container_name} in the storage account. Name one that is there.`;
    throw new FaultError({ code: 'container_not_found', message });
  }
  const message = `There is no blob ${blobLabel(ref)} in the storage account. Upload it and submit again.`;
  throw new FaultError({ code: 'source_not_found', message });
}
