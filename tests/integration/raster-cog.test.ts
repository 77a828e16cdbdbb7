import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { createRasterCog } from '../../src/activities/raster_cog/activity.ts';
import { rasterCogContract } from '../../src/activities/raster_cog/contract.ts';
import { activityContext, gdalForTest } from './support/activity-context.ts';
import { makeCog, product, withCode } from './support/make-cog.ts';
import {
  cutTo,
  damage,
  gdal,
  makeConstant,
  makeNumbers,
  makeRamp,
  makeRaster,
  makeSparse,
  remake,
  sizeOf,
  withoutCrs,
} from './support/rasters.ts';
import { blobMade, blobOf, blobOfFile, freshBlob, store, temporaryFolder } from './support/storage.ts';
import { assertStrictCogs } from './support/strict-cogs.ts';

test('16-bit bands become a lossless COG in the silver container', async (t) => {
  const ref = await blobMade(t, (path) => makeRamp(path, 1500, 1100));
  const { output, context } = await makeCog(t, { ref });
  const found = await product(t, output.cog);
  assert.equal(found.info.metadata.IMAGE_STRUCTURE.LAYOUT, 'COG');
  assert.deepEqual(
    [found.info.metadata.IMAGE_STRUCTURE.COMPRESSION, found.info.metadata.IMAGE_STRUCTURE.PREDICTOR],
    ['ZSTD', '2'],
  );
  assert.deepEqual(found.info.size, [1500, 1100]);
  assert.deepEqual(found.info.bands[0].block, [512, 512]);
  assert.deepEqual([output.cog.sha256, output.cog.size], [found.sha256, found.bytes]);
  assert.deepEqual(output.checksums, [found.info.bands[0].checksum]);
  assert.equal(output.lossless, true);
  assert.equal(output.reused, false);
  assert.deepEqual(output.overview_sizes, [
    [750, 550],
    [375, 275],
  ]);
  assert.equal(output.cog.media_type, 'image/tiff; application=geotiff; profile=cloud-optimized');
  assert.equal((await store.head(output.cog))?.content_type, output.cog.media_type);
  assert.equal(output.cog.bands[0]?.statistics?.maximum, 65520);
  const percents = context.beats.map(({ percent }) => percent);
  assert.deepEqual(
    percents,
    percents.toSorted((a, b) => a - b),
  );
  assert.ok(
    percents.some((percent) => percent > 30 && percent < 80),
    'GDAL’s own progress is heartbeat',
  );
  assert.equal(percents.at(-1), 100);
});

test('the bytes that were converted are the ones that were uploaded', async (t) => {
  const folder = await temporaryFolder(t);
  const path = await makeRamp(join(folder, 'a.tif'), 100, 100);
  const sha256 = createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
  const ref = await blobOfFile(t, path);
  assert.equal((await makeCog(t, { ref })).output.source_sha256, sha256);
  const head = await store.head(ref);
  const source = { ...ref, etag: head?.etag, size: head?.size, expected_sha256: 'f'.repeat(64) };
  await assert.rejects(makeCog(t, { ref, input: { source } }), withCode('source_hash_mismatch'));
});

test('options follow what the pixels mean', async (t) => {
  const float = await blobMade(t, (path) => makeConstant(path, 700, '1.5', '-ot', 'Float32', '-a_nodata', 'nan'));
  const ofFloat = (await makeCog(t, { ref: float })).output;
  assert.equal(ofFloat.options.PREDICTOR, '3');
  assert.equal(ofFloat.cog.bands[0]?.nodata, 'nan');

  const classes = await blobMade(t, (path) => makeRaster(path, '-ot', 'Byte', '-bands', '1'));
  const ofClasses = (await makeCog(t, { ref: classes, input: { raster_class: 'categorical' } })).output;
  assert.equal(ofClasses.options.OVERVIEW_RESAMPLING, 'MODE');
  assert.equal('PREDICTOR' in ofClasses.options, false);
});

