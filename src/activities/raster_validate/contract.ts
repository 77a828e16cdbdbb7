import { z } from 'zod';
import { defineContract } from '../contract.ts';
import { BlobRefSchema, GivenSha256Schema } from '../schemas/blob.ts';
import { RASTER_ERRORS, SOURCE_ERRORS } from '../schemas/errors.ts';
import { BoundsSchema, DeclaredCrsSchema, NodataSchema, RasterSchema, RasterTypeSchema } from '../schemas/raster.ts';

export const rasterValidateContract = defineContract({
  name: 'raster_validate',
  summary: 'Describe a raster by ranged reads of its blob, and refuse one that would convert into something wrong.',
  input: BlobRefSchema.extend({
    raster_type: RasterTypeSchema.nullish().describe(
      'What the pixels mean, where the sender knows; auto looks at them.',
    ),
    expected_sha256: GivenSha256Schema.nullish().describe(
      'Travels on in `source` and is checked when all of the blob is read.',
    ),
    input_crs: DeclaredCrsSchema.nullish().describe(
      'The CRS of a raster that has none, or a wrong one; it may not contradict one that can be right.',
    ),
    input_bounds: BoundsSchema.nullish().describe(
      'Where a raster without a geotransform lies, in its CRS: minimum x, minimum y, maximum x, maximum y.',
    ),
    world_file: z
      .string()
      .min(1)
      .max(1024)
      .nullish()
      .describe('Name of a blob in the same container with the geotransform of a raster that has none.'),
    nodata: NodataSchema.nullish().describe(
      'The value of pixels without data in a raster that does not tell it, or tells a wrong one; of whole numbers beyond 2^53 the digits in quotes.',
    ),
    decode: z
      .enum(['auto', 'full', 'sample'])
      .nullish()
      .describe('How much of the pixels to decode: all, some, or (auto, and absent) all where that is quick.'),
    target_crs: DeclaredCrsSchema.nullish().describe('The CRS that it must be in: rasters are not warped here.'),
  }).describe('Where the raster is, and what its sender says about it.'),
  output: RasterSchema,
  cost: 'light',
  retry: 'idempotent',
  timeout: '10m',
  heartbeat: '20s',
  errors: {
    ...SOURCE_ERRORS,
    ...RASTER_ERRORS,
    source_hash_mismatch: 'The content, where all of it was read, does not hash to what the client said.',
    invalid_place: 'The bounds or the world file that were declared are none.',
    place_contradicted: 'The raster has a geotransform of its own, and it is not the one that was declared.',
    nodata_out_of_range: 'The declared nodata value is none that a pixel can have, or a number that JSON rounds.',
    crs_contradicted: 'The raster has a CRS of its own that can be right, and it is not the one that was declared.',
    unsupported_input: 'Something was asked for that is not done here, such as a change of the CRS.',
  },
});

export type RasterValidateInput = z.output<typeof rasterValidateContract.input>;
export type RasterValidateOutput = z.output<typeof rasterValidateContract.output>;
