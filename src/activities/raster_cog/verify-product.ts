import { readHeader } from '../../gdal/read-header.ts';
import { readPixels, UNDECODABLE } from '../../gdal/read-pixels.ts';
import { compareProduct } from '../../geo/compare-product.ts';
import type { RasterHeader } from '../../geo/gdalinfo.ts';
import { FaultError } from '../../plan/fault.ts';
import { refuse } from '../raster/refuse.ts';
import type { CogJob } from './activity.ts';
import type { FetchedSource } from './fetch-source.ts';
import { hashFile } from './hash-file.ts';
import type { ProductPlan } from './plan-product.ts';

export interface VerifiedProduct {
  path: string;
  size: number;
  sha256: string;
  header: RasterHeader;
}

/** Statistics read every pixel once more; above this many bytes of them they are left out. */
const MAX_BYTES_FOR_STATISTICS = 1024 ** 3;
const MAX_DIFFERENCES = 20;

/**
 * Reads every pixel of source and product and compares what they say: GDAL ends well on much that it got wrong.
 * @throws FaultError `raster_unreadable` when the source does not decode, `cog_verification_failed`
 */
export async function verifyProduct(
  job: CogJob,
  source: FetchedSource,
  plan: ProductPlan,
  path: string,
): Promise<VerifiedProduct> {
  const file = await hashFile(path, job.signal);
  const statistics = wantsStatistics(plan);
  const got = await read(job, path, plan.lossless || statistics, { statistics, share: [80, 85] });
  const wanted = await read(job, source.path, plan.lossless, { statistics: false, share: [85, 90] });
  if (wanted.bands.some(({ checksum }) => checksum === -1)) {
    throw refuse([UNDECODABLE]);
  }
  const differences = compareProduct({ ...wanted, geotransform: plan.header.geotransform }, got, plan);
  if (differences.length > 0) throw differs(differences);
  job.pulse.at(90);
  return { path, ...file, header: statistics ? got : withoutStatistics(got) };
}

/** Lossy compression leaves no checksum to compare, so that pixels are read only for statistics. */
function read(
  { gdal, signal, scratch, pulse }: CogJob,
  path: string,
  pixels: boolean,
  { statistics, share }: { statistics: boolean; share: [number, number] },
): Promise<RasterHeader> {
  if (!pixels) return readHeader(gdal, { path, signal, scratch });
  return readPixels(gdal, { path, signal, scratch, statistics, onProgress: pulse.phase(...share) });
}

/** Statistics that came with the source are not computed anew, and may be of other pixels. */
function wantsStatistics({ header, pixel_bytes }: ProductPlan): boolean {
  return pixel_bytes <= MAX_BYTES_FOR_STATISTICS && header.bands.every((band) => band.statistics === null);
}

function withoutStatistics(header: RasterHeader): RasterHeader {
  return { ...header, bands: header.bands.map((band) => ({ ...band, statistics: null })) };
}

function differs(differences: string[]): FaultError {
  const message = `The product differs from its source and was not published: ${differences.slice(0, 3).join('; ')}.`;
  return new FaultError({
    code: 'cog_verification_failed',
    message,
    detail: { differences: differences.slice(0, MAX_DIFFERENCES) },
  });
}
