import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import type { BlockBlobClient } from '@azure/storage-blob';
import type { CommitOptions, StagedBlob, TransferOptions } from './blob-store.ts';

const PARALLEL_BLOCKS = 4;
const BLOCK = 8 * 1024 ** 2;
/** Of one blob (https://learn.microsoft.com/rest/api/storageservices/put-block). */
const MOST_BLOCKS = 50_000;

/**
 * Sends a file's blocks on their way, hashing them on the same read; the blob is there, all at once, when they are committed. Blocks
 * that nobody commits are seen by nobody, and the service forgets them after a week.
 */
export async function stageBlob(
  blob: BlockBlobClient,
  path: string,
  { signal, onProgress }: Omit<TransferOptions, 'etag'> = {},
): Promise<StagedBlob> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const hash = createHash('sha256');
    if (size <= BLOCK) {
      const content = await readPart(file, 0, size);
      return { size, sha256: hash.update(content).digest('hex'), commit: (options) => write(blob, content, options) };
    }
    const ids = await stageBlocks(blob, { file, size, onPart: (part) => hash.update(part), signal, onProgress });
    return { size, sha256: hash.digest('hex'), commit: (options) => commit(blob, ids, options) };
  } finally {
    await file.close();
  }
}

interface Parts {
  file: FileHandle;
  size: number;
  onPart: (part: Uint8Array) => void;
  signal: AbortSignal | undefined;
  onProgress: TransferOptions['onProgress'];
}

async function stageBlocks(blob: BlockBlobClient, { file, size, onPart, signal, onProgress }: Parts) {
  const length = Math.max(BLOCK, Math.ceil(size / MOST_BLOCKS));
  // Those of two attempts that send at the same time are not mixed up.
  const attempt = randomUUID();
  const ids: string[] = [];
  const sending = new Set<Promise<void>>();
  let sent = 0;
  const send = async (id: string, part: Uint8Array) => {
    await blob.stageBlock(id, part, part.length, { ...(signal && { abortSignal: signal }) });
    sent += part.length;
    onProgress?.(sent);
  };
  try {
    for (let offset = 0; offset < size; offset += length) {
      signal?.throwIfAborted();
      const part = await readPart(file, offset, Math.min(length, size - offset));
      onPart(part);
      const id = Buffer.from(`${attempt}${String(ids.length).padStart(12, '0')}`).toString('base64');
      ids.push(id);
      const block = send(id, part);
      sending.add(block);
      block.then(
        () => sending.delete(block),
        () => {},
      );
      if (sending.size >= PARALLEL_BLOCKS) await Promise.race(sending);
    }
    await Promise.all(sending);
    return ids;
  } finally {
    await Promise.allSettled(sending);
  }
}

/** @throws where the file has become shorter in the meantime */
async function readPart(file: FileHandle, offset: number, length: number): Promise<Uint8Array> {
  const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(length), 0, length, offset);
  if (bytesRead === length) return buffer;
  throw new Error(`The file has ${offset + bytesRead} bytes where it had ${offset + length} or more.`);
}

async function commit(blob: BlockBlobClient, ids: string[], options: CommitOptions): Promise<{ etag: string }> {
  const { etag = '' } = await blob.commitBlockList(ids, asSent(options));
  return { etag };
}

async function write(blob: BlockBlobClient, content: Uint8Array, options: CommitOptions): Promise<{ etag: string }> {
  const { etag = '' } = await blob.upload(content, content.length, asSent(options));
  return { etag };
}

function asSent({ content_type, metadata, mode, signal }: CommitOptions) {
  return {
    blobHTTPHeaders: { blobContentType: content_type },
    ...(metadata && { metadata }),
    ...(mode === 'create' && { conditions: { ifNoneMatch: '*' } }),
    ...(signal && { abortSignal: signal }),
  };
}
