import { checkPixels } from '../../gdal/check-pixels.ts';
import { digestPixels } from '../../gdal/digest-pixels.ts';
import { readHeader } from '../../gdal/read-header.ts';
import type { ReadRaster } from '../../gdal/read-pixels.ts';
import { compareProduct } from '../../geo/compare-product.ts';
import { compareTags } from '../../geo/compare-tags.ts';
import type { RasterHeader } from '../../geo/gdalinfo.ts';
import type { RasterWarning } from '../../geo/raster.ts';
import { FaultError } from '../../plan/fault.ts';
import { sideBySide } from '../raster/side-by-side.ts';
import type { CogJob } from './activity.ts';
import type { FetchedSource } from './fetch-source.ts';
import { hashFile } from './hash-file.ts';
import type { ProductPlan } from './plan-product.ts';

export interface VerifiedProduct {
  path: string;
  size: number;
  sha256: string;
  header: RasterHeader;
  warnings: RasterWarning[];
}

const MAX_DIFFERENCES = 20;

/**
 * Reads every pixel of source and product and compares what they say: GDAL ends well on much that it got wrong. The
 * product's statistics are added up on the same way.
 * @throws FaultError `raster_unreadable` when the source does not decode, `cog_verification_failed`
 */
export async function verifyProduct(
  job: CogJob,
  source: FetchedSource,
  plan: ProductPlan,
  path: string,
): Promise<VerifiedProduct> {
  const { gdal, signal, scratch, pulse } = job;
  const file = await hashFile(path, signal);
  const read = { signal, scratch };
  const got = await checkPixels(gdal, { ...read, path, statistics: true, onProgress: pulse.phase(80, 86) });
  const wanted = await readSource(job, source, plan, { path, got });
  const differences = compareProduct({ ...wanted, geotransform: plan.header.geotransform }, got, plan);
  if (differences.length > 0) throw differs(differences);
  job.pulse.at(90);
  return { path, ...file, header: got, warnings: compareTags(wanted, got) };
}

/** With what its pixels come to, which is what the product's do where they are the same bit by bit: that is seen much quicker. */
async function readSource(
  { gdal, signal, scratch, pulse }: CogJob,
  source: FetchedSource,
  { lossless }: ProductPlan,
  product: { path: string; got: ReadRaster },
): Promise<ReadRaster> {
  const read = { signal, scratch, path: source.path };
  const header = await readHeader(gdal, read);
  // Lossy compression leaves no checksum to compare.
  if (!lossless) return { ...header, maskChecksum: null };
  const digests = await sideBySide([source.path, product.path], { signal }, (each, _, either) =>
    digestPixels(gdal, { path: each, signal: either, scratch }),
  );
  if (digests[0] !== digests[1])
    return checkPixels(gdal, { ...read, statistics: false, onProgress: pulse.phase(86, 90) });
  const { bands, maskChecksum } = product.got;
  return {
    ...header,
    maskChecksum,
    bands: header.bands.map((band, at) => ({ ...band, checksum: bands[at]?.checksum ?? null })),
  };
}

export function differs(differences: string[]): FaultError {
  const message = `The product differs from its source and was not published: ${differences.slice(0, 3).join('; ')}.`;
  return new FaultError({
    code: 'cog_verification_failed',
    message,
    detail: { differences: differences.slice(0, MAX_DIFFERENCES) },
  });
}
