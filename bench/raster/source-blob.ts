import type { BlobProperties, BlobStore } from '../../src/storage/blob-store.ts';

/** Where the raster is that is worked on, once it has been put there. */
export const SOURCE_BLOB = { container_name: 'bronze', blob_name: 'bench/source.tif' };

export async function uploadSource(store: BlobStore, path: string): Promise<BlobProperties> {
  const there = await store.head(SOURCE_BLOB);
  if (there) return there;
  await store.upload(path, SOURCE_BLOB, { content_type: 'image/tiff', mode: 'create' });
  const uploaded = await store.head(SOURCE_BLOB);
  if (!uploaded) throw new Error('The source is not in the storage although it was uploaded.');
  return uploaded;
}
