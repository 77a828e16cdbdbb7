import { hash } from 'node:crypto';
import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import type { Payload, PayloadCodec } from '@temporalio/common';
import { LRUCache } from 'lru-cache';
import { FaultError } from '../../plan/fault.ts';
import type { BlobStore } from '../blob-store.ts';
import { folderOf } from './folder.ts';
import { fromPacked, isPacked, pack, SMALLEST_PACKED, toPacked } from './packed.ts';
import { payloadError } from './payload-error.ts';
import { decodeMetadata, encodeMetadata, isReference, type Reference, toPayload, toReference } from './reference.ts';

export interface ClaimCheckOptions {
  store: BlobStore;
  container_name: string;
  /** Bytes up to which a payload travels in the history itself. */
  threshold: number;
  /** Bytes of contents that are kept in memory, so that a replay does not fetch them again. Default: 64 MiB. */
  cache_bytes?: number;
}

type Context = Parameters<PayloadCodec['encode']>[1];

/** For payloads that belong to no workflow. */
const NO_WORKFLOW = '_no_workflow';
const CONTENT_TYPE = 'application/zstd';
/** Uploads that are remembered, and for how long: a blob stays much longer. */
const REMEMBERED_UPLOADS = 20_000;
const REMEMBERED_FOR_MS = 3_600_000;
const DEFAULT_CACHE_BYTES = 64 * 1_048_576;

const decompress = promisify(zstdDecompress);

/**
 * Keeps large payloads out of Temporal's histories. What compresses to something small stays there, compressed; the content of
 * others goes into a blob under the job's id, named by its hash, and a small reference to it into the history. A reference holds no credential; whoever decodes it needs an identity of its own.
 *
 * Errors have as their name a code: `payload_missing`, `payload_corrupt`, `storage_unavailable`, `container_not_found`.
 */
export function createPayloadCodec({ store, container_name, threshold, cache_bytes }: ClaimCheckOptions): PayloadCodec {
  const uploads = new LRUCache<string, Promise<void>>({ max: REMEMBERED_UPLOADS, ttl: REMEMBERED_FOR_MS });
  const contents = new LRUCache<string, Promise<Uint8Array>>({ maxSize: cache_bytes ?? DEFAULT_CACHE_BYTES });
  const refOf = (name: string) => ({ container_name, blob_name: name });

  async function upload(name: string, content: Uint8Array): Promise<void> {
    const options = { content_type: CONTENT_TYPE, mode: 'create' } as const;
    const packed = await pack(content);
    await store.write(packed, refOf(name), options).catch((error: unknown) => {
      // Named by its content: what is there is the same.
      if (!(error instanceof FaultError) || error.fault.code !== 'blob_exists') throw error;
    });
  }

  async function fetchContent(name: string, { sha256, size }: Reference): Promise<Uint8Array> {
    const packed = await store.read(refOf(name));
    const content = await decompress(packed, { maxOutputLength: Math.max(1, size) }).catch(() => undefined);
    if (content?.length === size && hash('sha256', content) === sha256) return content;
    const message = `The stored payload ${name} is not what was stored: its size or its hash differs.`;
    throw new FaultError({ code: 'payload_corrupt', message });
  }

  const inline = Math.min(threshold, SMALLEST_PACKED - 1);

  async function reduce(payload: Payload, context: Context): Promise<Payload> {
    const { data, metadata } = payload;
    if (!data || isReference(payload)) return payload;
    const packed = await toPacked(payload, threshold);
    if (packed) return packed;
    if (data.length <= threshold) return payload;
    const folder = folderOf(context?.workflowId ?? NO_WORKFLOW);
    const [sha256, size] = [hash('sha256', data), data.length];
    const name = blobName(folder, sha256);
    await once(uploads, name, {}, () => upload(name, data));
    // What is sent from here is mostly received here, too. A copy: the bytes may be a view of a much larger message.
    if (!contents.has(name)) contents.set(name, Promise.resolve(data.slice()), { size });
    return toPayload({ folder, sha256, size, metadata: encodeMetadata(metadata) });
  }

  async function recall(payload: Payload): Promise<Payload> {
    const reference = toReference(payload);
    const name = blobName(reference.folder, reference.sha256);
    const data = await once(contents, name, { size: Math.max(1, reference.size) }, () => fetchContent(name, reference));
    return { metadata: decodeMetadata(reference.metadata), data };
  }

  // Most payloads are small and stay what they are, which costs no promise of its own.
  return {
    encode: (payloads, context) =>
      all(payloads, (payload) => ((payload.data?.length ?? 0) <= inline ? payload : reduce(payload, context))),
    decode: (payloads) =>
      all(payloads, (payload) => {
        if (isPacked(payload)) return fromPacked(payload);
        return isReference(payload) ? recall(payload) : payload;
      }),
  };
}

function blobName(folder: string, sha256: string): string {
  return `${folder}/${sha256}`;
}

async function all(payloads: Payload[], convert: (payload: Payload) => Payload | Promise<Payload>): Promise<Payload[]> {
  const converted = payloads.map(convert);
  if (converted.every((one): one is Payload => !(one instanceof Promise))) return converted;
  try {
    return await Promise.all(converted);
  } catch (error) {
    throw payloadError(error);
  }
}

/** Work that is under way or done is not done again; work that failed is. */
function once<T>(
  cache: LRUCache<string, Promise<T>>,
  name: string,
  options: { size?: number },
  work: () => Promise<T>,
): Promise<T> {
  const known = cache.get(name);
  if (known) return known;
  const begun = work();
  cache.set(name, begun, options);
  begun.catch(() => {
    if (cache.peek(name) === begun) cache.delete(name);
  });
  return begun;
}
