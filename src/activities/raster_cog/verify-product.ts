import { readHeader } from '../../gdal/read-header.ts';
import { type ReadRaster, readPixels } from '../../gdal/read-pixels.ts';
import { compareProduct } from '../../geo/compare-product.ts';
import { compareTags } from '../../geo/compare-tags.ts';
import type { RasterHeader } from '../../geo/gdalinfo.ts';
import type { RasterWarning } from '../../geo/raster.ts';
import { FaultError } from '../../plan/fault.ts';
import type { CogJob } from './activity.ts';
import { comparePixels } from './compare-pixels.ts';
import type { FetchedSource } from './fetch-source.ts';
import type { ProductPlan } from './plan-product.ts';

export interface VerifiedProduct {
  header: RasterHeader;
  warnings: RasterWarning[];
}

const MAX_DIFFERENCES = 20;
export const OTHERS_VALID = 'mask: other pixels hold data than in the source';

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
  const { lossless } = plan;
  const product = { path, onProgress: job.pulse.phase(80, 92) };
  const { got, isSame } = await comparePixels(job, { lossless, product, source: source.path });
  const wanted = lossless
    ? await readSource(job, source, isSame ? got : undefined)
    : { ...plan.header, bands: plan.header.bands.map((band) => ({ ...band, checksum: null })), maskChecksum: null };
  const differences = compareProduct({ ...wanted, geotransform: plan.header.geotransform }, got, plan);
  if (!lossless && !isSame) differences.push(OTHERS_VALID);
  if (differences.length > 0) throw differs(differences);
  return { header: got, warnings: compareTags(wanted, got) };
}

/** With what its pixels come to. @param same a raster that has the same pixels, of which that is known */
async function readSource(
  { gdal, signal, scratch, pulse }: CogJob,
  { path }: FetchedSource,
  same: ReadRaster | undefined,
): Promise<ReadRaster> {
  const read = { signal, scratch, path };
  if (same === undefined) return readPixels(gdal, { ...read, statistics: false, onProgress: pulse.phase(92, 99) });
  const header = await readHeader(gdal, read);
  const { bands, maskChecksum } = same;
  const checksums = header.bands.map((band, at) => ({ ...band, checksum: bands[at]?.checksum ?? null }));
  return { ...header, bands: checksums, maskChecksum };
}

const ADVICE = 'Write the raster anew (gdal_translate) as a GeoTIFF of a more usual kind, and upload that.';

export function differs(differences: string[]): FaultError {
  const advised = differences.some((difference) => difference.startsWith('CRS:'));
  const message = `The product differs from its source and was not published: ${differences.slice(0, 3).join('; ')}.${advised ? '' : ` ${ADVICE}`}`;
  return new FaultError({
    code: 'cog_verification_failed',
    message,
    detail: { differences: differences.slice(0, MAX_DIFFERENCES) },
  });
}
