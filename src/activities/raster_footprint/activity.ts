import { findPoles, pointPoles } from '../../gdal/find-poles.ts';
import type { Gdal } from '../../gdal/gdal.ts';
import { placeOnGlobe } from '../../gdal/place-areas.ts';
import { wgs84Extent } from '../../gdal/wgs84-extent.ts';
import type { Position, Wgs84Extent } from '../../geo/footprint.ts';
import { boundsOf, DEFAULT_LIMITS, gateRaster, isInDegrees, outsideCrs, type RasterLimits } from '../../geo/gate.ts';
import type { RasterHeader } from '../../geo/gdalinfo.ts';
import { percentOf } from '../../geo/pixels/band-tally.ts';
import type { Bounds, Geotransform } from '../../geo/raster.ts';
import type { Mask } from '../../geo/valid-area/mask.ts';
import { outlineOf } from '../../geo/valid-area/outline.ts';
import { withSteps } from '../../geo/valid-area/place.ts';
import { rollToAntimeridian } from '../../geo/valid-area/roll.ts';
import type { Area } from '../../geo/valid-area/trace.ts';
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

/** @returns undefined where the outline has no valid place on the globe */
async function trace(
  job: FootprintJob,
  header: Placed,
  read: Mask,
): Promise<Pick<RasterFootprintOutput, 'footprint' | 'kind' | 'accuracy'> | undefined> {
  const whole = placeOf(job, header);
  const { mask, bounds } = isInDegrees(header.crs) ? rollToAntimeridian(read, whole) : { mask: read, bounds: whole };
  const { areas, accuracy: pixels } = outlineOf(mask, job.input.max_points ?? MOST_POINTS);
  const stepped = areas.map((area) => withSteps(area, Math.max(mask.width, mask.height)));
  const placed = await toGlobe(job, header.crs, { mask, bounds }, stepped);
  if (!placed) return undefined;
  const [left, bottom, right, top] = bounds;
  const pixel = Math.max((right - left) / mask.width, (top - bottom) / mask.height);
  // A pixel of the overview holds data as soon as one of those that it stands for does.
  const accuracy = pixels === null ? null : pixels * pixel + stretch(job, header);
  return { footprint: placed, kind: pixels === null ? 'box' : 'traced', accuracy };
}

async function toGlobe(
  { gdal, signal, scratch }: FootprintJob,
  { wkt2 }: Placed['crs'],
  { mask, bounds: [left, bottom, right, top] }: { mask: Mask; bounds: Bounds },
  areas: readonly Area[],
): Promise<Wgs84Extent | undefined> {
  const [across, down] = [(right - left) / mask.width, (top - bottom) / mask.height];
  const inCrs = areas.map((area) =>
    area.map((ring) => ring.map(([column, row]): Position => [left + column * across, top - row * down])),
  );
  const poles = pointPoles(await findPoles(gdal, wkt2, { signal, scratch }));
  return await placeOnGlobe(gdal, wkt2, inCrs, poles, { signal, scratch });
}

async function wholeExtent(job: FootprintJob, header: Placed): Promise<Wgs84Extent> {
  const { gdal, signal, scratch } = job;
  const { crs } = header;
  const bounds = placeOf(job, header);
  const extent = await wgs84Extent(gdal, crs.wkt2, bounds, { signal, scratch });
  if (!extent) throw refuse([outsideCrs(crs.name, bounds)]);
  return { bbox: extent.bbox, geometry: extent.geometry };
}

/** North is up in every raster that passed the gate. */
function placeOf({ input }: FootprintJob, { geotransform, width, height }: Placed): Bounds {
  return input.raster?.bounds ?? boundsOf(geotransform, width, height);
}

/** By how much pixels are moved at most, where what is looked at ends before the raster that it shows. */
function stretch(job: FootprintJob, header: Placed): number {
  const own = boundsOf(header.geotransform, header.width, header.height);
  return placeOf(job, header).reduce((most, side, at) => Math.max(most, Math.abs(side - (own[at] as number))), 0);
}
