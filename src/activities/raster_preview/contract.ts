import { z } from 'zod';
import { RASTER_CLASSES } from '../../geo/raster.ts';
import { defineContract } from '../contract.ts';
import { BlobRefSchema, PinnedBlobSchema, Sha256Schema } from '../schemas/blob.ts';
import { RASTER_ERRORS, SOURCE_ERRORS } from '../schemas/errors.ts';

export const PICTURE_FORMATS = ['png', 'webp'] as const;

const PreviewSchema = BlobRefSchema.extend({
  etag: z.string(),
  size: z.int().positive().describe('Bytes.'),
  sha256: Sha256Schema,
  media_type: z.string(),
  roles: z.array(z.string()),
  title: z.string(),
  width: z.int().positive(),
  height: z.int().positive(),
});

export const rasterPreviewContract = defineContract({
  name: 'raster_preview',
  summary: "Pictures of a product for people, made of its overviews: a thumbnail and one of a web page's size.",
  input: z.strictObject({
    cog: PinnedBlobSchema,
    destination: BlobRefSchema.describe(
      'Without a suffix: `.thumbnail.png` and `.overview.webp` are put behind it. A blob that is there already is never replaced.',
    ),
    raster_class: z
      .enum(['auto', ...RASTER_CLASSES])
      .nullish()
      .describe('Classes are not mixed when they are made smaller; auto (and absent) looks at the bands.'),
    bands: z
      .union([z.tuple([z.int().positive()]), z.tuple([z.int().positive(), z.int().positive(), z.int().positive()])])
      .nullish()
      .describe(
        'One band for grey, or three for red, green and blue. Absent: what the bands say of themselves, else the first three.',
      ),
    percentiles: z
      .tuple([z.number().min(0).max(100), z.number().min(0).max(100)])
      .refine(([lower, upper]) => lower < upper, 'the first must be below the second')
      .nullish()
      .describe('Of the valid values of a band, which become black and white. Absent: 2 and 98.'),
    thumbnail_size: z.int().min(32).max(512).nullish().describe('Longer side in pixels at most. Absent: 256.'),
    thumbnail_format: z.enum(PICTURE_FORMATS).nullish().describe('Absent: png.'),
    overview_size: z.int().min(256).max(2048).nullish().describe('Likewise. Absent: 1024.'),
    overview_format: z.enum(PICTURE_FORMATS).nullish().describe('Absent: webp.'),
  }),
  output: z.strictObject({
    assets: z
      .strictObject({ thumbnail: PreviewSchema, overview: PreviewSchema })
      .describe('For `assets` of stac_register_item.'),
    bands: z.array(z.int()).describe('Which are shown.'),
    stretch: z
      .array(z.strictObject({ minimum: z.number(), maximum: z.number() }))
      .describe('The values that became black and white, for each shown band; empty where a colour table was used.'),
    made_from: z.tuple([z.int(), z.int()]).describe('Width and height of the overview that was read.'),
  }),
  cost: 'light',
  retry: 'idempotent',
  timeout: '10m',
  heartbeat: '20s',
  errors: {
    ...SOURCE_ERRORS,
    ...RASTER_ERRORS,
    container_not_allowed: 'The destination is in a container that products may not go into.',
    blob_exists: 'Something else is at a destination already.',
    no_overviews: 'The raster is large and has no overviews; it is no product of raster_cog.',
    no_such_band: 'A band was asked for that the raster has not.',
    preview_failed: 'GDAL could not write the picture.',
  },
});

export type RasterPreviewInput = z.output<typeof rasterPreviewContract.input>;
export type RasterPreviewOutput = z.output<typeof rasterPreviewContract.output>;
