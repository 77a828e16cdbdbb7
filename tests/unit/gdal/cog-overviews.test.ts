import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { withExactOverviews } from '../../../src/activities/raster_cog/exact-overviews.ts';
import { createGdal } from '../../../src/gdal/create-gdal.ts';
import { readHeader } from '../../../src/gdal/read-header.ts';
import { streamPixels } from '../../../src/gdal/stream-pixels.ts';
import { cogArguments, cogPlan } from '../../../src/geo/cog-options.ts';
import type { Nodata, PixelType, RasterClass } from '../../../src/geo/raster.ts';
import { makeNumbers, type Numbers } from '../../integration/support/rasters.ts';
import { execute, searchPath, temporaryFolder } from './support/fixtures.ts';

type Size = [width: number, height: number];

async function make(folder: string, [width, height]: Size): Promise<string> {
  const path = join(folder, 'source.tif');
  const place = ['-a_srs', 'EPSG:32631', '-a_ullr', '500000', '5000000', '504000', '4997000'];
  await execute('gdal_create', ['-q', '-outsize', `${width}`, `${height}`, '-burn', '9', ...place, path]);
  return path;
}

/** What a product says of itself, with what its plan says. */
async function convert(t: TestContext, folder: string, source: string, [width, height]: Size) {
  const gdal = await createGdal({ scratchRoot: folder, searchPath, threads: 1, cacheMegabytes: 64 });
  const run = { scratch: folder, signal: t.signal };
  const kind = { raster_class: 'categorical', type: 'Byte', band_count: 1, packed: false, nodata: [] } as const;
  const plan = cogPlan({ width, height, ...kind }, 'analysis');
  const product = join(folder, 'product.tif');
  const args = cogArguments({ source, product, plan, threads: 1, crs: null, nodata: null });
  const failure = { code: 'conversion_failed', message: 'It failed.' };
  const { stderr } = await gdal.run({ ...run, program: 'gdal_translate', args, timeout: 60_000, failure });
  assert.equal(stderr, '');
  const { bands, layout } = await readHeader(gdal, { ...run, path: product });
  assert.equal(layout, 'COG');
  const { stdout } = await execute('gdalinfo', ['-json', '-oo', 'OVERVIEW_LEVEL=0', product]).catch(() => ({
    stdout: '',
  }));
  return { plan, band: bands[0], overviewBlock: stdout && JSON.parse(stdout).bands[0].block[0] };
}

for (const size of [
  [400, 300],
  [512, 512],
] as Size[]) {
  test(`a raster of ${size.join(' × ')} pixels does not hand its own overviews on`, async (t) => {
    const folder = await temporaryFolder(t);
    const source = await make(folder, size);
    await execute('gdaladdo', ['-q', '-r', 'cubic', source, '2', '4']);
    assert.deepEqual((await convert(t, folder, source, size)).band?.overviews, []);
  });
}

test('nor one whose mask has overviews', async (t) => {
  const folder = await temporaryFolder(t);
  const source = join(folder, 'masked.tif');
  const mask = ['--config', 'GDAL_TIFF_INTERNAL_MASK', 'YES', '-mask', '1'];
  await execute('gdal_translate', ['-q', ...mask, await make(folder, [400, 300]), source]);
  await execute('gdaladdo', ['-q', source, '2', '4']);
  const { band } = await convert(t, folder, source, [400, 300]);
  assert.deepEqual([band?.overviews, band?.hasMask], [[], true]);
  const { stdout } = await execute('gdalinfo', [join(folder, 'product.tif')]);
  assert.doesNotMatch(stdout, /overviews/i);
});

test('nor the resolutions of JPEG 2000', async (t) => {
  const folder = await temporaryFolder(t);
  const source = join(folder, 'source.jp2');
  const resolutions = ['-of', 'JP2OpenJPEG', '-co', 'RESOLUTIONS=3', '-co', 'REVERSIBLE=YES', '-co', 'QUALITY=100'];
  await execute('gdal_translate', ['-q', ...resolutions, await make(folder, [400, 300]), source]);
  assert.match((await execute('gdalinfo', [source])).stdout, /Overviews: 200x150/);
  assert.deepEqual((await convert(t, folder, source, [400, 300])).band?.overviews, []);
});

