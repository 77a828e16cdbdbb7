import { z } from 'zod';
import { BlobRefSchema, SourceBlobSchema } from './blob.ts';
import { GeotransformSchema } from './raster.ts';
import { WindowSchema } from './tile.ts';

/** Files that are read as one raster. Nobody has made a file of it. */
export const FileMosaicSchema = z.strictObject({
  width: z.int().positive(),
  height: z.int().positive(),
  geotransform: GeotransformSchema,
  gaps: z
    .boolean()
    .describe('True where pixels are in no file and nothing else tells them from data: the product gets a mask.'),
  files: z
    .array(
      BlobRefSchema.extend({
        etag: z.string().min(1),
        size: z.int().nonnegative().describe('Bytes.'),
        window: WindowSchema.describe('Where it lies.'),
      }),
    )
    .describe('Later ones lie over earlier ones.'),
});

/** One blob, or several that are read as one raster. */
export const RasterSourceSchema = SourceBlobSchema.extend({
  mosaic: FileMosaicSchema.nullish().describe(
    'Then the blob is the first file, which says what all of them have in common; of raster_plan_mosaic.',
  ),
});

export type FileMosaic = z.output<typeof FileMosaicSchema>;
export type RasterSource = z.output<typeof RasterSourceSchema>;
