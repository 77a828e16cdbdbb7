import type { BlobProperties } from './blob-store.ts';

/** What is the same of a blob whether it is asked for itself or listed; the service writes it in two ways. */

export function md5Of(content: Uint8Array | undefined): string | null {
  return content === undefined || content.length === 0 ? null : Buffer.from(content).toString('hex');
}

/** The service keeps the case in which a name came, and tells it in listings alone. */
export function metadataOf(metadata: Readonly<Record<string, string>> | undefined): BlobProperties['metadata'] {
  return Object.fromEntries(Object.entries(metadata ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
}

/** An entity tag as headers have it: listings leave its quotes away. */
export function etagOf(etag: string | undefined): string {
  return etag === undefined || etag === '' || etag.endsWith('"') ? (etag ?? '') : `"${etag}"`;
}