test('an ASCII grid keeps its numbers, however many digits they have', async (t) => {
  const header = 'ncols 2\nnrows 2\nxllcorner 500000\nyllcorner 4999980\ncellsize 10\n';
  const ref = await blobOf(t, `${header}NODATA_value -9999\n12345678901 -0.5\n123456789.123 -9999\n`);
  const { output } = await makeCog(t, { ref, input: { input_crs: 'EPSG:32631' } });
  const { path } = await product(t, output.cog);
  const pixel = async (column: number, row: number) =>
    (await gdal('gdallocationinfo', '-valonly', path, String(column), String(row))).trim();
  assert.deepEqual(await Promise.all([pixel(0, 0), pixel(0, 1)]), ['12345678901', '123456789.123']);
  const [band] = output.cog.bands;
  assert.deepEqual([band?.type, band?.nodata, band?.statistics?.maximum], ['Float64', -9999, 12_345_678_901]);
  const wrong = await blobOf(t, `${header}1 2\n3 x\n`);
  await assert.rejects(makeCog(t, { ref: wrong, input: { input_crs: 'EPSG:32631' } }), withCode('invalid_ascii_grid'));
});

test('a PNG of single bits stays one', async (t) => {
  const ref = await blobMade(t, async (path) => {
    await makeRamp(`${path}.tif`, 300, 200);
    await gdal(
      'gdal_translate',
      '-q',
      '-of',
      'PNG',
      '-co',
      'NBITS=1',
      '-ot',
      'Byte',
      '-scale',
      '0',
      '65535',
      '0',
      '1',
      `${path}.tif`,
      path,
    );
  });
  const place = { input_crs: 'EPSG:32631', input_geotransform: [500000, 10, 0, 5000000, 0, -10] };
  const { output } = await makeCog(t, { ref, input: place });
  const { info } = await product(t, output.cog);
  const [band] = info.bands;
  assert.deepEqual([band.type, band.metadata.IMAGE_STRUCTURE.NBITS, band.checksum], ['Byte', '1', output.checksums[0]]);
  assert.equal(output.cog.bands[0]?.bits, 1);
  assert.deepEqual([output.cog.bands[0]?.statistics?.minimum, output.cog.bands[0]?.statistics?.maximum], [0, 1]);
});

for (const [type, nbits, bits] of [
  ['Byte', 4, 4],
  ['UInt16', 12, 12],
  ['Float32', 16, 16],
  ['UInt16', 16, null],
] as const) {
  test(`${type} of ${nbits} bits ${bits === null ? 'uses all of them' : 'says so of its bands'}`, async (t) => {
    const ref = await blobMade(t, async (path) => {
      await makeRamp(`${path}.tif`, 300, 200);
      const scale = ['-scale', '0', '65535', '0', '15', '-ot', type, '-co', `NBITS=${nbits}`];
      await gdal('gdal_translate', '-q', ...scale, `${path}.tif`, path);
    });
    const { output } = await makeCog(t, { ref });
    const [band] = (await product(t, output.cog)).info.bands;
    assert.equal(band.metadata.IMAGE_STRUCTURE?.NBITS, bits === null ? undefined : String(bits));
    assert.equal(output.cog.bands[0]?.bits, bits);
  });
}

test('overviews of classes hold no class that the raster has not', async (t) => {
  const ref = await blobMade(t, async (path, folder) => {
    const pixels = Uint8Array.from({ length: 1024 * 1024 }, (_, index) => [1, 40, 90, 200][(index * 31) % 4] as number);
    await writeFile(join(folder, 'raw'), pixels);
    await writeFile(
      join(folder, 'raw.vrt'),
      '<VRTDataset rasterXSize="1024" rasterYSize="1024"><SRS>EPSG:32631</SRS><GeoTransform>500000,10,0,5000000,0,-10</GeoTransform><VRTRasterBand dataType="Byte" band="1" subClass="VRTRawRasterBand"><SourceFilename relativeToVRT="1">raw</SourceFilename></VRTRasterBand></VRTDataset>',
    );
    await gdal('gdal_translate', '-q', join(folder, 'raw.vrt'), path);
  });
  const { output } = await makeCog(t, { ref, input: { raster_class: 'categorical' } });
  const { path } = await product(t, output.cog);
  const folder = await temporaryFolder(t);
  await gdal('gdal_translate', '-q', '-of', 'ENVI', '-oo', 'OVERVIEW_LEVEL=0', path, join(folder, 'overview'));
  const values = new Set(await readFile(join(folder, 'overview')));
  assert.ok(
    [...values].every((value) => [1, 40, 90, 200].includes(value)),
    `found ${[...values]}`,
  );
});

