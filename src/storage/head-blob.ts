import type { BlobClient } from '@azure/storage-blob';
import type { BlobProperties } from './blob-store.ts';
import { isAbsent } from './storage-fault.ts';

export async function headBlob(blob: BlobClient, signal?: AbortSignal): Promise<BlobProperties | undefined> {
  try {
    const found = await blob.getProperties(signal ? { abortSignal: signal } : {});
    return {
      size: found.contentLength ?? 0,
      etag: found.etag ?? '',
      content_type: found.contentType ?? null,
      last_modified: (found.lastModified ?? new Date(0)).toISOString(),
      metadata: found.metadata ?? {},
    };
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}