for (const size of [
  [513, 2],
  [1025, 1025],
  [1024, 2000],
  [1024, 9000],
  [512, 3000],
  [3, 5000],
  [1, 5000],
] as Size[]) {
  test(`a product of ${size.join(' × ')} pixels has the blocks and overviews that were planned`, async (t) => {
    const folder = await temporaryFolder(t);
    const { plan, band, overviewBlock } = await convert(t, folder, await make(folder, size), size);
    assert.deepEqual(band?.overviews, plan.overviews);
    assert.deepEqual(band?.block, [plan.block, plan.block]);
    if (plan.overviews.length > 0) assert.equal(overviewBlock, plan.overviewBlock);
  });
}

interface Regions {
  type: PixelType;
  /** Each is the value of many regions of 33 pixels a side. */
  numbers: Numbers;
  raster_class: RasterClass;
  nodata?: Nodata | null;
  masked?: boolean;
  size?: Size;
}

/** What the product of a raster is, and all values of each of its overviews. */
async function overviewsOf(t: TestContext, regions: Regions) {
  const { type, numbers, raster_class, nodata = null, masked = false, size: [width, height] = [1300, 1300] } = regions;
  const folder = await temporaryFolder(t);
  const gdal = await createGdal({ scratchRoot: folder, searchPath, threads: 1, cacheMegabytes: 64 });
  const failure = { code: 'failed', message: 'It failed.' };
  const run = { scratch: folder, signal: t.signal, timeout: 60_000, failure };
  const source = await makeRegions(folder, numbers, { nodata, masked, size: [width, height] });
  const size = { width, height };
  const plan = cogPlan({ ...size, raster_class, type, band_count: 1, packed: false, nodata: [nodata] }, 'analysis');
  const path = join(folder, 'product.tif');
  const command = { source, product: path, plan, threads: 1, crs: null, nodata: null };
  const header = await readHeader(gdal, { ...run, path: source });
  const args = await withExactOverviews({ ...run, gdal }, command, header);
  await gdal.run({ ...run, program: 'gdal_translate', args, moreDrivers: ['VRT'] });
  const product = await readHeader(gdal, { ...run, path });
  assert.deepEqual([product.layout, product.bands[0]?.overviews], ['COG', plan.overviews]);
  const values = [];
  for (const [overview, [width, height]] of plan.overviews.entries()) {
    const found = new Set<number | bigint>();
    const onBytes = (bytes: Uint8Array) => {
      for (const value of new (kindOf(numbers))(bytes.slice().buffer)) found.add(value);
    };
    const window = { column: 0, row: 0, width, height };
    await streamPixels(gdal, { ...run, path, type, bands: ['1'], window, overview, onBytes });
    values.push(found);
  }
  assert.ok(values.length > 1);
  return { product, values, path };
}

/** Of all those arrays as if it were one of them. */
const kindOf = (numbers: Numbers) => numbers.constructor as Float64ArrayConstructor;

async function makeRegions(
  folder: string,
  numbers: Numbers,
  { nodata, masked, size: [width, height] }: { nodata: Nodata | null; masked: boolean; size: Size },
): Promise<string> {
  const place = (at: number) => Math.floor((at % width) / 33) * 5 + Math.floor(at / width / 33) * 3;
  const region = (_: unknown, at: number) => numbers[place(at) % numbers.length] as number;
  const pixels = kindOf(numbers).from({ length: width * height }, region);
  const more = ['-co', 'TILED=YES', ...(nodata === null ? [] : ['-a_nodata', String(nodata)])];
  const plain = await makeNumbers(join(folder, 'plain.tif'), { pixels, width }, ...more);
  if (!masked) return plain;
  const source = join(folder, 'masked.tif');
  await execute('gdal_translate', ['-q', '--config', 'GDAL_TIFF_INTERNAL_MASK', 'YES', '-mask', '1', plain, source]);
  return source;
}