test('colours, nodata, description, scale, offset and unit survive', async (t) => {
  const ref = await blobMade(t, async (path, folder) => {
    await makeRamp(join(folder, 'plain.tif'), 600, 600);
    const about =
      '<Description>reflectance</Description><UnitType>percent</UnitType><Offset>5</Offset><Scale>0.01</Scale><NoDataValue>7</NoDataValue>';
    await remake(join(folder, 'plain.tif'), path, (vrt) =>
      vrt.replace(/<ColorInterp>[^<]*<\/ColorInterp>/, `${about}<ColorInterp>Red</ColorInterp>`),
    );
  });
  const { output } = await makeCog(t, { ref });
  const [band] = output.cog.bands;
  assert.deepEqual(
    [band?.colour_interpretation, band?.nodata, band?.description, band?.scale, band?.offset, band?.unit],
    ['red', 7, 'reflectance', 0.01, 5, 'percent'],
  );
});

test('a nodata value and a CRS that are declared are written', async (t) => {
  const ref = await blobMade(t, async (path, folder) => {
    await makeRamp(join(folder, 'plain.tif'), 600, 600);
    await remake(join(folder, 'plain.tif'), path, withoutCrs);
  });
  await assert.rejects(makeCog(t, { ref }), withCode('missing_crs'));
  const { output } = await makeCog(t, { ref, input: { input_crs: 'EPSG:32633', nodata: 0 } });
  assert.equal(output.cog.bands[0]?.nodata, 0);
  assert.equal((await product(t, output.cog)).info.stac['proj:epsg'], 32633);
});

test('a nodata value of floats is declared and told in all its digits', async (t) => {
  const least = -3.4028234663852886e38;
  const pixels = Float32Array.from({ length: 100 * 100 }, (_, at) => (at % 4 === 0 ? least : at));
  const ref = await blobMade(t, (path) => makeNumbers(path, { pixels, width: 100 }));
  const { output } = await makeCog(t, { ref, input: { nodata: least } });
  const [band] = output.cog.bands;
  assert.deepEqual([band?.nodata, band?.statistics?.minimum, band?.statistics?.valid_percent], [least, 1, 75]);
});

test('a picture may be made lossy, and says so', async (t) => {
  const ref = await blobMade(t, async (path, folder) => {
    await makeRaster(join(folder, 'bytes.tif'), '-ot', 'Byte');
    await gdal('gdal_translate', '-q', '-colorinterp', 'red,green,blue', join(folder, 'bytes.tif'), path);
  });
  const { output } = await makeCog(t, { ref, input: { output_tier: 'visualization' } });
  assert.deepEqual([output.options.COMPRESS, output.lossless, output.checksums], ['WEBP', false, []]);
  assert.equal((await makeCog(t, { ref })).output.options.COMPRESS, 'ZSTD');
});

test('a second attempt finds its own product, and refuses another’s', async (t) => {
  const [one, other] = [
    await blobMade(t, (path) => makeRamp(path, 300, 300)),
    await blobMade(t, (path) => makeRamp(path, 310, 300)),
  ];
  const destination = freshBlob(t, 'silver');
  const first = (await makeCog(t, { ref: one, destination })).output;
  const second = (await makeCog(t, { ref: one, destination })).output;
  assert.deepEqual(second, { ...first, reused: true });
  await assert.rejects(makeCog(t, { ref: other, destination }), withCode('blob_exists'));
  await assert.rejects(makeCog(t, { ref: one, destination, input: { nodata: 3 } }), withCode('blob_exists'));
});

