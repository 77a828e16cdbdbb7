import { z } from 'zod';
import { MOST_TILES, TILING_REASONS, type TilingReason } from '../../geo/tile-plan.ts';
import { defineContract } from '../contract.ts';
import { Sha256Schema, SourceBlobSchema } from '../schemas/blob.ts';
import { SOURCE_ERRORS } from '../schemas/errors.ts';
import { WindowSchema } from '../schemas/tile.ts';

const REASONS = Object.keys(TILING_REASONS) as [TilingReason, ...TilingReason[]];

export const rasterPlanTilesContract = defineContract({
  name: 'raster_plan_tiles',
  summary: 'Decide by the number of its pixels whether a raster is converted in tiles, and in which.',
  input: z.strictObject({
    raster: z
      .object({
        source: SourceBlobSchema,
        driver: z.string(),
        width: z.int().positive(),
        height: z.int().positive(),
        pixel_bytes: z.int().positive(),
        bands: z.array(z.object({ block: z.tuple([z.int().positive(), z.int().positive()]) })).min(1),
      })
      .describe('`nodes.<validate>.output`.'),
    tiled_above: z
      .int()
      .nonnegative()
      .nullish()
      .describe('Bytes of pixels (width × height × bands × bytes) above which it is tiled. Absent: 4 GiB.'),
    tile_bytes: z
      .int()
      .min(1024 ** 2)
      .max(1024 ** 3)
      .nullish()
      .describe(
        `Bytes of the pixels of a tile, or so; more where there would be more than ${MOST_TILES}. Absent: 256 MiB.`,
      ),
  }),
  output: z.strictObject({
    tiled: z.boolean(),
    reason: z.enum(REASONS),
    tiles: z
      .array(z.strictObject({ id: z.string(), window: WindowSchema }))
      .max(MOST_TILES)
      .describe('Row by row, without gaps or overlaps; empty where it is not tiled.'),
    overview_levels: z
      .int()
      .nonnegative()
      .describe('The overview of the whole is the raster halved so many times; 0 where it is not tiled.'),
    source_sha256: Sha256Schema.nullable().describe(
      'Of all of the source, where it is tiled and the client said what it hashes to: no other handler then reads it as a whole.',
    ),
  }),
  cost: 'light',
  retry: 'idempotent',
  timeout: '24h',
  heartbeat: '20s',
  errors: {
    ...SOURCE_ERRORS,
    source_hash_mismatch: 'The content does not hash to what the client said: it was damaged on its way.',
  },
});

export type RasterPlanTilesInput = z.output<typeof rasterPlanTilesContract.input>;
