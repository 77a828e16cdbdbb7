import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { createRasterStats } from '../../src/activities/raster_stats/activity.ts';
import { rasterStatsContract } from '../../src/activities/raster_stats/contract.ts';
import { FaultError } from '../../src/plan/fault.ts';
import type { JsonValue } from '../../src/plan/json.ts';
import type { BlobRef } from '../../src/storage/blob-store.ts';
import { activityContext, gdalForTest } from './support/activity-context.ts';
import { gdal, makeRamp, makeRaster } from './support/rasters.ts';
import { blobMade, blobOf, store } from './support/storage.ts';

async function statsOf(t: TestContext, ref: BlobRef, more: object = {}, given: { saved?: JsonValue } = {}) {
  const head = await store.head(ref);
  const source = { ...ref, etag: head?.etag, size: head?.size };
  const input = rasterStatsContract.input.parse({ source, ...more });
  const context = await activityContext(t, given);
  const activity = createRasterStats({ store, gdal: await gdalForTest() });
  return { output: rasterStatsContract.output.parse(await activity.run(input, context)), context };
}

test('statistics of every band, of valid pixels only', async (t) => {
  const ref = await blobMade(t, (path) => makeRaster(path, '-a_nodata', '20'));
  const { output, context } = await statsOf(t, ref);
  assert.deepEqual([output.width, output.height], [300, 200]);
  assert.deepEqual(
    output.bands.map(({ statistics }) => statistics),
    [
      { minimum: 10, maximum: 10, mean: 10, stddev: 0, valid_percent: 100 },
      null,
      { minimum: 30, maximum: 30, mean: 30, stddev: 0, valid_percent: 100 },
    ],
  );
  assert.equal(output.bands[0]?.histogram, null);
  assert.ok(context.beats.length > 0);
});

test('a histogram runs from the least to the greatest value, or as it is told', async (t) => {
  const ref = await blobMade(t, (path) => makeRamp(path, 300, 200));
  const { output } = await statsOf(t, ref, { histogram: { buckets: 10 } });
  const [band] = output.bands;
  assert.deepEqual([band?.histogram?.minimum, band?.histogram?.maximum], [0, band?.statistics?.maximum]);
  assert.equal(
    band?.histogram?.buckets.reduce((sum, count) => sum + count),
    60_000,
  );
  const told = await statsOf(t, ref, { histogram: { buckets: 2, minimum: 0, maximum: 1000 } });
  const inside = Array.from({ length: 60_000 }, (_, index) => (index * 7919) % 65_521).filter((value) => value <= 1000);
  assert.deepEqual(told.output.bands[0]?.histogram?.buckets, [
    inside.filter((value) => value < 500).length,
    inside.filter((value) => value >= 500).length,
  ]);
});

test('a histogram of bytes has a bucket for each value', async (t) => {
  const ref = await blobMade(t, (path) => makeRaster(path, '-ot', 'Byte'));
  const { output } = await statsOf(t, ref, { histogram: {} });
  const histogram = output.bands[1]?.histogram;
  assert.deepEqual([histogram?.minimum, histogram?.maximum, histogram?.buckets.length], [-0.5, 255.5, 256]);
  assert.equal(histogram?.buckets[20], 60_000);
});

test('an attempt goes on where the one before it died', async (t) => {
  const ref = await blobMade(t, (path) => makeRamp(path, 300, 200));
  const etag = (await store.head(ref))?.etag ?? '';
  const tallies = [{ count: 60_000, minimum: 3, maximum: 5, mean: 4, stddev: 2 }];
  const saved = { etag, done: 1, tallies, histograms: [null] };
  const { output } = await statsOf(t, ref, {}, { saved });
  assert.deepEqual(output.bands[0]?.statistics, { minimum: 3, maximum: 5, mean: 4, stddev: 2, valid_percent: 100 });
  const other = await statsOf(t, ref, {}, { saved: { ...saved, etag: '"other"' } });
  assert.equal(other.output.bands[0]?.statistics?.maximum, 65520);
});

test('what is no raster, or another one, is refused', async (t) => {
  const withCode = (code: string) => (error: unknown) => error instanceof FaultError && error.fault.code === code;
  const text = await blobOf(t, '<VRTDataset rasterXSize="9" rasterYSize="9"></VRTDataset>');
  await assert.rejects(statsOf(t, text), withCode('driver_not_allowed'));
  const complex = await blobMade(t, async (path, folder) => {
    await makeRamp(join(folder, 'a.tif'), 30, 20);
    await gdal('gdal_translate', '-q', '-ot', 'CFloat32', join(folder, 'a.tif'), path);
  });
  await assert.rejects(statsOf(t, complex), withCode('unsupported_pixel_type'));
  const ref = await blobMade(t, (path) => makeRamp(path, 30, 20));
  await assert.rejects(statsOf(t, ref, { source: { ...ref, etag: '"0x8D"', size: 10 } }), withCode('source_changed'));
});
