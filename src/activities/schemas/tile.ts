import { z } from 'zod';
import { BlobRefSchema, Sha256Schema } from './blob.ts';
import { WarningSchema } from './raster.ts';

/** A part of a raster, in pixels from its upper left corner. */
export const WindowSchema = z.strictObject({
  column: z.int().nonnegative(),
  row: z.int().nonnegative(),
  width: z.int().positive(),
  height: z.int().positive(),
});

/** What is known of the valid pixels of a band, so that parts can be added up. */
export const TallySchema = z.strictObject({
  count: z.number(),
  minimum: z.number(),
  maximum: z.number(),
  mean: z.number(),
  stddev: z.number(),
});

/** A published tile, as raster_tile_cog gives it and raster_mosaic takes it. */
export const TileSchema = BlobRefSchema.extend({
  id: z.string(),
  window: WindowSchema,
  etag: z.string().min(1),
  size: z.int().positive().describe('Bytes.'),
  sha256: Sha256Schema,
  media_type: z.string(),
  lossless: z.boolean(),
  checksums: z
    .array(z.int())
    .describe(
      "What its pixels add, modulo 65536, to GDAL's checksum of each band of the whole raster; empty where the compression is lossy.",
    ),
  mask_checksum: z.int().nullable().describe('Likewise of the mask; null where there is none.'),
  tallies: z.array(TallySchema).describe('Of the valid pixels of each band.'),
  overview_sizes: z.array(z.tuple([z.int(), z.int()])).describe('Width and height of each overview, largest first.'),
  reused: z.boolean().describe('True when an earlier attempt had published the tile already.'),
  warnings: z.array(WarningSchema),
});
