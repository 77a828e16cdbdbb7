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
import { together } from '../raster/together.ts';
import type { CogJob } from './activity.ts';
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
  const { gdal, signal, scratch, pulse } = job;
  const { lossless } = plan;
  const read = { path, scratch, statistics: true, onProgress: pulse.phase(80, 92) };
  const [got, isSame] = await together(
    signal,
    (either) => checkPixels(gdal, { ...read, signal: either }),
    // Of what lossy compression leaves there is nothing to compare but which pixels hold data.
    (either) => hasSamePixels({ ...job, signal: either }, lossless ? {} : { only: 'valid' }, source.path, path),
  );
  const wanted = lossless
    ? await readSource(job, source, isSame ? got : undefined)
    : { ...plan.header, bands: plan.header.bands.map((band) => ({ ...band, checksum: null })), maskChecksum: null };
  const differences = compareProduct({ ...wanted, geotransform: plan.header.geotransform }, got, plan);
  if (!lossless && !isSame) differences.push(OTHERS_VALID);
  if (differences.length > 0) throw differs(differences);
  return { header: got, warnings: compareTags(wanted, got) };
}

/** Bit by bit, which is seen much quicker than what pixels come to. */
export async function hasSamePixels(
  { gdal, signal, scratch }: Pick<CogJob, 'gdal' | 'signal' | 'scratch'>,
  what: { only?: 'valid' },
  ...paths: [string, string]
): Promise<boolean> {
  const [one, other] = await sideBySide(paths, { signal }, (path, _, either) =>
    digestPixels(gdal, { ...what, path, signal: either, scratch }),
  );
  return one === other;
}

/** With what its pixels come to. @param same a raster that has the same pixels, of which that is known */
async function readSource(
  { gdal, signal, scratch, pulse }: CogJob,
  { path }: FetchedSource,
  same: ReadRaster | undefined,
): Promise<ReadRaster> {
  const read = { signal, scratch, path };
  if (same === undefined) return checkPixels(gdal, { ...read, statistics: false, onProgress: pulse.phase(92, 99) });
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
