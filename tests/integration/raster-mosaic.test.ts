import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { BlobRef } from '../../src/storage/blob-store.ts';
import { makeCog, product, withCode } from './support/make-cog.ts';
import { makeMosaic, makeTiles, planOfTiles, stemOf } from './support/make-tiles.ts';
import { gdal, makeNumbers, makeRamp, remake } from './support/rasters.ts';
import { blobMade, store, temporaryFolder } from './support/storage.ts';
import { assertStrictCogs, keepProduct } from './support/strict-cogs.ts';

const [WIDTH, HEIGHT] = [1600, 1100];
const STRIPS = ['-co', 'COMPRESS=LZW', '-co', 'BLOCKYSIZE=32'];
const BLOCKS = ['-co', 'TILED=YES', '-co', 'COMPRESS=DEFLATE', '-co', 'ZLEVEL=1'];
const BYTES = ['-ot', 'Byte', '-b', '1', '-b', '1', '-b', '1', '-scale_1', '0', '65535', '0', '255'];
const COLOURS = [...BYTES, '-scale_2', '0', '65535', '255', '0', '-scale_3', '0', '9000', '0', '99'];

const LEAST_FLOAT = -3.4028234663852886e38;

/** The least float in place of ten of the 65,521 values that there are. */
const leastForFew = (vrt: string): string =>
  vrt
    .replaceAll('SimpleSource', 'ComplexSource')
    .replace('</ComplexSource>', `<LUT>0:${LEAST_FLOAT},9:${LEAST_FLOAT},10:10,65535:65535</LUT>$&`);

/** Arguments of gdal_translate that make a raster of a kind out of 16 bits of noise, and changes of its VRT before. */
const KINDS: Record<string, { args: string[]; changed?: (vrt: string) => string; raster_class: string }> = {
  'several bands with nodata, scales and names': {
    args: ['-b', '1', '-b', '1', ...BLOCKS],
    changed: (vrt) =>
      vrt.replaceAll(
        /<ColorInterp>[^<]*<\/ColorInterp>/g,
        '<Description>near &lt;infrared&gt;</Description><UnitType>%</UnitType><Offset>5</Offset><Scale>0.01</Scale><NoDataValue>7</NoDataValue>$&',
      ),
    raster_class: 'multispectral',
  },
  'colours with a mask, in strips': {
    args: [...COLOURS, '-mask', '1', '-colorinterp', 'red,green,blue', ...STRIPS],
    raster_class: 'rgb',
  },
  'colours with alpha': {
    args: [...COLOURS, '-b', '1', '-scale_4', '0', '60', '0', '255', '-colorinterp', 'red,green,blue,alpha', ...BLOCKS],
    raster_class: 'rgba',
  },
  'colours with alpha and a mask': {
    args: [
      ...[...COLOURS, '-b', '1', '-scale_4', '0', '60', '0', '255', '-mask', '1'],
      ...['-colorinterp', 'red,green,blue,alpha', ...BLOCKS],
    ],
    raster_class: 'rgba',
  },
  'a colour table': {
    args: ['-ot', 'Byte', '-scale', '0', '65535', '0', '3', ...BLOCKS],
    changed: (vrt) =>
      vrt.replace(
        /<ColorInterp>[^<]*<\/ColorInterp>/,
        `<ColorInterp>Palette</ColorInterp><ColorTable>${[0, 80, 160, 240].map((c) => `<Entry c1="${c}" c2="9" c3="${255 - c}" c4="255"/>`).join('')}</ColorTable>`,
      ),
    raster_class: 'palette',
  },
  'floats in which NaN is nodata': {
    args: ['-ot', 'Float32', '-scale', '0', '65535', '-1', '1', '-a_nodata', 'nan', ...BLOCKS],
    raster_class: 'continuous',
  },
  'floats in which the least of them is nodata': {
    args: ['-ot', 'Float32', ...BLOCKS],
    changed: (vrt) => leastForFew(vrt).replace('<ColorInterp>', `<NoDataValue>${LEAST_FLOAT}</NoDataValue>$&`),
    raster_class: 'continuous',
  },
  'twelve bits of sixteen': {
    args: ['-scale', '0', '65535', '0', '4095', '-co', 'NBITS=12', ...BLOCKS],
    raster_class: 'continuous',
  },
};

