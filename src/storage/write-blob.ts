import type { BlockBlobClient } from '@azure/storage-blob';
import type { WriteOptions } from './blob-store.ts';

export async function writeBlob(
  blob: BlockBlobClient,
  content: Uint8Array,
  { signal, content_type, metadata, mode }: WriteOptions,
): Promise<{ etag: string }> {
  const response = await blob.uploadData(content, {
    blobHTTPHeaders: { blobContentType: content_type },
    ...(metadata && { metadata }),
    ...(mode === 'create' && { conditions: { ifNoneMatch: '*' } }),
    ...(signal && { abortSignal: signal }),
  });
  return { etag: response.etag ?? '' };
}
