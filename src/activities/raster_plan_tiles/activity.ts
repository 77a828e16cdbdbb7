import { planTiles } from '../../geo/tile-plan.ts';
import type { BlobStore } from '../../storage/blob-store.ts';
import type { Activity } from '../activity.ts';
import { withPulse } from '../pulse.ts';
import { damagedSource } from '../raster/damaged-source.ts';
import { type RasterPlanTilesInput, rasterPlanTilesContract } from './contract.ts';

type RasterPlanTiles = Activity<typeof rasterPlanTilesContract.input, typeof rasterPlanTilesContract.output>;

const MEGABYTE = 1024 ** 2;
export const TILED_ABOVE = 4096 * MEGABYTE;
export const TILE_BYTES = 256 * MEGABYTE;

/** By arithmetic alone, unless the client said what the content hashes to: of a tiled raster nobody else reads all bytes in a row. */
export function createRasterPlanTiles({ store }: { store: Pick<BlobStore, 'hash'> }): RasterPlanTiles {
  return {
    contract: rasterPlanTilesContract,
    run: async ({ raster, tiled_above, tile_bytes }, context) => {
      const [band] = raster.bands;
      const wishes = { tiled_above: tiled_above ?? TILED_ABOVE, tile_bytes: tile_bytes ?? TILE_BYTES };
      const { reason, tiles, overview_levels } = planTiles({ ...raster, block: band?.block ?? [1, 1] }, wishes);
      const tiled = reason === 'tiled';
      const source_sha256 = tiled
        ? await withPulse(context, ({ phase }) => hashOf(store, raster.source, context.signal, phase(0, 99)))
        : null;
      return { tiled, reason, tiles, overview_levels, source_sha256 };
    },
  };
}

async function hashOf(
  store: Pick<BlobStore, 'hash'>,
  source: RasterPlanTilesInput['raster']['source'],
  signal: AbortSignal,
  progress: (percent: number) => void,
): Promise<string | null> {
  const { etag, size, expected_sha256 } = source;
  if (!expected_sha256) return null;
  const onProgress = (bytes: number) => progress((100 * bytes) / Math.max(1, size));
  const { sha256 } = await store.hash(source, { signal, etag, onProgress });
  if (sha256 !== expected_sha256) throw damagedSource(source, expected_sha256, sha256);
  return sha256;
}