/** Noise of some millions of pixels: whatever goes to a wrong place shows. */
async function rasterOf(
  t: TestContext,
  args: string[],
  {
    changed,
    size = [WIDTH, HEIGHT],
  }: { changed?: ((vrt: string) => string) | undefined; size?: [number, number] } = {},
): Promise<BlobRef> {
  return blobMade(t, async (path, folder) => {
    const [noise, plain] = [join(folder, 'noise.tif'), join(folder, 'plain.tif')];
    await makeRamp(noise, ...size);
    const mask = ['--config', 'GDAL_TIFF_INTERNAL_MASK', 'YES'];
    await gdal('gdal_translate', '-q', ...args, ...mask, noise, changed ? plain : path);
    if (changed) await remake(plain, path, changed);
  });
}

/** Checksums of all bands and of the mask, by GDAL. */
async function checksums(path: string): Promise<number[]> {
  const info = JSON.parse(await gdal('gdalinfo', '-json', '-checksum', path));
  const mask = `${path}.mask.tif`;
  await gdal('gdal_translate', '-q', '-b', 'mask,1', path, mask);
  const ofMask = JSON.parse(await gdal('gdalinfo', '-json', '-checksum', mask));
  return [...info.bands, ...ofMask.bands].map(({ checksum }: { checksum: number }) => checksum);
}

/** All blobs of a mosaic in one folder, under the names that they have; gives the path of the index. */
async function fetched(t: TestContext, stem: BlobRef): Promise<string> {
  const folder = await temporaryFolder(t);
  const blobs = await store.list(stem.container_name, `${stem.blob_name}.`);
  for (const blob of blobs) await store.download(blob, join(folder, basename(blob.blob_name)));
  return join(folder, `${basename(stem.blob_name)}.vrt`);
}

async function mosaicOf(
  t: TestContext,
  ref: BlobRef,
  input: { raster_class?: string; output_tier?: string } = {},
  declared: object = {},
) {
  const planned = await planOfTiles(t, ref, declared);
  const stem = stemOf(t);
  const tiles = await makeTiles(t, planned, stem, input);
  return { planned, stem, tiles, output: await makeMosaic(t, planned, stem, tiles, input) };
}

for (const [kind, { args, changed, raster_class }] of Object.entries(KINDS)) {
  test(`tiles of ${kind} are, side by side, the raster that they were made of`, async (t) => {
    const ref = await rasterOf(t, args, { changed });
    const { output, tiles, stem } = await mosaicOf(t, ref, { raster_class });
    assert.ok(tiles.length >= 2, `${tiles.length} tiles`);
    const index = await fetched(t, stem);
    const source = join(await temporaryFolder(t), 'source.tif');
    await store.download(ref, source);
    const wanted = await checksums(source);
    assert.deepEqual(await checksums(index), wanted);
    assert.deepEqual(output.checksums, wanted.slice(0, -1));
    assert.deepEqual(output.mask_checksum, kind.includes('mask') ? wanted.at(-1) : null);
    for (const tile of [...tiles, output.overview]) await keepProduct(tile);
    const untiled = (await makeCog(t, { ref, input: { raster_class } })).output;
    assert.deepEqual(await checksums((await product(t, untiled.cog)).path), wanted);
    const bits = kind.includes('twelve bits') ? 12 : null;
    const told = [...output.mosaic.bands, ...output.overview.bands, ...Object.values(output.assets)];
    assert.deepEqual([...new Set(told.map((each) => each.bits))], [bits]);
  });
}

test('a nodata value of floats that is declared in all its digits is that of the tiles and of the index', async (t) => {
  const ref = await rasterOf(t, ['-ot', 'Float32', ...BLOCKS], { changed: leastForFew });
  const { output, stem } = await mosaicOf(t, ref, { raster_class: 'continuous' }, { nodata: LEAST_FLOAT });
  assert.deepEqual(
    output.mosaic.bands.map(({ nodata, statistics }) => [nodata, statistics?.minimum]),
    [[LEAST_FLOAT, 10]],
  );
  assert.match(await readFile(await fetched(t, stem), 'utf8'), /<NoDataValue>-3\.4028234663852886e\+38</);
});

