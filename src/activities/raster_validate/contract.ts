import type { z } from 'zod';
import { defineContract } from '../contract.ts';
import { BlobRefSchema, GivenSha256Schema } from '../schemas/blob.ts';
import { RASTER_ERRORS, SOURCE_ERRORS } from '../schemas/errors.ts';
import { DeclaredCrsSchema, RasterSchema, RasterTypeSchema } from '../schemas/raster.ts';

export const rasterValidateContract = defineContract({
  name: 'raster_validate',
  summary: 'Describe a raster by ranged reads of its blob, and refuse one that would convert into something wrong.',
  input: BlobRefSchema.extend({
    raster_type: RasterTypeSchema.nullish().describe(
      'What the pixels mean, where the sender knows; auto looks at them.',
    ),
    expected_sha256: GivenSha256Schema.nullish().describe(
      'Travels on in `source` and is checked when the blob is read.',
    ),
    input_crs: DeclaredCrsSchema.nullish().describe('The CRS to go by instead of the one in the raster.'),
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
    unsupported_input: 'Something was asked for that is not done here, such as a change of the CRS.',
  },
});

export type RasterValidateInput = z.output<typeof rasterValidateContract.input>;
export type RasterValidateOutput = z.output<typeof rasterValidateContract.output>;
