import { hash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import type { Gdal } from '../../gdal/gdal.ts';
import { readPixels } from '../../gdal/read-pixels.ts';
import { withConfig } from '../../gdal/with-config.ts';
import { cogLayout } from '../../geo/cog-layout.ts';
import { boundsOf, DEFAULT_LIMITS, type RasterLimits } from '../../geo/gate.ts';
import type { Geotransform } from '../../geo/raster.ts';
import { pixelBytes } from '../../geo/size.ts';
import { canonicalJson } from '../../plan/json.ts';
import type { BlobStore } from '../../storage/blob-store.ts';
import type { Activity } from '../activity.ts';
import { type Pulse, withPulse } from '../pulse.ts';
import type { CogJob } from '../raster_cog/activity.ts';
import { convert } from '../raster_cog/convert.ts';
import { fetchSource } from '../raster_cog/fetch-source.ts';
import { type ProductPlan, planProduct } from '../raster_cog/plan-product.ts';
import { findProduct, publish, refuseOther, stageWhile } from '../raster_cog/publish.ts';
import { type RasterReprojectInput, type RasterReprojectOutput, rasterReprojectContract } from './contract.ts';
import { describeWarped } from './describe-warped.ts';
import { planWarp, type WarpPlan } from './plan-warp.ts';
import { verifyWarped } from './verify-warped.ts';
import { warp } from './warp.ts';

export interface RasterReprojectServices {
  store: BlobStore;
  gdal: Gdal;
  limits?: RasterLimits;
}

export interface ReprojectJob extends Required<RasterReprojectServices> {
  input: RasterReprojectInput;
  signal: AbortSignal;
  scratch: string;
  pulse: Pulse;
}

type RasterReproject = Activity<typeof rasterReprojectContract.input, typeof rasterReprojectContract.output>;

/** As raster_cog: fetched once, proven, published only then; any attempt may die at any point. */
export function createRasterReproject({
  store,
  gdal,
  limits = DEFAULT_LIMITS,
}: RasterReprojectServices): RasterReproject {
  return {
    contract: rasterReprojectContract,
    run: (input, context) =>
      withPulse(context, async (pulse) => {
        store.requireWritable(input.destination);
        const scratch = await context.scratch();
        return reproject({ store, gdal, limits, input, signal: context.signal, scratch, pulse });
      }),
  };
}

async function reproject(given: ReprojectJob): Promise<RasterReprojectOutput> {
  const fetched = await fetchSource(cogJob(given));
  const gdal = withConfig(given.gdal, fetched.config ?? {});
  const job = { ...given, gdal };
  const { signal, scratch, pulse } = job;
  const cog = cogJob(job);
  const planned = await planProduct(cog, fetched);
  const warping = await planWarp(job, planned);
  const tag = { ...planned.tag, options_sha256: tagOf(job.input, planned, warping) };
  refuseOther(await findProduct(cog), job.input.destination, tag);
  const read = { signal, scratch, statistics: true };
  const source = await readPixels(gdal, { ...read, path: fetched.path, onProgress: pulse.phase(30, 40) });
  const warpedPath = await warp(job, fetched, planned, warping);
  pulse.at(65);
  const warped = await readPixels(gdal, { ...read, path: warpedPath, statistics: false });
  const bandsBeforeMask = warping.alpha ? source.bands.length : undefined;
  const plan: ProductPlan = {
    ...planned,
    ...cogLayout(warped),
    header: warped,
    pixel_bytes: pixelBytes(warped),
    bandsBeforeMask,
    crs: null,
    tag,
  };
  // What was declared of the source is in the warped raster.
  const declared = { ...cog, input: { ...cog.input, input_crs: null, nodata: null } };
  const described = await describeWarped(job, source, { header: warped, path: warpedPath });
  const path = await convert(declared, { ...fetched, path: described }, { ...plan, nodata: null }, ['VRT']);
  await rm(warpedPath);
  const [product, staged] = await stageWhile(cog, path, (either) =>
    verifyWarped({ ...job, signal: either }, plan, warping, { source, warped, path }),
  );
  const published = await publish(cog, fetched, plan, product, staged);
  const { width, height } = product.header;
  const geotransform = product.header.geotransform as Geotransform;
  return {
    ...published,
    target_crs: job.input.target_crs,
    resampling: warping.resampling,
    width,
    height,
    resolution: [Math.abs(geotransform[1]), Math.abs(geotransform[5])],
    bounds: boundsOf(geotransform, width, height),
  };
}

/** What raster_cog's stages work with. */
function cogJob({ input, ...rest }: ReprojectJob): CogJob {
  const { source, destination, raster_class, output_tier, input_crs, nodata } = input;
  return { ...rest, input: { source, destination, raster_class, output_tier, input_crs, nodata } };
}

function tagOf(input: RasterReprojectInput, { tag }: ProductPlan, { resampling, resolution }: WarpPlan): string {
  const { target_crs, error_threshold = null } = input;
  const wishes = { cog: tag.options_sha256, target_crs, error_threshold, resampling, resolution };
  return hash('sha256', canonicalJson(wishes));
}
