import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { createRasterPlanMosaic } from '../../../src/activities/raster_plan_mosaic/activity.ts';
import { rasterPlanMosaicContract } from '../../../src/activities/raster_plan_mosaic/contract.ts';
import { createRasterValidate } from '../../../src/activities/raster_validate/activity.ts';
import { rasterValidateContract } from '../../../src/activities/raster_validate/contract.ts';
import type { BlobRef } from '../../../src/storage/blob-store.ts';
import { activityContext, gdalForTest } from './activity-context.ts';
import { gdal } from './rasters.ts';
import { blobMade, store, temporaryFolder } from './storage.ts';

/** Column, row, width and height. */
export type Cut = readonly [number, number, number, number];

/** A file of each part of a raster. */
export async function cutIntoFiles(t: TestContext, path: string, cuts: readonly Cut[]): Promise<BlobRef[]> {
  const stored = ['-co', 'TILED=YES', '-co', 'COMPRESS=DEFLATE', '--config', 'GDAL_TIFF_INTERNAL_MASK', 'YES'];
  const refs = [];
  for (const cut of cuts) {
    const srcwin = ['-srcwin', ...cut.map(String)];
    refs.push(await blobMade(t, (made) => gdal('gdal_translate', '-q', ...srcwin, ...stored, path, made)));
  }
  return refs;
}

export interface FileWishes {
  input_crs?: string;
  raster_type?: string;
  tiled_above?: number;
  tile_bytes?: number;
}

/** What raster_validate says of files, and raster_plan_mosaic of all of them. */
export async function planOfFiles(t: TestContext, refs: readonly BlobRef[], wishes: FileWishes = {}) {
  const { raster_type, ...planning } = wishes;
  const context = await activityContext(t);
  const services = { store, gdal: await gdalForTest() };
  const validate = createRasterValidate(services);
  const rasters = [];
  for (const ref of refs) {
    const given = { ...ref, raster_type, input_crs: wishes.input_crs };
    rasters.push(await validate.run(rasterValidateContract.input.parse(given), context));
  }
  const input = rasterPlanMosaicContract.input.parse({ rasters, ...planning });
  return rasterPlanMosaicContract.output.parse(await createRasterPlanMosaic(services).run(input, context));
}

/** GDAL's checksums of all bands and of the mask of a local file, or of one in a blob. */
export async function checksumsOf(t: TestContext, raster: string | BlobRef): Promise<number[]> {
  const folder = await temporaryFolder(t);
  const path = typeof raster === 'string' ? raster : join(folder, 'raster.tif');
  if (typeof raster !== 'string') await store.download(raster, path);
  const mask = join(folder, 'mask.tif');
  await gdal('gdal_translate', '-q', '-b', 'mask,1', path, mask);
  const infos = [path, mask].map(async (file) => JSON.parse(await gdal('gdalinfo', '-json', '-checksum', file)));
  return (await Promise.all(infos)).flatMap(({ bands }) => bands.map(({ checksum }: { checksum: number }) => checksum));
}
