import { transformPoints } from '../../gdal/transform-points.ts';
import { areaOfUse } from '../../geo/area-of-use.ts';
import { boundaryPoints, gridPoints, type Position, STEPS_PER_EDGE } from '../../geo/footprint.ts';
import { boundsOf } from '../../geo/gate.ts';
import type { RasterHeader } from '../../geo/gdalinfo.ts';
import { metresPerUnit } from '../../geo/ground-resolution.ts';
import type { Bounds, Geotransform, RasterWarning } from '../../geo/raster.ts';
import { checkSize } from '../../geo/size.ts';
import { boxAround, intersection, jumps, shareWithin, sidesOf } from '../../geo/warp-extent.ts';
import { mixesClasses, type Resampling, resamplingFor } from '../../geo/warp-options.ts';
import { nameCrs } from '../raster/name-crs.ts';
import { refuse } from '../raster/refuse.ts';
import type { ProductPlan } from '../raster_cog/plan-product.ts';
import type { ReprojectJob } from './activity.ts';

export interface WarpPlan {
  target: NonNullable<RasterHeader['crs']>;
  resampling: Resampling;
  resolution: [number, number] | null;
  /** What of the target is made; null for all that the source covers. */
  extent: Bounds | null;
  warnings: RasterWarning[];
  /** Whether an alpha band has to say which pixels of the new grid have no data, in place of a nodata value or for want of one. */
  alpha: boolean;
  unified: boolean;
  /** About as many pixels as it will have; GDAL has the last word. */
  expected: { width: number; height: number };
}

type Crs = WarpPlan['target'];
type Placed = ProductPlan['header'] & { geotransform: Geotransform };

/**
 * Decides how a raster is warped, before it takes any time.
 * @throws FaultError `unknown_crs`, `unsupported_crs`, `bounds_outside_crs`, `crosses_antimeridian`, `raster_too_large`
 */
export async function planWarp(
  job: ReprojectJob,
  { header, crs, nodata, raster_class, lossless }: ProductPlan,
): Promise<WarpPlan> {
  const { gdal, input, limits, signal, scratch } = job;
  const run = { signal, scratch };
  const target = await nameCrs(gdal, input.target_crs, null, run);
  const from = (crs ?? header.crs)?.wkt2 ?? '';
  const isMasked = header.bands.some((band) => band.colourInterpretation === 'alpha');
  const hasNodata = nodata !== null || header.bands.some((band) => band.nodata !== null);
  const placed = { ...header, geotransform: header.geotransform as Geotransform };
  const { box, cut } = await targetBox(job, placed, from, target);
  const extent = sidesOf(box);
  const suggested = Math.hypot(...extent) / Math.hypot(header.width, header.height);
  const [dx, dy] = input.resolution ?? [suggested, suggested];
  const expected = { width: Math.max(1, Math.ceil(extent[0] / dx)), height: Math.max(1, Math.ceil(extent[1] / dy)) };
  const finding = checkSize({ ...expected, bands: header.bands, storedBytes: Number.POSITIVE_INFINITY }, limits);
  if (finding) throw refuse([finding]);
  const resampling = input.resampling ?? resamplingFor(raster_class, Math.max(dx, dy) / suggested);
  return {
    target,
    resampling,
    // GDAL would suggest one for all that was cut off, too.
    resolution: input.resolution ?? (cut ? [dx, dy] : null),
    extent: cut ? box : null,
    warnings: [
      ...(cut ? [cutWarning(target.name, box)] : []),
      ...(mixesClasses(raster_class, resampling) ? [mixedWarning(resampling)] : []),
    ],
    // Lossy compression changes which values are the nodata value.
    alpha: !isMasked && !(hasNodata && lossless),
    unified: raster_class === 'rgb' || raster_class === 'rgba' || !lossless,
    expected,
  };
}

/** Metres. The globe's girth is 4e7, and no map of it is longer, unless it has no end, as Mercator's at the poles. */
const LONGEST = 1e8;
/** Of a product that reaches around the globe so much must hold data, or it is empty but for its ends. */
const LEAST_FILLED = 1 / 3;

