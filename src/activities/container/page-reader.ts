import { LRUCache } from 'lru-cache';
import type { BlobPage, BlobProperties, BlobStore, PageRequest } from '../../storage/blob-store.ts';

/** Of a thousand blobs each, which take about a megabyte. */
const PAGES_KEPT = 16;
/** Long enough for the items of a page, which follow each other; after it the page is read again. */
const KEPT_FOR_MS = 60_000;
const TIMEOUT_MS = 90_000;

type Page = ReadonlyMap<string, BlobProperties>;

/**
 * Pages of containers, read once for all the items of a job that are on them, in whatever chunks they come, or not at all where the
 * job's listing ran in this process. What another job has read is never used: it may be of before this one began.
 */
export interface PageReader {
  /** The blobs of a page by their names. @throws FaultError as `BlobStore.listPage` */
  read(jobId: string, container: string, request: PageRequest): Promise<Page>;
  /** What was read already. */
  keep(jobId: string, container: string, request: PageRequest, page: BlobPage): void;
}

export function createPageReader(store: BlobStore): PageReader {
  const pages = new LRUCache<string, Promise<Page>>({ max: PAGES_KEPT, ttl: KEPT_FOR_MS });

  return {
    read(jobId, container, request) {
      const key = keyOf(jobId, container, request);
      const known = pages.get(key);
      if (known) return known;
      // It is read for others, too: none of the items that wait for it may end it for them.
      const reading = store.listPage(container, request, AbortSignal.timeout(TIMEOUT_MS)).then(byName);
      pages.set(key, reading);
      reading.catch(() => {
        if (pages.peek(key) === reading) pages.delete(key);
      });
      return reading;
    },
    keep(jobId, container, request, page) {
      pages.set(keyOf(jobId, container, request), Promise.resolve(byName(page)));
    },
  };
}

function keyOf(jobId: string, container: string, { prefix, marker, size }: PageRequest): string {
  return JSON.stringify([jobId, container, prefix, marker ?? null, size]);
}

function byName({ blobs }: BlobPage): Page {
  return new Map(blobs.map((blob) => [blob.blob_name, blob]));
}
