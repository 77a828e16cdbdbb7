import { z } from 'zod';
import { MOST_TILES } from '../../geo/tile-plan.ts';
import { defineContract } from '../contract.ts';
import { rasterPlanTilesContract } from '../raster_plan_tiles/contract.ts';
import { FILES_ERRORS, RASTER_ERRORS, SOURCE_ERRORS } from '../schemas/errors.ts';
import { RasterSourceSchema } from '../schemas/file-mosaic.ts';
import { DeclaredCrsSchema, RasterSchema } from '../schemas/raster.ts';
import { WindowSchema } from '../schemas/tile.ts';

/** Each is looked at before the job is accepted, and its header read. */
export const MOST_FILES = 100;

const { tiled_above, tile_bytes } = rasterPlanTilesContract.input.shape;
const { tiled, reason, overview_levels } = rasterPlanTilesContract.output.shape;

export const rasterPlanMosaicContract = defineContract({
  name: 'raster_plan_mosaic',
  summary:
    'Put files together into one raster, of which nothing is written, and decide in which tiles it is converted.',
  input: z.strictObject({
    rasters: z
      .array(RasterSchema)
      .min(1)
      .max(MOST_FILES)
      .describe(
        'What raster_validate gave for each file, in an order in which later ones lie over earlier ones: `nodes.<fan-in>.output`.',
      ),
    input_crs: DeclaredCrsSchema.nullish().describe('As raster_validate was given it, for all files.'),
    tiled_above,
    tile_bytes,
  }),
  output: z.strictObject({
    raster: RasterSchema.describe('All of them, as raster_validate would describe one file; `source` is the first.'),
    source: RasterSourceSchema.describe('For `source` of raster_cog.'),
    tiled,
    reason,
    tiles: z
      .array(
        z.strictObject({
          id: z.string(),
          window: WindowSchema,
          source: RasterSourceSchema.describe('With the files that lie in the window.'),
        }),
      )
      .max(MOST_TILES)
      .describe('Row by row, without gaps or overlaps; empty where it is not tiled.'),
    overview_levels,
  }),
  cost: 'light',
  retry: 'idempotent',
  timeout: '10m',
  heartbeat: '20s',
  errors: {
    ...SOURCE_ERRORS,
    ...RASTER_ERRORS,
    ...FILES_ERRORS,
    ambiguous_nodata:
      'The files say in several ways which pixels hold no data, and where they overlap one has to count.',
    nodata_out_of_range: 'The files leave gaps, and their nodata value is none that a pixel can have.',
  },
});

export type RasterPlanMosaicInput = z.output<typeof rasterPlanMosaicContract.input>;
export type RasterPlanMosaicOutput = z.output<typeof rasterPlanMosaicContract.output>;
