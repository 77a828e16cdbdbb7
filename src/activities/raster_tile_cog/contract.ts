import { z } from 'zod';
import { RASTER_CLASSES } from '../../geo/raster.ts';
import { defineContract } from '../contract.ts';
import { OUTPUT_TIERS } from '../raster_cog/contract.ts';
import { BlobRefSchema } from '../schemas/blob.ts';
import { FILES_ERRORS, RASTER_ERRORS, SOURCE_ERRORS } from '../schemas/errors.ts';
import { RasterSourceSchema } from '../schemas/file-mosaic.ts';
import { DeclaredCrsSchema, GeotransformSchema, NodataSchema } from '../schemas/raster.ts';
import { TileSchema, WindowSchema } from '../schemas/tile.ts';

export const rasterTileCogContract = defineContract({
  name: 'raster_tile_cog',
  summary:
    'Make a cloud-optimised GeoTIFF of a window of a raster, of which nothing else is read, prove it, and publish it.',
  input: z.strictObject({
    id: z.string().min(1).max(64).describe('`item.id` of `nodes.<plan>.output.tiles`.'),
    window: WindowSchema.describe('`item.window`.'),
    overview_levels: z
      .int()
      .min(0)
      .max(9)
      .nullish()
      .describe(
        '`nodes.<plan>.output.overview_levels`: at least so many overviews. Absent: as many as its size asks for.',
      ),
    source: RasterSourceSchema.describe(
      '`nodes.<validate>.output.source`, or `item.source` of `nodes.<plan>.output.tiles` of raster_plan_mosaic. What the client says that it hashes to is checked by raster_plan_tiles.',
    ),
    destination: BlobRefSchema.describe('Where the tile goes. A blob that is there already is never replaced.'),
    raster_class: z
      .enum(['auto', ...RASTER_CLASSES])
      .nullish()
      .describe('As of raster_cog; the same for all tiles.'),
    output_tier: z.enum(OUTPUT_TIERS).nullish().describe('Likewise.'),
    input_crs: DeclaredCrsSchema.nullish().describe('The CRS to write instead of the one in the source.'),
    input_geotransform: GeotransformSchema.nullish().describe('The place of a source, all of it, that has none.'),
    nodata: NodataSchema.nullish().describe(
      'Declares the nodata value of a source that does not declare its own; of whole numbers beyond 2^53 the digits in quotes.',
    ),
  }),
  output: TileSchema,
  cost: 'heavy',
  retry: 'idempotent',
  timeout: '1h',
  heartbeat: '20s',
  errors: {
    ...SOURCE_ERRORS,
    ...RASTER_ERRORS,
    ...FILES_ERRORS,
    window_outside_raster: 'The window reaches beyond the raster.',
    container_not_allowed: 'The destination is in a container that products may not go into.',
    blob_exists: 'Something else is at the destination already.',
    nodata_out_of_range: 'The declared nodata value is none that a pixel can have, or a number that JSON rounds.',
    conversion_failed: 'GDAL could not convert the window.',
    output_too_large: 'The tile grew over its limit.',
    cog_verification_failed: 'The tile differs from its source; it was not published.',
  },
});

export type RasterTileCogInput = z.output<typeof rasterTileCogContract.input>;
export type RasterTileCogOutput = z.output<typeof rasterTileCogContract.output>;
