import type { TestContext } from 'node:test';
import { createRasterReproject } from '../../../src/activities/raster_reproject/activity.ts';
import { rasterReprojectContract } from '../../../src/activities/raster_reproject/contract.ts';
import type { BlobRef } from '../../../src/storage/blob-store.ts';
import { activityContext, gdalForTest } from './activity-context.ts';
import { freshBlob, store } from './storage.ts';
import { keepProduct } from './strict-cogs.ts';

/** To Web Mercator, unless it is to be another. */
export async function reproject(t: TestContext, ref: BlobRef, more: object = {}) {
  const head = await store.head(ref);
  const source = { ...ref, etag: head?.etag, size: head?.size };
  const destination = freshBlob(t, 'silver');
  const input = rasterReprojectContract.input.parse({ source, destination, target_crs: 'EPSG:3857', ...more });
  const activity = createRasterReproject({ store, gdal: await gdalForTest() });
  const output = rasterReprojectContract.output.parse(await activity.run(input, await activityContext(t)));
  if (!output.reused) await keepProduct(output.cog);
  return output;
}
