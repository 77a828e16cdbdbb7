import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { createRasterPreview } from '../../src/activities/raster_preview/activity.ts';
import { rasterPreviewContract } from '../../src/activities/raster_preview/contract.ts';
import { FaultError } from '../../src/plan/fault.ts';
import type { BlobRef } from '../../src/storage/blob-store.ts';
import { activityContext, gdalForTest } from './support/activity-context.ts';
import { gdal, makeConstant, makeRamp, makeRaster, remake } from './support/rasters.ts';
import { blobMade, blobOf, freshBlob, store, temporaryFolder } from './support/storage.ts';

async function preview(t: TestContext, ref: BlobRef, more: object = {}) {
  const head = await store.head(ref);
  const destination = freshBlob(t, 'silver', '');
  const input = rasterPreviewContract.input.parse({
    cog: { ...ref, etag: head?.etag, size: head?.size },
    destination,
    ...more,
  });
  const activity = createRasterPreview({ store, gdal: await gdalForTest() });
  const output = rasterPreviewContract.output.parse(await activity.run(input, await activityContext(t)));
  t.after(() => Promise.all(Object.values(output.assets).map((asset) => store.remove(asset))));
  return output;
}

/** What GDAL sees in a published picture: its format, its size, and the colour of a pixel. */
async function look(t: TestContext, ref: BlobRef, column: number, row: number) {
  const path = join(await temporaryFolder(t), 'picture');
  await store.download(ref, path);
  const info = JSON.parse(await gdal('gdalinfo', '-json', path));
  const values = await gdal('gdallocationinfo', '-valonly', path, String(column), String(row));
  const colour = values.trim().split(/\s+/).map(Number);
  return { format: info.driverShortName, size: info.size, colour, media_type: (await store.head(ref))?.content_type };
}

/** A COG as the product is: 1,500 × 1,100 pixels in two overviews. */
const cogMade = (t: TestContext, ...more: string[]) =>
  blobMade(t, async (path, folder) => {
    await makeRamp(join(folder, 'ramp.tif'), 1500, 1100);
    await gdal('gdal_translate', '-q', '-of', 'COG', ...more, join(folder, 'ramp.tif'), path);
  });

test('a thumbnail and an overview in the sizes and formats that the web takes', async (t) => {
  const ref = await cogMade(t);
  const output = await preview(t, ref);
  const { thumbnail, overview } = output.assets;
  assert.deepEqual(output.made_from, [1500, 1100]);
  const seen = [await look(t, thumbnail, 0, 0), await look(t, overview, 0, 0)];
  assert.deepEqual(
    seen.map(({ format, size, media_type }) => [format, size, media_type]),
    [
      ['PNG', [256, 188], 'image/png'],
      ['WEBP', [1024, 751], 'image/webp'],
    ],
  );
  assert.deepEqual([thumbnail.roles, overview.roles], [['thumbnail'], ['overview']]);
  assert.deepEqual(
    [thumbnail.media_type, thumbnail.width, thumbnail.height, overview.width, overview.height],
    ['image/png', 256, 188, 1024, 751],
  );
  assert.equal((await store.head(thumbnail))?.size, thumbnail.size);
  assert.ok(thumbnail.blob_name.endsWith('.thumbnail.png'), thumbnail.blob_name);
  const [stretch] = output.stretch;
  assert.ok(stretch && stretch.minimum > 500 && stretch.maximum < 65_000, 'the outermost values are left out');
});

test('only an overview is read where the product has one', async (t) => {
  const ref = await cogMade(t);
  const output = await preview(t, ref, { overview_size: 512, thumbnail_format: 'webp' });
  assert.deepEqual(output.made_from, [750, 550]);
  assert.equal(output.assets.thumbnail.media_type, 'image/webp');
});

test('a large raster without overviews is refused', async (t) => {
  const sparse = ['-co', 'SPARSE_OK=TRUE', '-co', 'TILED=YES'];
  const ref = await blobMade(t, (path) => makeConstant(path, 5000, '1', ...sparse));
  await assert.rejects(preview(t, ref), (error) => error instanceof FaultError && error.fault.code === 'no_overviews');
});

