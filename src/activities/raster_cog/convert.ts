import { join } from 'node:path';
import { UNDECODABLE } from '../../gdal/read-pixels.ts';
import { bringsOverviews } from '../../geo/cog-options.ts';
import { boundsOf } from '../../geo/gate.ts';
import { timeForPixels } from '../../geo/size.ts';
import { FaultError } from '../../plan/fault.ts';
import { refuse } from '../raster/refuse.ts';
import type { CogJob } from './activity.ts';
import { withExactOverviews } from './exact-overviews.ts';
import type { FetchedSource } from './fetch-source.ts';
import type { ProductPlan } from './plan-product.ts';
import { requireSpace } from './scratch-space.ts';

const MEGABYTE = 1024 ** 2;
/** GDAL's messages of a source that it could not decode. */
const UNREADABLE =
  /IReadBlock failed|TIFFFillStrip|TIFFFillTile|TIFFReadEncoded|(ZIP|LZW|ZSTD|LERC|Predictor)\w*Decode|opj_/i;

/**
 * @param moreDrivers for a source that was made here
 * @returns the product's path
 * @throws FaultError
 */
export async function convert(
  job: CogJob,
  source: FetchedSource,
  plan: ProductPlan,
  moreDrivers: readonly string[] = [],
): Promise<string> {
  const { gdal, input, signal, scratch, pulse } = job;
  const product = join(scratch, 'product.tif');
  await requireSpace(scratch, expectedBytes(source, plan));
  const command = {
    source: source.path,
    product,
    plan,
    threads: gdal.threads,
    crs: input.input_crs ?? null,
    nodata: plan.nodata,
    bounds: plan.place && boundsOf(plan.place, plan.header.width, plan.header.height),
    isGrey: saysNoColour(plan.header),
    bandsBeforeMask: plan.bandsBeforeMask,
  };
  try {
    await gdal.run({
      program: 'gdal_translate',
      args: await withExactOverviews(job, command, plan.header),
      moreDrivers: bringsOverviews(plan) ? ['VRT'] : moreDrivers,
      signal,
      scratch,
      timeout: timeForPixels(plan.header),
      maxFileBytes: 2 * plan.pixel_bytes + 1024 * MEGABYTE,
      onProgress: pulse.phase(30, 80),
      failure: { code: 'conversion_failed', message: 'GDAL could not convert the raster.' },
    });
  } catch (error) {
    throw explainUnreadable(error);
  }
  return product;
}

/** Of a raster whose lowest value is white GDAL knows no colour interpretation, and has a COG say so, unless it was made of a window. */
const saysNoColour = ({ minIsWhite, bands }: ProductPlan['header']): boolean =>
  minIsWhite && bands[0]?.colourInterpretation === 'undefined';

/** Product and temporary overviews: a third more than the pixels, unless they compress as the source does. */
function expectedBytes(source: FetchedSource, plan: ProductPlan): number {
  return Math.min(1.4 * plan.pixel_bytes, 3 * source.size) + 64 * MEGABYTE;
}

/** Turns the failure of a program that reads a source into what it stands for: one that cannot be decoded is the sender's to mend, and not a failure of the conversion. */
export function explainUnreadable(error: unknown): unknown {
  if (!(error instanceof FaultError) || error.fault.code !== 'conversion_failed') return error;
  if (!UNREADABLE.test(JSON.stringify(error.fault.detail))) return error;
  return refuse([UNDECODABLE], error);
}
