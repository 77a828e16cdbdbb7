import type { Gdal, GdalRun } from '../../gdal/gdal.ts';
import { resolveCrs } from '../../gdal/resolve-crs.ts';
import type { RasterHeader } from '../../geo/gdalinfo.ts';
import { horizontalFinding } from '../../geo/horizontal-crs.ts';
import { refuse } from './refuse.ts';

/**
 * The CRS that a raster is given by its code.
 * @param own of the raster, which it may have already
 * @throws FaultError `unknown_crs`, or `unsupported_crs` for one with heights or without a place
 */
export async function nameCrs(
  gdal: Gdal,
  code: string,
  own: RasterHeader['crs'],
  run: Pick<GdalRun, 'signal' | 'scratch'>,
): Promise<NonNullable<RasterHeader['crs']>> {
  const crs = await resolveCrs(gdal, code, run);
  const finding = horizontalFinding(crs, own);
  if (finding) throw refuse([finding]);
  return crs;
}
