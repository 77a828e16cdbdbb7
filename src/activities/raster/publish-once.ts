import { createHash } from 'node:crypto';
import { FaultError } from '../../plan/fault.ts';
import { canonicalJson, type JsonValue } from '../../plan/json.ts';
import { blobLabel } from '../../storage/blob-label.ts';
import type { BlobRef, BlobStore } from '../../storage/blob-store.ts';

export interface OnceOptions {
  content_type: string;
  /** What it was made of: the same again is the same blob. */
  made_of: JsonValue;
  signal: AbortSignal;
}

export interface PublishedBlob extends BlobRef {
  etag: string;
  size: number;
  sha256: string;
  media_type: string;
}

const METADATA = { of: 'rhumbline_made_of', content: 'rhumbline_sha256' } as const;

/**
 * Puts something small that was made of a product in its place, or finds that an attempt before did.
 * @throws FaultError `blob_exists` when something else is there
 */
export async function publishOnce(
  store: BlobStore,
  content: Uint8Array,
  ref: BlobRef,
  { content_type, made_of, signal }: OnceOptions,
): Promise<PublishedBlob> {
  const [of, sha256] = [sha256Of(canonicalJson(made_of)), sha256Of(content)];
  const placed = { ...ref, media_type: content_type };
  try {
    const metadata = { [METADATA.of]: of, [METADATA.content]: sha256 };
    const { etag } = await store.write(content, ref, { mode: 'create', content_type, metadata, signal });
    return { ...placed, etag, size: content.length, sha256 };
  } catch (error) {
    if (!(error instanceof FaultError) || error.fault.code !== 'blob_exists') throw error;
    const found = await store.head(ref, signal);
    if (found?.metadata[METADATA.of] !== of) throw taken(ref);
    return { ...placed, etag: found.etag, size: found.size, sha256: found.metadata[METADATA.content] ?? sha256 };
  }
}

function taken(ref: BlobRef): FaultError {
  const message = `There is another blob at ${blobLabel(ref)}, made of something else, and it is not replaced. Choose another name.`;
  return new FaultError({ code: 'blob_exists', message });
}

const sha256Of = (content: Uint8Array | string): string => createHash('sha256').update(content).digest('hex');
