import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, type TestContext, test } from 'node:test';
import { createRasterPlanTiles } from '../../src/activities/raster_plan_tiles/activity.ts';
import { rasterPlanTilesContract } from '../../src/activities/raster_plan_tiles/contract.ts';
import { activityContext } from './support/activity-context.ts';
import { recordStorage } from './support/hostile/storage-recorder.ts';
import { makeCog, product, withCode } from './support/make-cog.ts';
import { makeTile, planOfTiles, stemOf } from './support/make-tiles.ts';
import { gdal, makeConstant, makeRamp, remake } from './support/rasters.ts';
import { blobMade, freshBlob, store, temporaryFolder } from './support/storage.ts';

const recorded = await recordStorage({ after }, store);
const TILED = ['-co', 'TILED=YES', '-co', 'COMPRESS=DEFLATE'];

async function planned(t: TestContext) {
  return planOfTiles(t, await blobMade(t, (path) => makeRamp(path, 2100, 1700, ...TILED)));
}

test('a tile is read by ranges, and of its scratch the window is free again afterwards', async (t) => {
  const tiles = await planned(t);
  const { source } = tiles.raster;
  const before = recorded.seen.length;
  let scratch = '';
  const [stem, all] = [stemOf(t), tiles.plan.tiles];
  for (const tile of all) {
    const { context } = await makeTile(t, tiles, stem, tile, { from: recorded.store });
    scratch = await context.scratch();
    assert.deepEqual((await readdir(scratch)).sort(), ['product.tif', 'window.vrt']);
  }
  const requests = recorded.seen.slice(before);
  const read = requests.reduce((sum, { bytes }) => sum + bytes, 0);
  t.diagnostic(`${all.length} tiles of ${source.size} bytes: ${read} bytes by ${requests.length} requests`);
  assert.ok(all.length >= 2);
  assert.ok(read < 1.25 * source.size, `${read} of ${source.size} bytes`);
});

test('a tile says of its bands what the raster does, of which GDAL leaves the unit behind where it reads a window', async (t) => {
  const told = '<Description>depth</Description><UnitType>m</UnitType><Offset>-5</Offset><Scale>0.01</Scale>';
  const ref = await blobMade(t, async (path, folder) => {
    const plain = await makeRamp(join(folder, 'plain.tif'), 2100, 1700);
    await remake(plain, path, (vrt) => vrt.replace('<ColorInterp>', `${told}<ColorInterp>`), ...TILED);
  });
  const bandOf = async (path: string) => JSON.parse(await gdal('gdalinfo', '-json', path)).bands[0];
  const folder = await temporaryFolder(t);
  const [source, window] = ['source.tif', 'window.tif'].map((name) => join(folder, name)) as [string, string];
  await store.download(ref, source);
  await gdal('gdal_translate', '-q', '-srcwin', '0', '0', '512', '512', source, window);
  const [{ description, unit, offset, scale }, lost] = [await bandOf(source), await bandOf(window)];
  assert.deepEqual([description, unit, offset, scale], ['depth', 'm', -5, 0.01]);
  t.diagnostic(`of a window GDAL itself tells the unit ${lost.unit ?? 'no more'}`);
  const tiles = await planOfTiles(t, ref);
  const [tile] = tiles.plan.tiles;
  assert.ok(tile);
  const made = await product(t, (await makeTile(t, tiles, stemOf(t), tile)).output);
  const [band] = made.info.bands;
  assert.deepEqual([band.description, band.unit, band.offset, band.scale], [description, unit, offset, scale]);
});

