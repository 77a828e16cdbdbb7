import type { ContainerClient } from '@azure/storage-blob';
import type { FolderPage, ListedBlob } from './blob-store.ts';

const FOLDERS_A_PAGE = 500;
/** As many as the service gives in one answer. */
const BLOBS_A_PAGE = 5_000;

export async function listFolders(
  container: ContainerClient,
  after: string | undefined,
  signal?: AbortSignal,
): Promise<FolderPage> {
  const pages = container
    .listBlobsByHierarchy('/', signal ? { abortSignal: signal } : {})
    .byPage({ maxPageSize: FOLDERS_A_PAGE, ...(after !== undefined && { continuationToken: after }) });
  for await (const { segment, continuationToken } of pages) {
    const folders = (segment.blobPrefixes ?? []).map(({ name }) => name.slice(0, -1));
    return { folders, next: continuationToken || undefined };
  }
  return { folders: [], next: undefined };
}

export async function listBlobs(
  container: ContainerClient,
  prefix: string,
  signal?: AbortSignal,
): Promise<ListedBlob[]> {
  const blobs = container.listBlobsFlat({ prefix, ...(signal && { abortSignal: signal }) });
  for await (const { segment } of blobs.byPage({ maxPageSize: BLOBS_A_PAGE })) {
    return segment.blobItems.map(({ name, properties }) => ({
      container_name: container.containerName,
      blob_name: name,
      last_modified: properties.lastModified.toISOString(),
    }));
  }
  return [];
}
