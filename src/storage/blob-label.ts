import type { BlobRef } from './blob-store.ts';

/** How a blob is called in messages: `container/name`. */
export function blobLabel(ref: BlobRef): string {
  return `${ref.container_name}/${ref.blob_name}`;
}
