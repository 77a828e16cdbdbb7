import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { compareTags } from '../../geo/compare-tags.ts';
import { FaultError } from '../../plan/fault.ts';
import { blobLabel } from '../../storage/blob-label.ts';
import type { BlobProperties } from '../../storage/blob-store.ts';
import { contentHash } from '../raster_cog/publish.ts';
import { requireSpace } from '../raster_cog/scratch-space.ts';
import type { TileJob } from './activity.ts';
import type { TileConversion } from './plan-tile.ts';
import { readTile, type VerifiedTile } from './verify-tile.ts';

const MEGABYTE = 1024 ** 2;

/**
 * A tile that an attempt before has published, of which only the figures are needed: the source is not read, and nothing converted.
 * @throws FaultError `blob_exists` when its content is not what was published
 */
export async function adoptTile(
  job: TileJob,
  tile: TileConversion,
  found: BlobProperties,
): Promise<VerifiedTile & { size: number; sha256: string }> {
  const { store, input, signal, scratch } = job;
  const path = join(scratch, 'published.tif');
  await requireSpace(scratch, found.size + 64 * MEGABYTE);
  const { bytes, sha256 } = await store.download(input.destination, path, { signal, etag: found.etag });
  if (sha256 !== contentHash(found)) throw changed(job);
  const header = await readTile(job, tile, path, { statistics: true });
  await rm(path);
  return { size: bytes, sha256, header, warnings: compareTags(tile.plan.header, header) };
}

function changed({ input }: TileJob): FaultError {
  const message = `The blob at ${blobLabel(input.destination)} is not the tile that was published there. Remove it, or choose another name.`;
  return new FaultError({ code: 'blob_exists', message });
}
