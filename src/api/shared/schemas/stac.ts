import { z } from 'zod';

/** PostgreSQL cannot hold the character NUL, and in a path dots alone are steps and no names. */
const id = z
  .string()
  .min(1)
  .max(255)
  .regex(/^(?!\.\.?$)[^\0]*$/);
export const collectionParams = z.object({ collection_id: id.meta({ example: 'rasters' }) });
export const itemParams = collectionParams.extend({ item_id: id.meta({ example: 'scene-1' }) });
export const stacAssetParams = itemParams.extend({ asset_key: id.meta({ example: 'data' }) });

export const signedHref = z
  .object({
    href: z.string().meta({
      description: 'Of the blob, with a signature by which whoever has it can read this blob.',
      example: 'https://account.blob.core.windows.net/silver/rasters/scene-1.tif?sv=…',
    }),
    expires_at: z.iso.datetime().meta({ description: 'Until then.', example: '2026-01-02T03:19:05Z' }),
  })
  .meta({ id: 'SignedHref' });
