import { z } from 'zod';
import { BlobRefSchema, Sha256Schema } from './blob.ts';

/** A published blob besides the COG, as stac_register_item takes it for a StacAsset. */
export const StacAssetSchema = BlobRefSchema.extend({
  etag: z.string().nullish(),
  media_type: z.string().min(1),
  roles: z.array(z.string().min(1)).min(1).describe("STAC's words: thumbnail, overview, metadata, data…"),
  title: z.string().nullish(),
  size: z.int().nonnegative().nullish().describe('Bytes.'),
  sha256: Sha256Schema.nullish(),
  width: z.int().positive().nullish().describe('Pixels, of a picture of the whole raster.'),
  height: z.int().positive().nullish(),
});