/**
 * What the product covers, by points of the raster in the target: those on its boundary, or all over it where its boundary has no place
 * there or runs across its edge, as that of a raster around a pole or of half the globe does.
 */
async function targetBox(job: ReprojectJob, header: Placed, from: string, target: Crs) {
  const transform = (one: string, other: string, points: readonly Position[]) =>
    transformPoints(job.gdal, one, other, points, { signal: job.signal, scratch: job.scratch });
  const bounds = boundsOf(header.geotransform, header.width, header.height);
  const outline = await transform(from, job.input.target_crs, boundaryPoints(bounds));
  const outlineBox = boxAround(outline);
  if (outlineBox && outline.every((point) => point !== undefined) && !jumps(outline, outlineBox))
    return withinUse(job, outlineBox, target);
  const grid = await transform(from, job.input.target_crs, gridPoints(bounds));
  const whole = boxAround([...outline, ...grid]);
  if (!whole) throw nowhere(target.name);
  const isAcrossEdge = jumps(outline, whole) || rowsOf(grid).some((row) => jumps(row, whole));
  const found = await withinUse(job, whole, target, isAcrossEdge);
  if (!isAcrossEdge) return found;
  const back = await transform(job.input.target_crs, from, gridPoints(found.box));
  const filled = shareWithin(back, { ...header, isDegrees: /^GEO(G|D)CRS\[/.test(from) });
  if (filled < LEAST_FILLED) throw crossing(target.name, filled);
  return found;
}

/**
 * What is left of a box that has no end to speak of: the part that the CRS is made for.
 * @param isAcrossEdge true where the raster reaches from one edge of the target to the other
 */
async function withinUse(
  { gdal, input, signal, scratch }: ReprojectJob,
  box: Bounds,
  target: Crs,
  isAcrossEdge = false,
) {
  const metres = metresPerUnit(target.wkt2) ?? 0;
  const isEndless = (sides: readonly number[]) => sides.some((side) => side * metres > LONGEST);
  if (!isEndless(sidesOf(box))) return { box, cut: false };
  const use = boundaryPoints(areaOfUse(target) ?? [-180, -90, 180, 90]);
  const made = boxAround(await transformPoints(gdal, 'EPSG:4326', input.target_crs, use, { signal, scratch }));
  const reach: Bounds = isAcrossEdge ? [Number.NEGATIVE_INFINITY, box[1], Number.POSITIVE_INFINITY, box[3]] : box;
  const left = made && intersection(reach, made);
  if (!left || isEndless(sidesOf(left))) throw endless(target.name);
  return { box: left, cut: true };
}

function rowsOf<T>(grid: readonly T[]): T[][] {
  const length = STEPS_PER_EDGE + 1;
  return Array.from({ length: Math.ceil(grid.length / length) }, (_, row) =>
    grid.slice(row * length, (row + 1) * length),
  );
}

function nowhere(target: string): Error {
  const message = `The raster has no place in ${target}; choose a coordinate reference system that is made for where it lies.`;
  return refuse([{ code: 'bounds_outside_crs', message }]);
}

function endless(target: string): Error {
  const message = `The raster reaches to where ${target} has no end, so that its pixels would be stretched beyond measure; cut it to where that is made for (gdal_translate -projwin), or choose another target_crs.`;
  return refuse([{ code: 'bounds_outside_crs', message }]);
}

function crossing(target: string, filled: number): Error {
  const share = Math.max(1, Math.round(100 * filled));
  const message = `The raster crosses the antimeridian, where ${target} has its edge: the product would be a strip around the globe of which about ${share} % held data. Choose a coordinate reference system that is made for where it lies, such as its UTM zone.`;
  return refuse([{ code: 'crosses_antimeridian', message }]);
}

function mixedWarning(resampling: Resampling): RasterWarning {
  const message = `The values are classes, and ${resampling} makes others of them that mean nothing, or another class; choose near or mode, or none.`;
  return { code: 'mixed_classes', message };
}

function cutWarning(target: string, [, south, , north]: Bounds): RasterWarning {
  const message = `The raster reaches to where ${target} has no end; the product has the part that it is made for, from ${Math.round(south)} to ${Math.round(north)} from south to north.`;
  return { code: 'cut_to_crs', message };
}
