import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BlobClient } from '@azure/storage-blob';
import type { TransferOptions } from './blob-store.ts';

const RETRIES_OF_A_BROKEN_STREAM = 20;

interface Hashed {
  bytes: number;
  sha256: string;
}

/** One pass: every byte goes by the hash on its way to the file. */
export function downloadBlob(blob: BlobClient, path: string, options: TransferOptions): Promise<Hashed> {
  return hashInto(blob, () => createWriteStream(path, { mode: 0o600 }), options);
}

/** Of all its bytes, of which none is kept. */
export function hashBlob(blob: BlobClient, options: TransferOptions): Promise<Hashed> {
  return hashInto(blob, () => new Writable({ write: (_chunk, _encoding, done) => done() }), options);
}

/** A stream that breaks goes on from where it broke. */
async function hashInto(
  blob: BlobClient,
  openSink: () => Writable,
  { signal, onProgress, etag }: TransferOptions,
): Promise<Hashed> {
  const response = await blob.download(0, undefined, {
    maxRetryRequests: RETRIES_OF_A_BROKEN_STREAM,
    ...(signal && { abortSignal: signal }),
    ...(etag && { conditions: { ifMatch: etag } }),
  });
  if (!response.readableStreamBody) throw new Error('The storage client gave no stream to read.');
  const hash = createHash('sha256');
  let bytes = 0;
  const tap = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      onProgress?.(bytes);
      done(null, chunk);
    },
  });
  await pipeline(response.readableStreamBody, tap, openSink(), signal ? { signal } : {});
  return { bytes, sha256: hash.digest('hex') };
}
