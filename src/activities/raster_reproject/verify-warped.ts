import { type ReadRaster, readPixels } from '../../gdal/read-pixels.ts';
import { compareProduct } from '../../geo/compare-product.ts';
import type { HeaderBand } from '../../geo/gdalinfo.ts';
import { keepsRange } from '../../geo/warp-options.ts';
import { FaultError } from '../../plan/fault.ts';
import type { ProductPlan } from '../raster_cog/plan-product.ts';
import type { VerifiedProduct } from '../raster_cog/verify-product.ts';
import type { ReprojectJob } from './activity.ts';
import type { WarpPlan } from './plan-warp.ts';

interface Made {
  source: ReadRaster;
  warped: ReadRaster;
  /** Path of the product. */
  path: string;
}

/** Values go through the arithmetic of their interpolation. */
const ROUNDING = 1e-6;

/**
 * Proves that the product holds the pixels that were warped, in the CRS that was asked for, with everything that the source says of its
 * bands; and that warping neither lost all of the data nor made values that the source does not reach.
 * @throws FaultError `reprojection_unsound`
 */
export async function verifyWarped(
  job: ReprojectJob,
  plan: ProductPlan,
  warping: WarpPlan,
  { source, warped, path }: Made,
): Promise<VerifiedProduct> {
  const { gdal, signal, scratch, pulse } = job;
  const got = await readPixels(gdal, { path, signal, scratch, statistics: true, onProgress: pulse.phase(85, 99) });
  const wanted = {
    ...warped,
    crs: warping.target,
    gcps: 0,
    maskChecksum: null,
    bands: wantedBands(source, warped, plan, warping),
  };
  const same = compareProduct(wanted, { ...got, maskChecksum: null }, { ...plan, crs: null, nodata: null });
  const differences = [
    ...same,
    ...lostData(source, got),
    // Lossy compression leaves it as well, whatever warping did.
    ...(plan.lossless && keepsRange(warping.resampling) ? beyondRange(source, got) : []),
  ];
  if (differences.length > 0) throw unsound(differences);
  return { header: got, warnings: warping.warnings };
}

/** The pixels and their grid are those that were warped; what they mean is what the source says. */
function wantedBands(
  source: ReadRaster,
  warped: ReadRaster,
  { nodata }: ProductPlan,
  { alpha }: WarpPlan,
): HeaderBand[] {
  return source.bands.map((band, index) => {
    const { checksum = null, hasMask = false } = warped.bands[index] ?? {};
    return { ...band, nodata: alpha ? null : (nodata ?? band.nodata), checksum, hasMask: alpha || hasMask };
  });
}

function lostData(source: ReadRaster, product: ReadRaster): string[] {
  const lost = source.bands.filter(
    (band, index) => band.statistics !== null && product.bands[index]?.statistics === null,
  );
  return lost.map(({ index }) => `band ${index}: no pixel with data is left`);
}

function beyondRange(source: ReadRaster, product: ReadRaster): string[] {
  return source.bands.flatMap(({ index, statistics: had }, at) => {
    const has = product.bands[at]?.statistics;
    if (!had || !has) return [];
    const slack = ROUNDING * Math.max(Math.abs(had.minimum), Math.abs(had.maximum));
    if (has.minimum >= had.minimum - slack && has.maximum <= had.maximum + slack) return [];
    return [`band ${index}: values from ${had.minimum} to ${had.maximum} became ${has.minimum} to ${has.maximum}`];
  });
}

function unsound(differences: string[]): FaultError {
  const message = `The warped raster is not what it must be and was not published: ${differences.slice(0, 3).join('; ')}. Choose resampling near or another target_crs, or warp it before (gdalwarp) and upload the result.`;
  return new FaultError({ code: 'reprojection_unsound', message, detail: { differences: differences.slice(0, 20) } });
}
