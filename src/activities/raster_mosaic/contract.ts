import { z } from 'zod';
import { RASTER_CLASSES } from '../../geo/raster.ts';
import { MOST_TILES } from '../../geo/tile-plan.ts';
import { defineContract } from '../contract.ts';
import { OUTPUT_TIERS } from '../raster_cog/contract.ts';
import { BlobRefSchema } from '../schemas/blob.ts';
import { CogSchema } from '../schemas/cog.ts';
import { RASTER_ERRORS, SOURCE_ERRORS } from '../schemas/errors.ts';
import { GeotransformSchema, WarningSchema } from '../schemas/raster.ts';
import { StacAssetSchema } from '../schemas/stac-asset.ts';
import { TileSchema } from '../schemas/tile.ts';

export const rasterMosaicContract = defineContract({
  name: 'raster_mosaic',
  summary: 'Make one raster of tiles: an index that names them, and a cloud-optimised overview of the whole.',
  input: z.strictObject({
    raster: z
      .object({ width: z.int().positive(), height: z.int().positive(), geotransform: GeotransformSchema })
      .describe('`nodes.<validate>.output`.'),
    tiles: z.array(TileSchema).min(1).max(MOST_TILES).describe('What raster_tile_cog gave for each tile of the plan.'),
    overview_levels: z.int().min(1).max(9).describe('`nodes.<plan>.output.overview_levels`.'),
    destination: BlobRefSchema.describe(
      'Without a suffix, beside the tiles: `.vrt` and `.whole.tif` are put behind it. A blob that is there already is never replaced.',
    ),
    raster_class: z.enum(RASTER_CLASSES).describe('As the tiles were made with.'),
    output_tier: z.enum(OUTPUT_TIERS).nullish().describe('Likewise.'),
  }),
  output: z.strictObject({
    mosaic: CogSchema.describe(
      'The index, a virtual raster (VRT) of all pixels, with what is true of them; for `cog` of stac_register_item.',
    ),
    overview: CogSchema.describe('The whole in fewer pixels, with its own statistics; for `cog` of raster_preview.'),
    overview_size: z.tuple([z.int(), z.int()]),
    assets: z
      .record(z.string(), StacAssetSchema)
      .describe('The tiles by their ids, and `overview-cog`; for `more_assets` of stac_register_item.'),
    lossless: z.boolean(),
    checksums: z
      .array(z.int())
      .describe(
        "GDAL's checksum of each band of the whole, equal in source and tiles; empty where the compression is lossy.",
      ),
    mask_checksum: z.int().nullable(),
    tile_count: z.int().positive(),
    warnings: z.array(WarningSchema),
  }),
  cost: 'heavy',
  retry: 'idempotent',
  timeout: '1h',
  heartbeat: '20s',
  errors: {
    ...SOURCE_ERRORS,
    ...RASTER_ERRORS,
    incomplete_tiles: 'The tiles do not cover the raster without gaps and overlaps, or are not all alike.',
    container_not_allowed: 'The destination is in a container that products may not go into.',
    blob_exists: 'Something else is at a destination already.',
    conversion_failed: 'GDAL could not make the overview.',
    output_too_large: 'The overview grew over its limit.',
    cog_verification_failed: 'The overview differs from those of the tiles; nothing was published.',
  },
});

export type RasterMosaicInput = z.output<typeof rasterMosaicContract.input>;
export type RasterMosaicOutput = z.output<typeof rasterMosaicContract.output>;
