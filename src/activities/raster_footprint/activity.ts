import type { Gdal } from '../../gdal/gdal.ts';
import { transformPoints } from '../../gdal/transform-points.ts';
import { wgs84Extent } from '../../gdal/wgs84-extent.ts';
import type { Position, Wgs84Extent } from '../../geo/footprint.ts';
import { boundsOf, DEFAULT_LIMITS, gateRaster, outsideCrs, type RasterLimits } from '../../geo/gate.ts';
import type { RasterHeader } from '../../geo/gdalinfo.ts';
import { percentOf } from '../../geo/pixels/band-tally.ts';
import type { Geotransform } from '../../geo/raster.ts';
import { type Mask, smoothMask } from '../../geo/valid-area/mask.ts';
import { placeAreas, withSteps } from '../../geo/valid-area/place.ts';
import { simplifyAreas } from '../../geo/valid-area/simplify.ts';
import { type Area, traceAreas } from '../../geo/valid-area/trace.ts';
import type { BlobStore } from '../../storage/blob-store.ts';
import type { Activity } from '../activity.ts';
import { withPulse } from '../pulse.ts';
import { readSafeHeader } from '../raster/read-safe-header.ts';
import { refuse } from '../raster/refuse.ts';
import { requireUnchanged } from '../raster/require-unchanged.ts';
import { type RasterFootprintInput, type RasterFootprintOutput, rasterFootprintContract } from './contract.ts';
import { readValid } from './read-valid.ts';

export interface RasterFootprintServices {
  store: BlobStore;
  gdal: Gdal;
  limits?: RasterLimits;
}

export interface FootprintJob extends Required<RasterFootprintServices> {
  input: RasterFootprintInput;
  signal: AbortSignal;
  scratch: string;
}

type RasterFootprint = Activity<typeof rasterFootprintContract.input, typeof rasterFootprintContract.output>;

/** A header that passed the gate. */
interface Placed extends RasterHeader {
  crs: NonNullable<RasterHeader['crs']>;
  geotransform: Geotransform;
}

const MOST_POINTS = 1000;

/** Reads the masks of one overview by ranges, traces and simplifies them in pixels, and only then turns corners into degrees. */
export function createRasterFootprint({
  store,
  gdal,
  limits = DEFAULT_LIMITS,
}: RasterFootprintServices): RasterFootprint {
  return {
    contract: rasterFootprintContract,
    run: (input, context) =>
      withPulse(context, async () => {
        const job = { store, gdal, limits, input, signal: context.signal, scratch: await context.scratch() };
        await requireUnchanged(store, input.cog, context.signal);
        const output = await footprint(job, await placedHeader(job));
        await requireUnchanged(store, input.cog, context.signal);
        return output;
      }),
  };
}

async function placedHeader(job: FootprintJob): Promise<Placed> {
  const header = await readSafeHeader(job, job.input.cog);
  const findings = gateRaster({ ...header, storedBytes: job.input.cog.size }, job.limits);
  const { crs, geotransform } = header;
  if (findings.length > 0 || !crs || !geotransform) throw refuse(findings);
  return { ...header, crs, geotransform };
}

async function footprint(job: FootprintJob, header: Placed): Promise<RasterFootprintOutput> {
  const mask = await readValid(job, header);
  const valid = mask.cells.reduce((sum, cell) => sum + cell, 0);
  const common = {
    valid_percent: percentOf(valid, mask.cells.length),
    made_from: [mask.width, mask.height] as [number, number],
  };
  const traced = valid > 0 && valid < mask.cells.length ? await trace(job, header, mask) : undefined;
  if (traced) return { ...common, ...traced };
  return { ...common, footprint: await wholeExtent(job, header), kind: 'extent', accuracy: null };
}

/** @returns undefined where the outline has no place on the globe, or runs around a pole */
async function trace(
  job: FootprintJob,
  header: Placed,
  mask: Mask,
): Promise<Pick<RasterFootprintOutput, 'footprint' | 'kind' | 'accuracy'> | undefined> {
  const { areas, tolerance } = simplifyAreas(traceAreas(smoothMask(mask)), job.input.max_points ?? MOST_POINTS);
  const stepped = areas.map((area) => withSteps(area, Math.max(mask.width, mask.height)));
  const placed = placeAreas((await toDegrees(job, header, mask, stepped)) ?? []);
  if (!placed) return undefined;
  const [, dx, , , , dy] = header.geotransform;
  const pixel = Math.max((Math.abs(dx) * header.width) / mask.width, (Math.abs(dy) * header.height) / mask.height);
  // A pixel of the overview holds data as soon as one of those that it stands for does.
  const accuracy = tolerance === null ? null : (tolerance + 1) * pixel;
  return { footprint: placed, kind: tolerance === null ? 'box' : 'traced', accuracy };
}

/** All rings in one go: starting GDAL takes longer than its sums. */
async function toDegrees(
  { gdal, signal, scratch }: FootprintJob,
  { crs, geotransform, width, height }: Placed,
  mask: Mask,
  areas: readonly Area[],
): Promise<Area[] | undefined> {
  const [x0, dx, , y0, , dy] = geotransform;
  const [across, down] = [(dx * width) / mask.width, (dy * height) / mask.height];
  const points = areas.flat(2).map(([column, row]): Position => [x0 + column * across, y0 + row * down]);
  const placed = await transformPoints(gdal, crs.wkt2, 'EPSG:4326', points, { signal, scratch });
  if (placed.some((point) => point === undefined)) return undefined;
  let next = 0;
  return areas.map((area) =>
    area.map((ring) =>
      ring.map(() => {
        next += 1;
        return placed[next - 1] as Position;
      }),
    ),
  );
}

async function wholeExtent({ gdal, signal, scratch }: FootprintJob, header: Placed): Promise<Wgs84Extent> {
  const { crs, geotransform, width, height } = header;
  const bounds = boundsOf(geotransform, width, height);
  const extent = await wgs84Extent(gdal, crs.wkt2, bounds, { signal, scratch });
  if (!extent) throw refuse([outsideCrs(crs.name, bounds)]);
  return { bbox: extent.bbox, geometry: extent.geometry };
}
