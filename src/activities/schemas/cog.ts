import { z } from 'zod';
import { BlobRefSchema, Sha256Schema } from './blob.ts';
import { RasterBandSchema } from './raster.ts';

/** None is registered for virtual rasters. */
export const VRT_MEDIA_TYPE = 'application/xml';

export const BandStatisticsSchema = z.strictObject({
  minimum: z.number(),
  maximum: z.number(),
  mean: z.number(),
  stddev: z.number(),
  valid_percent: z.number().nullable(),
});

/** A finished cloud-optimised GeoTIFF in its container, and what later nodes take as `cog`. */
export const CogSchema = BlobRefSchema.extend({
  etag: z.string().min(1),
  size: z.int().positive().describe('Bytes.'),
  sha256: Sha256Schema,
  media_type: z.string(),
  bands: z
    .array(RasterBandSchema.extend({ statistics: BandStatisticsSchema.nullable() }))
    .min(1)
    .describe('As in the product: nodata and blocks may differ from the source.'),
});
