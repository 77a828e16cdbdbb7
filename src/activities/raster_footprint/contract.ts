import { z } from 'zod';
import { defineContract } from '../contract.ts';
import { PinnedBlobSchema } from '../schemas/blob.ts';
import { RASTER_ERRORS, SOURCE_ERRORS } from '../schemas/errors.ts';
import { BoundsSchema, PlaceSchema } from '../schemas/raster.ts';

export const rasterFootprintContract = defineContract({
  name: 'raster_footprint',
  summary: 'The outline of the pixels that hold data, in longitude and latitude, traced from an overview.',
  input: z.strictObject({
    cog: PinnedBlobSchema,
    raster: z
      .object({ bounds: BoundsSchema })
      .nullish()
      .describe(
        '`nodes.<validate>.output`, where `cog` is the overview of a raster in tiles, which may end less than one of its pixels before that. Absent: `cog` is all of it.',
      ),
    max_points: z.int().min(16).max(5000).nullish().describe('Of all its rings together, at most. Absent: 1000.'),
  }),
  output: z.strictObject({
    footprint: PlaceSchema.describe('Split at the antimeridian; west > east in the box where it crosses it.'),
    kind: z
      .enum(['traced', 'box', 'extent'])
      .describe(
        'traced: the outline of the data. box: it was too ragged for so few points and is the box around it. extent: all of the raster, where every pixel holds data, or none does, or the outline has no valid place on the globe.',
      ),
    valid_percent: z.number().describe('Of the pixels of the overview.'),
    made_from: z.tuple([z.int(), z.int()]).describe('Width and height of the overview.'),
    accuracy: z
      .number()
      .nullable()
      .describe('How far the outline is from that of the data at most, in units of the CRS; null for a box.'),
  }),
  cost: 'light',
  retry: 'idempotent',
  timeout: '10m',
  heartbeat: '20s',
  errors: {
    ...SOURCE_ERRORS,
    ...RASTER_ERRORS,
    no_overviews: 'The raster is large and has no overviews; it is no product of raster_cog.',
  },
});

export type RasterFootprintInput = z.output<typeof rasterFootprintContract.input>;
export type RasterFootprintOutput = z.output<typeof rasterFootprintContract.output>;