const CLASSES = {
  Int32: Int32Array.of(16777217, 16777219, -16777217, 2147483647, 7),
  UInt32: Uint32Array.of(4294967295, 4294967293, 16777217),
  Int64: BigInt64Array.of(2n ** 53n + 1n, 2n ** 60n + 1n, 2n ** 40n + 1n, -(2n ** 63n) + 1n),
  UInt64: BigUint64Array.of(2n ** 64n - 1n, 2n ** 53n + 1n, 3n),
  Float32: Float32Array.of(0.1, 16777216, -3.4028234663852886e38),
  Float64: Float64Array.of(0.1, 16777217, -Number.MAX_VALUE, 1e20),
};

for (const [type, numbers] of Object.entries(CLASSES) as [PixelType, Numbers][]) {
  test(`overviews of classes of ${type} hold the classes, and no other`, async (t) => {
    const { values } = await overviewsOf(t, { raster_class: 'categorical', type, numbers });
    const all = new Set<number | bigint>(numbers);
    assert.deepEqual(values, [all, all]);
  });
}

const NODATA = {
  Int32: Int32Array.of(-999999999, 5, 9),
  UInt32: Uint32Array.of(4294967294, 5, 9),
  Int64: BigInt64Array.of(-9007199254740993n, 5n, 9n),
  UInt64: BigUint64Array.of(2n ** 64n - 1n, 5n, 9n),
  Float64: Float64Array.of(-Number.MAX_VALUE, 5, 9),
};

for (const [type, numbers] of Object.entries(NODATA) as [PixelType, Numbers][]) {
  test(`a nodata value of ${type} that no 32-bit float is stays what it is in overviews`, async (t) => {
    const [value] = numbers as unknown as [number | bigint];
    const nodata = typeof value === 'number' ? value : (String(value) as Nodata);
    const { values, product } = await overviewsOf(t, { raster_class: 'continuous', type, numbers, nodata });
    assert.equal(product.bands[0]?.nodata, nodata);
    for (const found of values)
      assert.deepEqual(
        [...found].filter((each) => each < 5 || each > 9),
        [value],
      );
  });
}

test('overviews that were made before stay, however few rows they have', async (t) => {
  const given = { raster_class: 'categorical', type: 'Int64', numbers: CLASSES.Int64 } as const;
  const all = new Set<number | bigint>(CLASSES.Int64);
  for (const masked of [false, true])
    assert.deepEqual((await overviewsOf(t, { ...given, size: [3000, 140], masked })).values, [all, all, all]);
});

test('overviews that were made before bring their masks', async (t) => {
  const given = { raster_class: 'categorical', type: 'Int32', numbers: Int32Array.of(0, 16777217) } as const;
  const { product, path } = await overviewsOf(t, { ...given, masked: true });
  assert.equal(product.bands[0]?.hasMask, true);
  const { stdout } = await execute('gdalinfo', ['-json', '-oo', 'OVERVIEW_LEVEL=0', path]);
  assert.deepEqual(JSON.parse(stdout).bands[0].mask.flags, ['PER_DATASET']);
  const [bands, mask] = [`${path}.overview.tif`, `${path}.mask.tif`];
  await execute('gdal_translate', [
    '-q',
    '-oo',
    'OVERVIEW_LEVEL=0',
    '-ot',
    'Byte',
    '-scale',
    '0',
    '16777217',
    '0',
    '255',
    '-mask',
    'none',
    path,
    bands,
  ]);
  await execute('gdal_translate', ['-q', '-oo', 'OVERVIEW_LEVEL=0', '-b', 'mask,1', path, mask]);
  const checksum = async (file: string) =>
    JSON.parse((await execute('gdalinfo', ['-json', '-checksum', file])).stdout).bands[0].checksum;
  assert.equal(await checksum(bands), await checksum(mask));
});
