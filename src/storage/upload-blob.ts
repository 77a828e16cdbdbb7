import type { BlockBlobClient } from '@azure/storage-blob';
import type { UploadOptions } from './blob-store.ts';

const PARALLEL_BLOCKS = 4;

/** Blocks in parallel, then one commit: a reader sees the whole blob or none of it. */
export async function uploadBlob(
  blob: BlockBlobClient,
  path: string,
  { signal, onProgress, content_type, metadata, mode }: UploadOptions,
): Promise<{ etag: string }> {
  const response = await blob.uploadFile(path, {
    concurrency: PARALLEL_BLOCKS,
    blobHTTPHeaders: { blobContentType: content_type },
    ...(metadata && { metadata }),
    ...(mode === 'create' && { conditions: { ifNoneMatch: '*' } }),
    ...(signal && { abortSignal: signal }),
    ...(onProgress && { onProgress: ({ loadedBytes }) => onProgress(loadedBytes) }),
  });
  return { etag: response.etag ?? '' };
}
