import type { RasterHeader } from '../../geo/gdalinfo.ts';
import { mosaicVrt } from '../../geo/mosaic-vrt.ts';
import { type PublishedBlob, publishOnce } from '../raster/publish-once.ts';
import { VRT_MEDIA_TYPE } from '../schemas/cog.ts';
import type { MosaicJob } from './activity.ts';
import type { MadeOverview } from './make-overview.ts';

const PREFIX = 'RHUMBLINE_SHA256_';

/**
 * The index names the tiles and the overview relative to itself, so that it holds wherever they lie, with whatever right they are read; and
 * what each hashes to, so that its own hash stands for all of them.
 * @throws FaultError `blob_exists`
 */
export function publishIndex(job: MosaicJob, header: RasterHeader, overview: MadeOverview): Promise<PublishedBlob> {
  const { store, input, index, whole, signal } = job;
  const { raster, tiles } = input;
  const hashes = tiles.map(({ id, sha256 }) => [PREFIX + id, sha256]);
  const text = mosaicVrt({
    ...raster,
    crs: header.crs?.wkt2 ?? null,
    bands: header.bands,
    tags: { ...header.tags, ...Object.fromEntries(hashes), [`${PREFIX}overview`]: overview.blob.sha256 },
    parts: tiles.map(({ blob_name, window }) => ({ name: lastPart(blob_name), window })),
    overview: lastPart(whole.blob_name),
  });
  const content_type = VRT_MEDIA_TYPE;
  return publishOnce(store, Buffer.from(text), index, { content_type, made_of: text, signal });
}

const lastPart = (name: string): string => name.slice(name.lastIndexOf('/') + 1);
