import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { createRasterCog } from '../../../src/activities/raster_cog/activity.ts';
import { rasterCogContract } from '../../../src/activities/raster_cog/contract.ts';
import { FaultError } from '../../../src/plan/fault.ts';
import type { BlobRef } from '../../../src/storage/blob-store.ts';
import { activityContext, gdalForTest } from './activity-context.ts';
import { gdal } from './rasters.ts';
import { freshBlob, store, temporaryFolder } from './storage.ts';
import { keepProduct } from './strict-cogs.ts';

interface Given {
  ref: BlobRef;
  destination?: BlobRef;
  input?: object;
  context?: Parameters<typeof activityContext>[1];
}

/** What raster_cog makes of a blob. */
export async function makeCog(t: TestContext, given: Given) {
  const head = await store.head(given.ref);
  const source = { ...given.ref, etag: head?.etag ?? '"0x0"', size: head?.size ?? 0 };
  const destination = given.destination ?? freshBlob(t, 'silver');
  const input = rasterCogContract.input.parse({ source, destination, ...given.input });
  const context = await activityContext(t, given.context);
  const activity = createRasterCog({ store, gdal: await gdalForTest() });
  const output = rasterCogContract.output.parse(await activity.run(input, context));
  if (!output.reused) await keepProduct(output.cog);
  return { output, context };
}

/** A product, fetched, and what GDAL says of it. */
export async function product(t: TestContext, cog: BlobRef) {
  const path = join(await temporaryFolder(t), 'product.tif');
  const { sha256, bytes } = await store.download(cog, path);
  const info = JSON.parse(await gdal('gdalinfo', '-json', '-checksum', path));
  return { path, sha256, bytes, info };
}

/** Of an error that assert.rejects sees: a fault with this code, in which nothing is told that must not be. */
export const withCode =
  (code: string, retryable = false) =>
  (error: unknown) => {
    assert.ok(error instanceof FaultError, String(error));
    assert.equal(error.fault.code, code, error.message);
    assert.equal(error.retryable, retryable);
    assert.doesNotMatch(JSON.stringify(error.fault), /sig=|\/tmp\/|SharedAccess/);
    return true;
  };
