import { join } from 'node:path';
import { pixelBytes, timeForPixels } from '../../geo/size.ts';
import { warpArguments } from '../../geo/warp-options.ts';
import type { FetchedSource } from '../raster_cog/fetch-source.ts';
import type { ProductPlan } from '../raster_cog/plan-product.ts';
import { requireSpace } from '../raster_cog/scratch-space.ts';
import type { ReprojectJob } from './activity.ts';
import type { WarpPlan } from './plan-warp.ts';

const GIBIBYTE = 1024 ** 3;
const ERROR_THRESHOLD = 0.125;

/** @returns the path of the warped raster, in scratch @throws FaultError `reprojection_failed` */
export async function warp(
  job: ReprojectJob,
  source: FetchedSource,
  plan: ProductPlan,
  warping: WarpPlan,
): Promise<string> {
  const { gdal, input, signal, scratch } = job;
  const product = join(scratch, 'warped.tif');
  const expected = { ...warping.expected, bands: plan.header.bands };
  await requireSpace(scratch, 1.4 * pixelBytes(expected));
  await gdal.run({
    program: 'gdalwarp',
    args: warpArguments({
      source: source.path,
      product,
      source_crs: input.input_crs ?? null,
      target_crs: input.target_crs,
      resampling: warping.resampling,
      resolution: warping.resolution,
      extent: warping.extent,
      error_threshold: input.error_threshold ?? ERROR_THRESHOLD,
      nodata: plan.nodata,
      alpha: warping.alpha,
      unified: warping.unified,
      threads: gdal.threads,
    }),
    signal,
    scratch,
    timeout: 2 * Math.max(timeForPixels(plan.header), timeForPixels(expected)),
    maxFileBytes: 2 * pixelBytes(expected) + GIBIBYTE,
    failure: {
      code: 'reprojection_failed',
      message: `GDAL could not warp the raster from ${(plan.crs ?? plan.header.crs)?.name} to ${warping.target.name}; where no transformation between their datums is known, choose a target_crs of the raster's own datum, or warp it before (gdalwarp) and upload the result.`,
    },
  });
  return product;
}