test('bands, statistics and warnings are those of the untiled product', async (t) => {
  const ref = await rasterOf(t, KINDS['several bands with nodata, scales and names']?.args ?? [], {
    changed: (vrt) => vrt.replace('<ColorInterp>', '<NoDataValue>7</NoDataValue><Scale>2</Scale><ColorInterp>'),
  });
  const { output } = await mosaicOf(t, ref, { raster_class: 'multispectral' });
  const untiled = (await makeCog(t, { ref, input: { raster_class: 'multispectral' } })).output;
  assert.deepEqual(output.checksums, untiled.checksums);
  assert.deepEqual(output.warnings, untiled.warnings);
  const rounded = (bands: typeof output.mosaic.bands) =>
    bands.map(({ statistics, ...band }) => {
      const { mean, stddev, ...figures } = statistics ?? assert.fail('no statistics');
      return { ...band, ...figures, mean: mean.toPrecision(9), stddev: stddev.toPrecision(9) };
    });
  assert.deepEqual(rounded(output.mosaic.bands), rounded(untiled.cog.bands));
});

test('overviews go on over the edges of tiles, and are those of the untiled product where its size can be halved', async (t) => {
  const ref = await rasterOf(t, BLOCKS, { size: [2048, 1024] });
  const { output, stem, planned } = await mosaicOf(t, ref);
  const untiled = (await makeCog(t, { ref })).output;
  const { path } = await product(t, untiled.cog);
  const level = planned.plan.overview_levels - 1;
  const overview = `${path}.overview.tif`;
  await gdal('gdal_translate', '-q', '-oo', `OVERVIEW_LEVEL=${level}`, path, overview);
  const whole = (await fetched(t, stem)).replace(/vrt$/, 'whole.tif');
  assert.deepEqual(await checksums(whole), await checksums(overview));
  assert.deepEqual(output.overview_size, untiled.overview_sizes[level]);
});

for (const [what, raster_class, nodata] of [
  ['classes', 'categorical', []],
  ['a nodata value', 'continuous', ['-a_nodata', '-999999999']],
] as const) {
  test(`of ${what} that no 32-bit float is all overviews hold pixels of the raster, bit by bit, in tiles and untiled`, async (t) => {
    const values = [-999_999_999, 16_777_217, 16_777_219, -16_777_217];
    const [width, height] = [2048, 1024];
    const at = (index: number) => Math.floor((index % width) / 33) + Math.floor(index / width / 29);
    const pixels = Int32Array.from({ length: width * height }, (_, index) => values[at(index) % 4] as number);
    const ref = await blobMade(t, (path) => makeNumbers(path, { pixels, width }, ...BLOCKS, ...nodata));
    const { output, stem, planned, tiles } = await mosaicOf(t, ref, { raster_class });
    const untiled = (await makeCog(t, { ref, input: { raster_class } })).output;
    const { path } = await product(t, untiled.cog);
    const whole = (await fetched(t, stem)).replace(/vrt$/, 'whole.tif');
    let wanted = join(await temporaryFolder(t), 'source.tif');
    await store.download(ref, wanted);
    for (const [level, size] of untiled.overview_sizes.entries()) {
      const [half, overview] = [`${path}.half-${level}.tif`, `${path}.overview-${level}.tif`];
      await gdal('gdal_translate', '-q', '-r', 'nearest', '-outsize', ...size.map(String), wanted, half);
      await gdal('gdal_translate', '-q', '-oo', `OVERVIEW_LEVEL=${level}`, path, overview);
      assert.deepEqual(await checksums(overview), await checksums(half));
      if (level === planned.plan.overview_levels - 1) assert.deepEqual(await checksums(whole), await checksums(half));
      wanted = half;
    }
    assert.deepEqual(output.overview_size, untiled.overview_sizes[planned.plan.overview_levels - 1]);
    for (const tile of [...tiles, output.overview]) await keepProduct(tile);
  });
}

