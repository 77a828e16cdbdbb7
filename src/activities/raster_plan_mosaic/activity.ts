import type { Gdal } from '../../gdal/gdal.ts';
import { gridOf } from '../../geo/file-mosaic.ts';
import { DEFAULT_LIMITS, type RasterLimits } from '../../geo/gate.ts';
import type { RasterHeader } from '../../geo/gdalinfo.ts';
import { validPixels } from '../../geo/nodata-warnings.ts';
import type { RasterFinding } from '../../geo/raster.ts';
import { anyOverlap, commonPart, leavesGaps } from '../../geo/tile-cover.ts';
import { planTiles } from '../../geo/tile-plan.ts';
import type { BlobStore } from '../../storage/blob-store.ts';
import type { Activity } from '../activity.ts';
import { withPulse } from '../pulse.ts';
import { refuse } from '../raster/refuse.ts';
import { TILE_BYTES, TILED_ABOVE } from '../raster_plan_tiles/activity.ts';
import type { FileMosaic } from '../schemas/file-mosaic.ts';
import { type RasterPlanMosaicInput, type RasterPlanMosaicOutput, rasterPlanMosaicContract } from './contract.ts';
import { describeMosaic } from './describe-mosaic.ts';
import { readFiles } from './read-files.ts';

export interface RasterPlanMosaicServices {
  store: BlobStore;
  gdal: Gdal;
  limits?: RasterLimits;
}

export interface PlanMosaicJob extends Required<RasterPlanMosaicServices> {
  input: RasterPlanMosaicInput;
  signal: AbortSignal;
  scratch: string;
}

type RasterPlanMosaic = Activity<typeof rasterPlanMosaicContract.input, typeof rasterPlanMosaicContract.output>;

/** Reads the header of each file, and no pixel. */
export function createRasterPlanMosaic({
  store,
  gdal,
  limits = DEFAULT_LIMITS,
}: RasterPlanMosaicServices): RasterPlanMosaic {
  return {
    contract: rasterPlanMosaicContract,
    run: (input, context) =>
      withPulse(context, async () => {
        const { signal } = context;
        return planMosaic({ store, gdal, limits, input, signal, scratch: await context.scratch() });
      }),
  };
}

async function planMosaic(job: PlanMosaicJob): Promise<RasterPlanMosaicOutput> {
  const { rasters, tiled_above, tile_bytes } = job.input;
  const headers = await readFiles(job);
  const { windows, ...grid } = gridOf(headers);
  if (anyOverlap(windows) && isRounded(headers[0])) throw refuse([ROUNDED]);
  const hasHoles = leavesGaps(windows, grid.width, grid.height);
  const mosaic: FileMosaic = {
    ...grid,
    gaps: hasHoles && validPixels(headers[0]) === 'all',
    files: rasters.map(({ source: { container_name, blob_name, etag, size } }, at) => {
      return { container_name, blob_name, etag, size, window: windows[at] as FileMosaic['files'][number]['window'] };
    }),
  };
  const raster = await describeMosaic(job, headers[0], mosaic, hasHoles);
  const { source } = raster;
  const wishes = { tiled_above: tiled_above ?? TILED_ABOVE, tile_bytes: tile_bytes ?? TILE_BYTES };
  const { reason, tiles, overview_levels } = planTiles(
    { ...raster, block: headers[0].bands[0]?.block ?? [1, 1] },
    wishes,
  );
  return {
    raster,
    source: { ...source, mosaic },
    tiled: reason === 'tiled',
    reason,
    tiles: tiles.map(({ id, window }) => {
      const files = mosaic.files.filter((file) => commonPart(window, file.window));
      return { id, window, source: { ...source, mosaic: { ...mosaic, files } } };
    }),
    overview_levels,
  };
}

/** GDAL takes a pixel for a double where it has to look whether it holds data. */
function isRounded(header: RasterHeader): boolean {
  return validPixels(header) !== 'all' && header.bands.some(({ type }) => type === 'Int64' || type === 'UInt64');
}

const ROUNDED: RasterFinding = {
  code: 'unsupported_pixel_type',
  message:
    'The files overlap, and where they do their pixels of 64 bits would be rounded to 53; cut the files so that they lie side by side (gdal_translate -srcwin), or store them in 32 bits or as doubles.',
};
