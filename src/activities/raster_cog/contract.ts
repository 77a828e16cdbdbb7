import { z } from 'zod';
import { RASTER_CLASSES } from '../../geo/raster.ts';
import { defineContract } from '../contract.ts';
import { BlobRefSchema, Sha256Schema } from '../schemas/blob.ts';
import { CogSchema } from '../schemas/cog.ts';
import { FILES_ERRORS, RASTER_ERRORS, SOURCE_ERRORS } from '../schemas/errors.ts';
import { RasterSourceSchema } from '../schemas/file-mosaic.ts';
import { DeclaredCrsSchema, GeotransformSchema, NodataSchema, WarningSchema } from '../schemas/raster.ts';

export const OUTPUT_TIERS = ['analysis', 'archive', 'visualization'] as const;

export const rasterCogContract = defineContract({
  name: 'raster_cog',
  summary: 'Make a cloud-optimised GeoTIFF of a raster, prove that it holds the same pixels, and publish it.',
  input: z.strictObject({
    source: RasterSourceSchema.describe(
      '`nodes.<validate>.output.source`: name, ETag and size. Or `nodes.<plan>.output.source` of raster_plan_mosaic.',
    ),
    destination: BlobRefSchema.describe('Where the product goes. A blob that is there already is never replaced.'),
    raster_class: z
      .enum(['auto', ...RASTER_CLASSES])
      .nullish()
      .describe('What the pixels mean; auto (and absent) looks at the bands.'),
    output_tier: z
      .enum(OUTPUT_TIERS)
      .nullish()
      .describe(
        'analysis (and absent): lossless. archive: lossless and smaller, slower. visualization: lossy for 8-bit RGB(A).',
      ),
    input_crs: DeclaredCrsSchema.nullish().describe('The CRS to write instead of the one in the source.'),
    input_geotransform: GeotransformSchema.nullish().describe(
      '`nodes.<validate>.output.declared_geotransform`: the place of a source that has none.',
    ),
    nodata: NodataSchema.nullish().describe(
      'Declares the nodata value of a source that does not declare its own; of whole numbers beyond 2^53 the digits in quotes.',
    ),
  }),
  output: z.strictObject({
    cog: CogSchema,
    source_sha256: Sha256Schema.describe('Of the bytes that were converted; of a mosaic, over what pins its files.'),
    lossless: z.boolean(),
    checksums: z
      .array(z.int())
      .describe("GDAL's checksum of each band, equal in source and product; empty where the compression is lossy."),
    options: z.record(z.string(), z.string()).describe("GDAL's creation options as used."),
    overview_sizes: z.array(z.tuple([z.int(), z.int()])).describe('Width and height of each overview, largest first.'),
    compression_ratio: z.number().describe('Bytes of pixels for each byte of the product.'),
    reused: z.boolean().describe('True when an earlier attempt had published the same product already.'),
    warnings: z.array(WarningSchema),
  }),
  cost: 'heavy',
  retry: 'idempotent',
  timeout: '4h',
  heartbeat: '20s',
  errors: {
    ...SOURCE_ERRORS,
    ...RASTER_ERRORS,
    ...FILES_ERRORS,
    container_not_allowed: 'The destination is in a container that products may not go into.',
    blob_exists: 'Another product is at the destination already.',
    source_hash_mismatch: 'The content does not hash to what the client said: it was damaged on its way.',
    nodata_out_of_range: 'The declared nodata value is none that a pixel can have, or a number that JSON rounds.',
    conversion_failed: 'GDAL could not convert the raster.',
    output_too_large: 'The product grew over its limit.',
    cog_verification_failed: 'The product differs from the source; it was not published.',
  },
});

export type RasterCogInput = z.output<typeof rasterCogContract.input>;
export type RasterCogOutput = z.output<typeof rasterCogContract.output>;