test('an attempt that died after publishing is not repeated', async (t) => {
  const ref = await blobMade(t, (path) => makeRamp(path, 300, 300));
  const destination = freshBlob(t, 'silver');
  const first = await makeCog(t, { ref, destination });
  const saved = first.context.beats.at(-1)?.checkpoint;
  assert.ok(saved);
  const second = await makeCog(t, { ref, destination, context: { saved, attempt: 2 } });
  assert.deepEqual(second.output, { ...first.output, reused: true });
  assert.deepEqual(second.context.beats, []);
  await store.remove(destination);
  const third = await makeCog(t, { ref, destination, context: { saved, attempt: 3 } });
  assert.equal(third.output.reused, false);
});

test('two attempts at once publish one blob', async (t) => {
  const ref = await blobMade(t, (path) => makeRamp(path, 300, 300));
  const destination = freshBlob(t, 'silver');
  const both = await Promise.all([makeCog(t, { ref, destination }), makeCog(t, { ref, destination })]);
  assert.deepEqual(both.map(({ output }) => output.reused).sort(), [false, true]);
  assert.equal(both[0].output.cog.etag, both[1].output.cog.etag);
});

test('a source that was replaced since it was validated is refused', async (t) => {
  const ref = await blobMade(t, (path) => makeRamp(path, 100, 100));
  const source = { ...ref, etag: '"0x8D0000000000000"', size: 100 };
  await assert.rejects(makeCog(t, { ref, input: { source } }), withCode('source_changed'));
});

test('a truncated source is refused', async (t) => {
  const ref = await blobMade(t, async (path) => {
    await makeRamp(path, 1000, 700);
    await cutTo(path, Math.floor((await sizeOf(path)) / 2));
  });
  await assert.rejects(makeCog(t, { ref }), withCode('raster_truncated'));
});

test('a source that declares far more than it stores is refused before it is converted', async (t) => {
  const ref = await blobMade(t, (path) => makeSparse(path, 240_000));
  await assert.rejects(makeCog(t, { ref }), withCode('implausible_size'));
});

test('a modest sparse source is converted', async (t) => {
  const ref = await blobMade(t, (path) => makeSparse(path, 9_000, 1024));
  const { output } = await makeCog(t, { ref });
  assert.deepEqual([output.cog.bands[0]?.statistics?.maximum, output.overview_sizes[0]], [0, [4500, 4500]]);
});

test('damage in the middle, which no header shows, is refused', async (t) => {
  const ref = await blobMade(t, async (path) => {
    await makeRamp(path, 1000, 700, '-co', 'TILED=YES', '-co', 'COMPRESS=DEFLATE');
    await damage(path, Math.floor((await sizeOf(path)) / 2), 20_000);
  });
  await assert.rejects(makeCog(t, { ref }), withCode('raster_unreadable'));
});

test('aborting kills GDAL and publishes nothing', async (t) => {
  const ref = await blobMade(t, (path) => makeRamp(path, 4000, 3000));
  const destination = freshBlob(t, 'silver');
  const abort = new AbortController();
  const context = await activityContext(t, { signal: abort.signal });
  const scratch = await context.scratch();
  const activity = createRasterCog({ store, gdal: await gdalForTest() });
  const head = await store.head(ref);
  const source = { ...ref, etag: head?.etag, size: head?.size };
  const input = rasterCogContract.input.parse({ source, destination, output_tier: 'archive' });
  const running = activity.run(input, {
    ...context,
    heartbeat: (percent) => {
      if (percent > 32) abort.abort(new Error('cancelled'));
    },
  });
  await assert.rejects(running, /cancelled/);
  assert.equal(await store.head(destination), undefined);
  assert.deepEqual(await processesNaming(scratch), []);
  assert.ok((await readdir(scratch)).every((name) => !name.startsWith('gdalrc')));
});

test('every product is a valid COG, strictly', async () => {
  await assertStrictCogs(14);
});

async function processesNaming(text: string): Promise<string[]> {
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'args']);
  return stdout.split('\n').filter((line) => line.includes(text));
}
