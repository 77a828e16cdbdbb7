import type { BlobClient } from '@azure/storage-blob';
import { md5Of, metadataOf } from './blob-properties.ts';
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
      md5: md5Of(found.contentMD5),
      metadata: metadataOf(found.metadata),
    };
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}
