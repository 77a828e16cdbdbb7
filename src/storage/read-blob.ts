import { buffer } from 'node:stream/consumers';
import type { BlobClient } from '@azure/storage-blob';

const RETRIES_OF_A_BROKEN_STREAM = 5;

export async function readBlob(blob: BlobClient, signal?: AbortSignal): Promise<Uint8Array> {
  const { readableStreamBody } = await blob.download(0, undefined, {
    maxRetryRequests: RETRIES_OF_A_BROKEN_STREAM,
    ...(signal && { abortSignal: signal }),
  });
  if (!readableStreamBody) throw new Error('The storage client gave no stream to read.');
  return buffer(readableStreamBody);
}
