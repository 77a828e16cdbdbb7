import { z } from 'zod';
import { PIXEL_TYPES } from '../../geo/raster.ts';
import { BlobRefSchema, Sha256Schema } from './blob.ts';
import { BoundsSchema, NodataSchema } from './raster.ts';

/** A published blob besides the COG, as stac_register_item takes it for a StacAsset. */
export const StacAssetSchema = BlobRefSchema.extend({
  etag: z.string().nullish(),
  media_type: z.string().min(1),
  roles: z.array(z.string().min(1)).min(1).describe("STAC's words: thumbnail, overview, metadata, data…"),
  title: z.string().nullish(),
  size: z.int().nonnegative().nullish().describe('Bytes.'),
  sha256: Sha256Schema.nullish(),
  width: z.int().positive().nullish().describe('Pixels, of what shows the whole raster, or what lies within `bounds`.'),
  height: z.int().positive().nullish(),
  bounds: BoundsSchema.nullish().describe(
    'Of a part of the raster, in its CRS: minimum x, minimum y, maximum x, maximum y.',
  ),
  data_type: z.enum(PIXEL_TYPES).nullish().describe("GDAL's name of the type of its pixels, where they are data."),
  bits: z.int().positive().nullish().describe('Used of each pixel, where they are fewer than its type has.'),
  nodata: NodataSchema.nullish().describe('Of all bands.'),
});
