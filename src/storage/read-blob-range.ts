import { buffer } from 'node:stream/consumers';
import type { BlobClient } from '@azure/storage-blob';
import { isRangeBeyondEnd } from './storage-fault.ts';

const RETRIES_OF_A_BROKEN_STREAM = 5;

export async function readBlobRange(
  blob: BlobClient,
  offset: number,
  length: number,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  if (length === 0) return new Uint8Array(0);
  try {
    const response = await blob.download(offset, length, {
      maxRetryRequests: RETRIES_OF_A_BROKEN_STREAM,
      ...(signal && { abortSignal: signal }),
    });
    return response.readableStreamBody ? await buffer(response.readableStreamBody) : new Uint8Array(0);
  } catch (error) {
    if (isRangeBeyondEnd(error)) return new Uint8Array(0);
    throw error;
  }
}