test('an attempt that comes after the tile was published finds it, and does not read the source again', async (t) => {
  const tiles = await planned(t);
  const [tile] = tiles.plan.tiles;
  assert.ok(tile);
  const stem = stemOf(t);
  const first = await makeTile(t, tiles, stem, tile);
  // Its worker died before it could say anything.
  const before = recorded.seen.length;
  const second = await makeTile(t, tiles, stem, tile, { from: recorded.store });
  assert.deepEqual(second.output, { ...first.output, reused: true });
  const read = recorded.seen.slice(before).reduce((sum, { bytes }) => sum + bytes, 0);
  assert.ok(read < 300_000, `${read} bytes`);
  // It had said so.
  const saved = first.context.beats.at(-1)?.checkpoint;
  const third = await makeTile(t, tiles, stem, tile, { context: { saved, attempt: 2 } });
  assert.deepEqual([third.output, third.context.beats], [{ ...first.output, reused: true }, []]);
  // Other wishes are another tile.
  await assert.rejects(makeTile(t, tiles, stem, tile, { input: { nodata: 3 } }), withCode('blob_exists'));
});

test('damage that GDAL decodes all the same is told by the validation, the tile that has it, and the untiled product', async (t) => {
  const ref = await blobMade(t, async (path) => {
    await makeConstant(path, 1100, '7', '-ot', 'Byte', '-co', 'COMPRESS=PACKBITS');
    const bytes = await readFile(path);
    // 76 equal bytes become 128.
    bytes[bytes.indexOf(Buffer.of(0xb5, 7))] = 0x81;
    await writeFile(path, bytes);
  });
  const tiles = await planOfTiles(t, ref);
  const codes = ({ warnings }: { warnings: { code: string }[] }) => warnings.map(({ code }) => code);
  assert.deepEqual(codes(tiles.raster), ['decoder_warned']);
  const stem = stemOf(t);
  const told = [];
  for (const tile of tiles.plan.tiles) told.push(codes((await makeTile(t, tiles, stem, tile)).output));
  assert.ok(told.length >= 2);
  assert.deepEqual(told, [['decoder_warned'], ...told.slice(1).map(() => [])]);
  const { output } = await makeCog(t, { ref });
  assert.deepEqual(codes(output), ['decoder_warned']);
  assert.match(output.warnings[0]?.message ?? '', /PackBitsDecode:Discarding \d+ bytes/);
});

test('a window beyond the raster, and a source that was replaced, are refused', async (t) => {
  const tiles = await planned(t);
  const [tile] = tiles.plan.tiles;
  assert.ok(tile);
  const beyond = { ...tile, window: { ...tile.window, column: 1800 } };
  await assert.rejects(makeTile(t, tiles, stemOf(t), beyond), withCode('window_outside_raster'));
  const source = { ...tiles.raster.source, etag: '"0x8D0000000000000"' };
  await assert.rejects(makeTile(t, tiles, stemOf(t), tile, { input: { source } }), withCode('source_changed'));
});

test('what the client said that the source hashes to is checked before it is tiled', async (t) => {
  const { raster } = await planned(t);
  const { sha256 } = await store.hash(raster.source);
  const plan = async (expected_sha256: string, tiled_above = 0) => {
    const given = { ...raster, source: { ...raster.source, expected_sha256 } };
    const input = rasterPlanTilesContract.input.parse({ raster: given, tiled_above, tile_bytes: 2 ** 21 });
    return createRasterPlanTiles({ store }).run(input, await activityContext(t));
  };
  assert.equal((await plan(sha256)).source_sha256, sha256);
  await assert.rejects(plan('0'.repeat(64)), withCode('source_hash_mismatch'));
  // raster_cog does so where it is not.
  const below = await plan('0'.repeat(64), 2 ** 30);
  assert.deepEqual([below.tiled, below.tiles, below.reason], [false, [], 'below_threshold']);
});

test('a destination that products may not go into is refused', async (t) => {
  const tiles = await planned(t);
  const [tile] = tiles.plan.tiles;
  assert.ok(tile);
  const destination = freshBlob(t, 'bronze');
  const guarded = { ...store, requireWritable: () => assert.fail('asked') };
  await assert.rejects(makeTile(t, tiles, stemOf(t), tile, { input: { destination }, from: guarded }), /asked/);
});