test('classes have the colours of their table, at every size', async (t) => {
  const ref = await blobMade(t, async (path, folder) => {
    const pixels = Uint8Array.from({ length: 600 * 600 }, (_, index) => (index % 600 < 300 ? 1 : 2));
    await writeFile(join(folder, 'raw'), pixels);
    const colours =
      '<ColorTable><Entry c1="0" c2="0" c3="0"/><Entry c1="200" c2="10" c3="20"/><Entry c1="0" c2="90" c3="0"/></ColorTable>';
    await writeFile(
      join(folder, 'raw.vrt'),
      `<VRTDataset rasterXSize="600" rasterYSize="600"><SRS>EPSG:32631</SRS><GeoTransform>500000,10,0,5000000,0,-10</GeoTransform><VRTRasterBand dataType="Byte" band="1" subClass="VRTRawRasterBand"><ColorInterp>Palette</ColorInterp>${colours}<NoDataValue>0</NoDataValue><SourceFilename relativeToVRT="1">raw</SourceFilename></VRTRasterBand></VRTDataset>`,
    );
    await gdal('gdal_translate', '-q', '-of', 'COG', join(folder, 'raw.vrt'), path);
  });
  const output = await preview(t, ref);
  assert.deepEqual(output.stretch, []);
  for (const asset of [output.assets.thumbnail, output.assets.overview]) {
    assert.deepEqual((await look(t, asset, 3, 3)).colour.slice(0, 3), [200, 10, 20]);
    assert.deepEqual(
      (await look(t, asset, 250, 3)).colour.slice(0, 3),
      asset.width === 256 ? [0, 90, 0] : [200, 10, 20],
    );
  }
});

test('nodata and what a mask hides is transparent', async (t) => {
  const nodata = await blobMade(t, (path) => makeRaster(path, '-a_nodata', '10'));
  const { thumbnail } = (await preview(t, nodata)).assets;
  assert.deepEqual((await look(t, thumbnail, 100, 100)).colour[3], 0);
  const masked = await blobMade(t, async (path, folder) => {
    await makeRaster(join(folder, 'a.tif'), '-ot', 'Byte');
    await remake(
      join(folder, 'a.tif'),
      path,
      (vrt) => vrt,
      '--config',
      'GDAL_TIFF_INTERNAL_MASK',
      'YES',
      '-b',
      '1',
      '-b',
      '2',
      '-b',
      '3',
      '-mask',
      '1',
    );
  });
  assert.deepEqual((await look(t, (await preview(t, masked)).assets.thumbnail, 100, 100)).colour.length, 3);
});

test('pictures keep their own colours, and others show the bands that are asked for', async (t) => {
  const ref = await blobMade(t, async (path, folder) => {
    await makeRaster(join(folder, 'a.tif'), '-ot', 'Byte');
    await gdal('gdal_translate', '-q', '-colorinterp', 'red,green,blue', join(folder, 'a.tif'), path);
  });
  const output = await preview(t, ref);
  assert.deepEqual(output.stretch[0], { minimum: 0, maximum: 255 });
  assert.deepEqual((await look(t, output.assets.thumbnail, 9, 9)).colour, [10, 20, 30]);
  assert.deepEqual((await preview(t, ref, { bands: [3] })).bands, [3]);
  await assert.rejects(
    preview(t, ref, { bands: [4] }),
    (error) => error instanceof FaultError && error.fault.code === 'no_such_band',
  );
});

test('a second attempt finds its own pictures, and what is of another stays', async (t) => {
  const ref = await blobMade(t, (path) => makeRaster(path));
  const destination = freshBlob(t, 'silver', '');
  const [first, second] = [await preview(t, ref, { destination }), await preview(t, ref, { destination })];
  assert.deepEqual(second, first);
  await assert.rejects(
    preview(t, ref, { destination, percentiles: [1, 99] }),
    (error) => error instanceof FaultError && error.fault.code === 'blob_exists',
  );
  const text = await blobOf(t, 'no raster');
  await assert.rejects(preview(t, text), (error) => error instanceof FaultError && error.fault.code === 'not_a_raster');
});