test('of a raster of another size the overview has no seam either, and its pixels are whole ones of the raster', async (t) => {
  const ref = await rasterOf(t, BLOCKS, { size: [2601, 1101] });
  const { output, stem, planned, tiles } = await mosaicOf(t, ref);
  assert.deepEqual(
    tiles.map(({ window }) => [window.column, window.width, window.height]),
    [
      [0, 1024, 1101],
      [1024, 1024, 1101],
      [2048, 553, 1101],
    ],
  );
  const levels = planned.plan.overview_levels;
  assert.deepEqual([levels, ...output.overview_size], [1, 1300, 550]);
  const whole = (await fetched(t, stem)).replace(/vrt$/, 'whole.tif');
  const info = JSON.parse(await gdal('gdalinfo', '-json', whole));
  const [x0, dx, , y0, , dy] = planned.raster.geotransform;
  assert.deepEqual(info.geoTransform, [x0, dx * 2 ** levels, 0, y0, 0, dy * 2 ** levels]);
  // All but the last column of tiles, as one raster.
  const inner = join(await temporaryFolder(t), 'inner.tif');
  const source = `${inner}.source.tif`;
  await store.download(ref, source);
  const window = ['-srcwin', '0', '0', '2048', '1101'];
  const overviews = ['-co', `OVERVIEW_COUNT=${levels}`, '-co', 'OVERVIEW_RESAMPLING=AVERAGE'];
  await gdal('gdal_translate', '-q', '-of', 'COG', ...overviews, ...window, source, inner);
  const part = ['-srcwin', '0', '0', '1024', '550'];
  await gdal('gdal_translate', '-q', '-oo', `OVERVIEW_LEVEL=${levels - 1}`, ...part, inner, `${inner}.a.tif`);
  await gdal('gdal_translate', '-q', ...part, whole, `${inner}.b.tif`);
  assert.deepEqual(await checksums(`${inner}.b.tif`), await checksums(`${inner}.a.tif`));
  // What is made a second time is found, and what is no whole is refused.
  assert.deepEqual(await makeMosaic(t, planned, stem, tiles), output);
  const refused = (given: readonly object[], code: string, to = stem) =>
    assert.rejects(makeMosaic(t, planned, to, given), withCode(code));
  const [first, ...rest] = tiles;
  assert.ok(first);
  await refused(rest, 'incomplete_tiles');
  await refused([first, ...tiles], 'incomplete_tiles');
  await refused(tiles, 'incomplete_tiles', { ...stem, blob_name: 'elsewhere/x' });
  await refused([{ ...first, overview_sizes: [] }, ...rest], 'incomplete_tiles');
  await refused([{ ...first, etag: '"0x8D0000000000000"' }, ...rest], 'source_changed');
  await refused([{ ...first, sha256: '0'.repeat(64) }, ...rest], 'blob_exists');
  const text = Buffer.from(await store.read({ ...stem, blob_name: `${stem.blob_name}.vrt` })).toString();
  assert.doesNotMatch(text, /sig=|https?:|\/vsi|\/tmp/);
  assert.equal(text.match(/<SourceFilename relativeToVRT="1">/g)?.length, tiles.length + 1);
});

test('lossy tiles are, side by side, the lossy product', async (t) => {
  const ref = await rasterOf(t, [...COLOURS, '-colorinterp', 'red,green,blue', ...BLOCKS]);
  const lossy = { raster_class: 'rgb', output_tier: 'visualization' };
  const { output, stem } = await mosaicOf(t, ref, lossy);
  assert.deepEqual([output.lossless, output.checksums], [false, []]);
  const untiled = (await makeCog(t, { ref, input: lossy })).output;
  const { path } = await product(t, untiled.cog);
  assert.deepEqual(await checksums(await fetched(t, stem)), await checksums(path));
});

test('every tile and every overview is a valid COG, strictly', async () => {
  await assertStrictCogs(20);
});
