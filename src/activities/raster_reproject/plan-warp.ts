import { resolveCrs } from '../../gdal/resolve-crs.ts';
import { transformPoints } from '../../gdal/transform-points.ts';
import { boundaryPoints, type Position } from '../../geo/footprint.ts';
import { boundsOf } from '../../geo/gate.ts';
import type { RasterHeader } from '../../geo/gdalinfo.ts';
import type { Geotransform } from '../../geo/raster.ts';
import { checkSize } from '../../geo/size.ts';
import { type Resampling, resamplingFor } from '../../geo/warp-options.ts';
import { refuse } from '../raster/refuse.ts';
import type { ProductPlan } from '../raster_cog/plan-product.ts';
import type { ReprojectJob } from './activity.ts';

export interface WarpPlan {
  target: NonNullable<RasterHeader['crs']>;
  resampling: Resampling;
  resolution: [number, number] | null;
  /** Whether an alpha band has to say which pixels of the new grid have no data. */
  alpha: boolean;
  unified: boolean;
  /** About as many pixels as it will have; GDAL has the last word. */
  expected: { width: number; height: number };
}

/**
 * Decides how a raster is warped, before it takes any time.
 * @throws FaultError `unknown_crs`, `bounds_outside_crs`, `crosses_antimeridian`, `raster_too_large`
 */
export async function planWarp(
  job: ReprojectJob,
  { header, crs, nodata, raster_class }: ProductPlan,
): Promise<WarpPlan> {
  const { gdal, input, limits, signal, scratch } = job;
  const run = { signal, scratch };
  const target = await resolveCrs(gdal, input.target_crs, run);
  const from = (crs ?? header.crs)?.wkt2 ?? '';
  const boundary = boundaryPoints(boundsOf(header.geotransform as Geotransform, header.width, header.height));
  const points = (await transformPoints(gdal, from, input.target_crs, boundary, run)).filter(
    (point) => point !== undefined,
  );
  const extent = extentOf(points);
  if (!extent) throw nowhere(target.name);
  if (jumps(points, extent)) throw crossing(target.name);
  const suggested = Math.hypot(...extent) / Math.hypot(header.width, header.height);
  const [dx, dy] = input.resolution ?? [suggested, suggested];
  const expected = { width: Math.max(1, Math.ceil(extent[0] / dx)), height: Math.max(1, Math.ceil(extent[1] / dy)) };
  const finding = checkSize({ ...expected, bands: header.bands, storedBytes: Number.POSITIVE_INFINITY }, limits);
  if (finding) throw refuse([finding]);
  return {
    target,
    resampling: input.resampling ?? resamplingFor(raster_class, Math.max(dx, dy) / suggested),
    resolution: input.resolution ?? null,
    alpha:
      nodata === null && header.bands.every((band) => band.nodata === null && band.colourInterpretation !== 'alpha'),
    unified: raster_class === 'rgb' || raster_class === 'rgba',
    expected,
  };
}

/** Width and height of the box around points; undefined where there is none to speak of. */
function extentOf(points: readonly Position[]): [number, number] | undefined {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const extent: [number, number] = [Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys)];
  return extent.every((side) => Number.isFinite(side) && side > 0) ? extent : undefined;
}

/** Neighbours on the boundary lie near each other in any CRS, unless its edge runs between them. */
function jumps(points: readonly Position[], [width]: [number, number]): boolean {
  return points.some(([x], index) => index > 0 && Math.abs(x - (points[index - 1] as Position)[0]) > width / 2);
}

function nowhere(target: string): Error {
  const message = `The raster has no place in ${target}; choose a coordinate reference system that is made for where it lies.`;
  return refuse([{ code: 'bounds_outside_crs', message }]);
}

function crossing(target: string): Error {
  const message = `The raster crosses the antimeridian, where ${target} has its edge: the product would be a strip around the globe, empty but for its ends. Choose a coordinate reference system that is made for where it lies, such as its UTM zone.`;
  return refuse([{ code: 'crosses_antimeridian', message }]);
}
