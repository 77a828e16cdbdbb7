import { z } from 'zod';
import { defineContract } from '../contract.ts';
import { PinnedBlobSchema } from '../schemas/blob.ts';
import { BandStatisticsSchema } from '../schemas/cog.ts';
import { RASTER_ERRORS, SOURCE_ERRORS } from '../schemas/errors.ts';

export const HistogramSchema = z.strictObject({
  minimum: z.number().describe('Lower end of the first bucket.'),
  maximum: z.number().describe('Upper end of the last one, which holds it, too.'),
  buckets: z.array(z.int()).describe('Valid pixels in each; those beyond the ends are in none.'),
});

export const rasterStatsContract = defineContract({
  name: 'raster_stats',
  summary:
    'Exact statistics of each band of a raster, and histograms where they are asked for, by ranged reads of its blob.',
  input: z.strictObject({
    source: PinnedBlobSchema,
    histogram: z
      .strictObject({
        buckets: z.int().min(2).max(1024).default(256),
        minimum: z.number().nullish(),
        maximum: z.number().nullish(),
      })
      .refine(
        ({ minimum, maximum }) => ((minimum ?? null) === null) === ((maximum ?? null) === null),
        'minimum and maximum go together',
      )
      .refine(({ minimum, maximum }) => (minimum ?? 0) < (maximum ?? 1), 'minimum must be below maximum')
      .nullish()
      .describe(
        'Absent: none. Without minimum and maximum they run from the least to the greatest value of each band, for which pixels of more than 8 bits are read a second time.',
      ),
  }),
  output: z.strictObject({
    width: z.int().positive(),
    height: z.int().positive(),
    bands: z.array(
      z.strictObject({
        index: z.int().positive(),
        statistics: BandStatisticsSchema.nullable().describe('null where no pixel is valid.'),
        histogram: HistogramSchema.nullable(),
      }),
    ),
  }),
  cost: 'heavy',
  retry: 'idempotent',
  timeout: '4h',
  heartbeat: '20s',
  errors: { ...SOURCE_ERRORS, ...RASTER_ERRORS },
});

export type RasterStatsInput = z.output<typeof rasterStatsContract.input>;
export type RasterStatsOutput = z.output<typeof rasterStatsContract.output>;
