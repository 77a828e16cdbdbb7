import pLimit from 'p-limit';
import { createBlobStore } from '../../../src/storage/create-blob-store.ts';
import { storageUrl } from './storage.ts';

/** A container that data comes in by, and that one file's tests have for themselves. */
export const SURVEY = 'survey';

/** May look through it, and through bronze. */
export const surveyor = createBlobStore({ url: storageUrl, inbound: ['bronze', SURVEY] });

export interface SmallBlob {
  blob_name: string;
  content: string;
  content_type?: string;
  metadata?: Record<string, string>;
}

/** Puts blobs into a container, several at a time; they stay there. */
export async function fill(container_name: string, blobs: readonly SmallBlob[]): Promise<void> {
  const atATime = pLimit(32);
  await Promise.all(
    blobs.map(({ blob_name, content, content_type = 'application/octet-stream', metadata = {} }) =>
      atATime(() =>
        surveyor.write(
          Buffer.from(content),
          { container_name, blob_name },
          { content_type, metadata, mode: 'replace' },
        ),
      ),
    ),
  );
}

/** The same in a folder. */
export function inFolder(folder: string, blobs: readonly SmallBlob[]): SmallBlob[] {
  return blobs.map((blob) => ({ ...blob, blob_name: `${folder}/${blob.blob_name}` }));
}

/**
 * So many blobs of 1 to 4 bytes, in folders of a hundred, of which so many are rasters, some of them in capitals.
 */
export function manyBlobs(count: number, rasters: number): SmallBlob[] {
  return Array.from({ length: count }, (_, index) => {
    const isRaster = Math.floor(((index + 1) * rasters) / count) > Math.floor((index * rasters) / count);
    const extension = isRaster ? (index % 5 === 0 ? '.TIF' : '.tif') : ['.json', '.txt', '.tif.aux.xml', ''][index % 4];
    const blob_name = `part-${String(Math.floor(index / 100)).padStart(3, '0')}/${String(index).padStart(6, '0')}${extension}`;
    return { blob_name, content: 'x'.repeat(1 + (index % 4)), content_type: isRaster ? 'image/tiff' : 'text/plain' };
  });
}
