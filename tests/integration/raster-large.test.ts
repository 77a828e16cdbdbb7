import assert from 'node:assert/strict';
import { after, type TestContext, test } from 'node:test';
import { createRasterValidate } from '../../src/activities/raster_validate/activity.ts';
import { rasterValidateContract } from '../../src/activities/raster_validate/contract.ts';
import { activityContext, gdalForTest } from './support/activity-context.ts';
import { makeTiff, type Tag } from './support/hostile/make-tiff.ts';
import { long, pixels, SOUND, short, TAG } from './support/hostile/sound-page.ts';
import { recordStorage } from './support/hostile/storage-recorder.ts';
import { writeRepeated } from './support/repeated-blob.ts';
import { freshBlob, store } from './support/storage.ts';

const [WIDTH, HEIGHT, BANDS, BYTES] = [28_862, 24_381, 8, 2];
const MEGABYTE = 1024 ** 2;
/** What comes before the pixels: the directory and its arrays. */
const HEAD = MEGABYTE;
const recorded = await recordStorage({ after }, store);

/** Puts a raster of 8 bands of 16 bits into a blob, none of it compressed, block after block the same noise. */
async function large(
  t: TestContext,
  blockBytes: number,
  count: number,
  blocks: Record<number, Tag>,
  places: [number, number],
) {
  const tags = {
    ...{ [TAG.pixelScale]: SOUND.tags[TAG.pixelScale], [TAG.tiePoints]: SOUND.tags[TAG.tiePoints] },
    ...{ [TAG.geoKeys]: SOUND.tags[TAG.geoKeys], [TAG.width]: long(WIDTH), [TAG.height]: long(HEIGHT) },
    [TAG.bits]: short(...Array(BANDS).fill(8 * BYTES)),
    [TAG.compression]: short(1),
    [TAG.photometric]: short(1),
    [TAG.bands]: short(BANDS),
    [TAG.extraSamples]: short(...Array(BANDS - 1).fill(0)),
    ...blocks,
    [places[0]]: { type: 'long8', values: Array.from({ length: count }, (_, index) => HEAD + index * blockBytes) },
    [places[1]]: { type: 'long8', values: Array(count).fill(blockBytes) },
  } as Record<number, Tag>;
  const head = Buffer.alloc(HEAD);
  head.set(makeTiff([{ tags, blocks: [] }], { big: true }).bytes);
  const ref = freshBlob(t, 'bronze');
  await writeRepeated(ref, [
    { content: head, times: 1 },
    { content: pixels(blockBytes), times: count },
  ]);
  return ref;
}

const kinds: [string, number, number, Record<number, Tag>, [number, number]][] = [
  [
    'in tiles',
    512 * 512 * BANDS * BYTES,
    Math.ceil(WIDTH / 512) * Math.ceil(HEIGHT / 512),
    { [TAG.tileWidth]: long(512), [TAG.tileHeight]: long(512) },
    [TAG.tileOffsets, TAG.tileCounts],
  ],
  ['in strips of a row', WIDTH * BANDS * BYTES, HEIGHT, { [TAG.rowsPerStrip]: long(1) }, [TAG.offsets, TAG.counts]],
];
for (const [how, ...shape] of kinds) {
  test(`11.3 GB ${how} are validated within seconds by some tens of megabytes`, async (t) => {
    const ref = await large(t, ...shape);
    const activity = createRasterValidate({ store: recorded.store, gdal: await gdalForTest() });
    const context = await activityContext(t);
    const before = recorded.seen.length;
    const started = performance.now();
    const raster = await activity.run(rasterValidateContract.input.parse(ref), context);
    const seconds = (performance.now() - started) / 1000;
    const requests = recorded.seen.slice(before);
    const megabytes = requests.reduce((sum, { bytes }) => sum + bytes, 0) / MEGABYTE;
    t.diagnostic(`${seconds.toFixed(1)} s, ${megabytes.toFixed(1)} MB fetched by ${requests.length} requests`);
    assert.deepEqual([raster.pixel_bytes, raster.decoded], [11_258_950_752, 'sample']);
    assert.ok(raster.source.size > 11.2e9);
    assert.ok(seconds < 60, `it took ${seconds} s`);
    assert.ok(megabytes > 1 && megabytes < 64, `${megabytes} MB were fetched`);
  });
}
