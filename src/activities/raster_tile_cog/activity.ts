import { rm } from 'node:fs/promises';
import type { Gdal } from '../../gdal/gdal.ts';
import { watchDecoder } from '../../gdal/watch-decoder.ts';
import { DEFAULT_LIMITS, type RasterLimits } from '../../geo/gate.ts';
import type { RasterHeader } from '../../geo/gdalinfo.ts';
import type { BlobStore } from '../../storage/blob-store.ts';
import type { Activity, ActivityContext } from '../activity.ts';
import { type Pulse, withPulse } from '../pulse.ts';
import { mosaicHeader } from '../raster/mosaic-header.ts';
import { readSafeHeader } from '../raster/read-safe-header.ts';
import { requireUnchanged } from '../raster/require-unchanged.ts';
import type { CogJob } from '../raster_cog/activity.ts';
import { convert } from '../raster_cog/convert.ts';
import { COG_MEDIA_TYPE, findProduct, placeBlob, refuseOther, stageWhile } from '../raster_cog/publish.ts';
import { TileSchema } from '../schemas/tile.ts';
import { adoptTile } from './adopt-tile.ts';
import { type RasterTileCogInput, type RasterTileCogOutput, rasterTileCogContract } from './contract.ts';
import { planTile, type TileConversion } from './plan-tile.ts';
import { stageWindow } from './stage-window.ts';
import { type VerifiedTile, verifyTile } from './verify-tile.ts';

export interface RasterTileCogServices {
  store: BlobStore;
  gdal: Gdal;
  limits?: RasterLimits;
}

export interface TileJob extends Required<RasterTileCogServices> {
  input: RasterTileCogInput;
  signal: AbortSignal;
  scratch: string;
  pulse: Pulse;
}

type RasterTileCog = Activity<typeof rasterTileCogContract.input, typeof rasterTileCogContract.output>;

/**
 * Fetches the window alone, converts it, proves the tile equal to it, and only then publishes. Any attempt may die at any point; one that
 * comes after a tile was published finds it by its hash, and converts nothing.
 */
export function createRasterTileCog({ store, gdal, limits = DEFAULT_LIMITS }: RasterTileCogServices): RasterTileCog {
  return {
    contract: rasterTileCogContract,
    run: async (input, context) => {
      store.requireWritable(input.destination);
      const finished = await finishedBefore(store, input, context);
      if (finished) return { ...finished, reused: true };
      return withPulse(context, async (pulse) => {
        const { signal } = context;
        const decoder = watchDecoder(gdal);
        const job = { store, gdal: decoder.gdal, limits, input, signal, scratch: await context.scratch(), pulse };
        const made = await makeTile(job);
        const output: RasterTileCogOutput = { ...made, warnings: [...made.warnings, ...decoder.warnings()] };
        pulse.at(100, output);
        return output;
      });
    },
  };
}

async function makeTile(job: TileJob): Promise<RasterTileCogOutput> {
  const { store, input, signal } = job;
  await requireUnchanged(store, input.source, signal);
  const cog = cogJob(job);
  const tile = await planTile(cog, input, await readWhole(job));
  const found = await findProduct(cog);
  refuseOther(found, input.destination, tile.plan.tag);
  if (found) {
    const adopted = await adoptTile(job, tile, found);
    return describe(input, tile, adopted, { etag: found.etag, reused: true });
  }
  const staged = await stageWindow(job, tile);
  await requireUnchanged(store, input.source, signal);
  // It reads nothing but the window, by what was written here.
  const path = await convert(cog, staged, tile.plan, ['VRT']);
  const [verified, sent] = await stageWhile(cog, path, async (signal) => {
    const proven = await verifyTile({ ...job, signal }, tile, { staged: staged.pixels, product: path });
    await rm(staged.pixels);
    // What cannot be told of is not published.
    TileSchema.shape.tallies.parse(proven.header.tallies);
    return proven;
  });
  const { blob, reused } = await placeBlob(cog, tile.plan.tag, sent);
  return describe(input, tile, { ...verified, ...blob }, { etag: blob.etag, reused });
}

async function readWhole(job: TileJob): Promise<RasterHeader> {
  const { source } = job.input;
  const header = await readSafeHeader(job, source);
  return source.mosaic ? mosaicHeader(header, source.mosaic) : header;
}

/** What raster_cog's stages work with. */
function cogJob({ input, ...rest }: TileJob): CogJob {
  const { source, destination, raster_class, output_tier, input_crs, input_geotransform, nodata } = input;
  const wishes = { raster_class, output_tier, input_crs, input_geotransform, nodata };
  return { ...rest, input: { source, destination, ...wishes } };
}

function describe(
  { id, window, destination }: RasterTileCogInput,
  { plan }: TileConversion,
  { header, size, sha256, warnings }: VerifiedTile & { size: number; sha256: string },
  { etag, reused }: { etag: string; reused: boolean },
): RasterTileCogOutput {
  const { lossless } = plan;
  return {
    ...destination,
    ...{ id, window, etag, size, sha256, media_type: COG_MEDIA_TYPE, lossless },
    checksums: lossless ? header.bands.map(({ checksum }) => checksum ?? 0) : [],
    mask_checksum: lossless ? header.maskChecksum : null,
    tallies: header.tallies,
    overview_sizes: header.bands[0]?.overviews ?? [],
    reused,
    warnings: [...plan.warnings, ...warnings],
  };
}

/** An attempt that died after it had published left its output as a checkpoint. */
async function finishedBefore(
  store: BlobStore,
  { id, destination }: RasterTileCogInput,
  context: ActivityContext,
): Promise<RasterTileCogOutput | undefined> {
  const output = context.checkpoint(rasterTileCogContract.output);
  if (!output || output.id !== id || output.blob_name !== destination.blob_name) return undefined;
  const found = await store.head(destination, context.signal);
  return found?.etag === output.etag ? output : undefined;
}
