import type { BlobItem, ContainerClient } from '@azure/storage-blob';
import { etagOf, md5Of, metadataOf } from './blob-properties.ts';
import type { BlobPage, PagedBlob, PageRequest } from './blob-store.ts';

/** How accounts with a hierarchical namespace mark the folders among their blobs. */
const FOLDER_MARK = 'hdi_isfolder';

/** Metadata comes with the listing: asking for that of each blob would be a request for each. */
export async function listPage(
  container: ContainerClient,
  { prefix, marker, size }: PageRequest,
  signal?: AbortSignal,
): Promise<BlobPage> {
  const pages = container
    .listBlobsFlat({ includeMetadata: true, ...(prefix && { prefix }), ...(signal && { abortSignal: signal }) })
    .byPage({ maxPageSize: size, ...(marker !== undefined && { continuationToken: marker }) });
  for await (const { segment, continuationToken } of pages) {
    return { blobs: segment.blobItems.map(toPaged), next: continuationToken || undefined };
  }
  return { blobs: [], next: undefined };
}

function toPaged({ name, properties, metadata: given }: BlobItem): PagedBlob {
  const metadata = metadataOf(given);
  return {
    blob_name: name,
    size: properties.contentLength ?? 0,
    etag: etagOf(properties.etag),
    content_type: properties.contentType ?? null,
    last_modified: properties.lastModified.toISOString(),
    md5: md5Of(properties.contentMD5),
    metadata,
    is_folder: metadata[FOLDER_MARK] === 'true',
  };
}
