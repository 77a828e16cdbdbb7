import type { TestContext } from 'node:test';
import { createRasterMosaic } from '../../../src/activities/raster_mosaic/activity.ts';
import { rasterMosaicContract } from '../../../src/activities/raster_mosaic/contract.ts';
import { createRasterPlanTiles } from '../../../src/activities/raster_plan_tiles/activity.ts';
import { rasterPlanTilesContract } from '../../../src/activities/raster_plan_tiles/contract.ts';
import { createRasterTileCog } from '../../../src/activities/raster_tile_cog/activity.ts';
import { rasterTileCogContract } from '../../../src/activities/raster_tile_cog/contract.ts';
import { createRasterValidate } from '../../../src/activities/raster_validate/activity.ts';
import { rasterValidateContract } from '../../../src/activities/raster_validate/contract.ts';
import type { BlobRef, BlobStore } from '../../../src/storage/blob-store.ts';
import { activityContext, gdalForTest } from './activity-context.ts';
import { freshBlob, store } from './storage.ts';

type Declared = object;

/** What raster_validate and raster_plan_tiles say of a blob that is tiled whatever its size, in some four tiles. */
export async function planOfTiles(t: TestContext, ref: BlobRef, declared: Declared = {}) {
  const validate = createRasterValidate({ store, gdal: await gdalForTest() });
  const context = await activityContext(t);
  const raster = await validate.run(rasterValidateContract.input.parse({ ...ref, ...declared }), context);
  const tile_bytes = Math.max(1024 ** 2, Math.round(raster.pixel_bytes / 2));
  const input = rasterPlanTilesContract.input.parse({ raster, tiled_above: 0, tile_bytes });
  const plan = rasterPlanTilesContract.output.parse(await createRasterPlanTiles({ store }).run(input, context));
  return { raster, plan };
}

export type PlannedTiles = Awaited<ReturnType<typeof planOfTiles>>;

/** The names that the spec gives them: `<stem>.<tile>.tif`. */
export function stemOf(t: TestContext): BlobRef {
  return freshBlob(t, 'silver', '');
}

/** What raster_tile_cog makes of one of them. */
export async function makeTile(
  t: TestContext,
  { raster, plan }: PlannedTiles,
  stem: BlobRef,
  tile: PlannedTiles['plan']['tiles'][number],
  { input = {}, context = {}, from = store }: { input?: object; context?: object; from?: BlobStore } = {},
) {
  const destination = { ...stem, blob_name: `${stem.blob_name}.${tile.id}.tif` };
  t.after(() => store.remove(destination));
  const { source, raster_class, declared_geotransform: input_geotransform, declared_nodata: nodata } = raster;
  const given = { source, destination, raster_class, input_geotransform, nodata };
  const parsed = rasterTileCogContract.input.parse({
    ...tile,
    ...given,
    overview_levels: plan.overview_levels,
    ...input,
  });
  const made = await activityContext(t, context);
  const activity = createRasterTileCog({ store: from, gdal: await gdalForTest() });
  return { output: rasterTileCogContract.output.parse(await activity.run(parsed, made)), context: made };
}

/** All of them, one after the other. */
export async function makeTiles(t: TestContext, planned: PlannedTiles, stem: BlobRef, input: object = {}) {
  const tiles = [];
  for (const tile of planned.plan.tiles) tiles.push((await makeTile(t, planned, stem, tile, { input })).output);
  return tiles;
}

/** What raster_mosaic makes of them; its blobs go with the test. */
export async function makeMosaic(
  t: TestContext,
  { raster, plan }: PlannedTiles,
  destination: BlobRef,
  tiles: readonly object[],
  more: object = {},
) {
  for (const suffix of ['.vrt', '.whole.tif']) {
    t.after(() => store.remove({ ...destination, blob_name: destination.blob_name + suffix }));
  }
  const { raster_class } = raster;
  const given = { raster, tiles, overview_levels: plan.overview_levels, destination, raster_class, ...more };
  const activity = createRasterMosaic({ store, gdal: await gdalForTest() });
  const output = await activity.run(rasterMosaicContract.input.parse(given), await activityContext(t));
  return rasterMosaicContract.output.parse(output);
}
