import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { createGdal } from '../../../src/gdal/create-gdal.ts';
import { readPixels } from '../../../src/gdal/read-pixels.ts';
import { percentOf } from '../../../src/geo/pixels/band-tally.ts';
import { nodataRange } from '../../../src/geo/pixels/nodata-range.ts';
import { FaultError } from '../../../src/plan/fault.ts';
import { damage, makeRamp, rawVrt, sizeOf } from '../../integration/support/rasters.ts';
import { execute, searchPath, temporaryFolder } from './support/fixtures.ts';

interface GdalBand {
  checksum: number;
  metadata: { '': Record<string, string> };
}

async function setUp(t: TestContext) {
  const scratch = await temporaryFolder(t);
  const gdal = await createGdal({ scratchRoot: scratch, searchPath, threads: 2, cacheMegabytes: 64 });
  return { scratch, gdal, signal: new AbortController().signal };
}

/** What gdalinfo says of the same pixels. */
async function saidByGdal(path: string): Promise<GdalBand[]> {
  const env = { ...process.env, GDAL_PAM_ENABLED: 'NO' };
  const { stdout } = await execute('gdalinfo', ['-json', '-checksum', '-stats', path], { env });
  return JSON.parse(stdout).bands;
}

/** Numbers of GDAL's within what it prints of them. */
function assertNear(got: number | undefined, wanted: string | undefined, what: string): void {
  const number = Number(wanted);
  const near = Math.abs((got ?? Number.NaN) - number) <= 1e-9 * Math.max(1, Math.abs(number));
  assert.ok(near, `${what}: ${got} and not ${wanted}`);
}

test('many bands in one block give the checksums and statistics that GDAL gives, and leave nothing behind', async (t) => {
  const { scratch, gdal, signal } = await setUp(t);
  const path = join(scratch, 'a.tif');
  const bands = ['-bands', '5', ...[11, 22, 33, 44, 55].flatMap((value) => ['-burn', String(value)])];
  const folded = ['-co', 'INTERLEAVE=PIXEL', '-co', 'TILED=YES', '-co', 'COMPRESS=LZW'];
  await execute('gdal_create', ['-q', '-outsize', '1000', '850', '-ot', 'UInt16', ...bands, ...folded, path]);
  const seen: number[] = [];
  const onProgress = (percent: number) => seen.push(percent);
  const read = await readPixels(gdal, { path, scratch, signal, statistics: true, onProgress });
  const wanted = await saidByGdal(path);
  assert.deepEqual(
    read.bands.map(({ checksum }) => checksum),
    wanted.map(({ checksum }) => checksum),
  );
  assert.deepEqual(
    read.bands.map(({ statistics }) => statistics?.mean),
    [11, 22, 33, 44, 55],
  );
  assert.deepEqual(read.bands[0]?.block, [256, 256]);
  assert.equal(read.maskChecksum, null);
  assert.equal(seen.at(-1), 100);
  assert.deepEqual((await readdir(scratch)).sort(), ['.gdal-processes', 'a.tif']);
});

const KINDS: Readonly<Record<string, string[]>> = {
  Byte: ['-ot', 'Byte', '-scale', '0', '65520', '0', '255', '-a_nodata', '17'],
  Int16: ['-ot', 'Int16', '-scale', '0', '65520', '-32768', '32767', '-a_nodata', '-32768'],
  UInt16: ['-a_nodata', '65520', '-co', 'TILED=YES', '-co', 'COMPRESS=DEFLATE'],
  Int32: ['-ot', 'Int32', '-scale', '0', '65520', '-2000000000', '2000000000'],
  UInt32: ['-ot', 'UInt32', '-scale', '0', '65520', '0', '4294967295'],
  Float32: ['-ot', 'Float32', '-scale', '0', '65520', '-1.7', '1e6', '-a_nodata', '-1.7'],
  Float64: ['-ot', 'Float64', '-scale', '0', '65520', '1e12', '1.000001e12'],
  'of 12 bits': ['-scale', '0', '65520', '0', '4095', '-co', 'NBITS=12'],
  'with a mask': ['-b', '1', '-b', '1', '-mask', '1', '-co', 'INTERLEAVE=BAND'],
  'with alpha': ['-b', '1', '-b', '1', '-colorinterp', 'gray,alpha', '-co', 'ALPHA=YES'],
};

/** GDAL 3.6 adds up what a mask hides, too. */
const MASKED = new Set(['with a mask', 'with alpha']);

test('checksums and statistics are those of GDAL, whatever the pixels are', async (t) => {
  const { scratch, gdal, signal } = await setUp(t);
  const ramp = await makeRamp(join(scratch, 'ramp.tif'), 301, 203);
  for (const [kind, options] of Object.entries(KINDS)) {
    const path = join(scratch, 'kind.tif');
    await execute('gdal_translate', ['-q', '--config', 'GDAL_TIFF_INTERNAL_MASK', 'YES', ...options, ramp, path]);
    const read = await readPixels(gdal, { path, scratch, signal, statistics: true });
    const wanted = await saidByGdal(path);
    for (const [index, { checksum, metadata }] of wanted.entries()) {
      const band = read.bands[index];
      const said = metadata[''];
      assert.equal(band?.checksum, checksum, kind);
      if (MASKED.has(kind)) continue;
      assertNear(band?.statistics?.minimum, said?.STATISTICS_MINIMUM, `${kind}, minimum`);
      assertNear(band?.statistics?.maximum, said?.STATISTICS_MAXIMUM, `${kind}, maximum`);
      assertNear(band?.statistics?.mean, said?.STATISTICS_MEAN, `${kind}, mean`);
      assertNear(band?.statistics?.stddev, said?.STATISTICS_STDDEV, `${kind}, deviation`);
    }
    assert.equal(read.maskChecksum !== null, kind === 'with a mask', kind);
    if (MASKED.has(kind)) assert.equal(read.bands[0]?.statistics?.minimum, 1, kind);
  }
});

/** Nodata values as they are declared, and pixels near to them. */
const NEAR: [type: 'Float32' | 'Float64' | 'Int32', nodata: string, pixels: number[]][] = [
  ['Float32', '-3.40282e+38', [-3.4028234663852886e38, -3.4e38, -3e38, -3.5e32, -3e32, 1]],
  ['Float32', '-3.4e+38', [-3.4028234663852886e38, -3.4e38, -3e38, -2.8e35, -1e35, 1]],
  ['Float32', '-9999.9', [-9999.9, -9999.9004, -9999.8955, -9999.8945, -9999.904, -9999.906, 9999.9]],
  ['Float32', '0.1', [0.1, 0.10000002, 0.10000004, 0.10000005, 0.1000001, -0.1, 0]],
  ['Float32', '0', [0, -0, 1e-45, 1e-38]],
  ['Float32', '-inf', [Number.NEGATIVE_INFINITY, -3.4028234663852886e38]],
  ['Float64', '-9999', [-9999, -9999.0001, -9999.0047, -9999.0049, -9998.9953, -9998.9951]],
  ['Float64', '1e-320', [1e-320, 2e-320, 0]],
  ['Float64', '-1.7976931348623157e+308', [-Number.MAX_VALUE, -1e300, -1e291, 1]],
  ['Int32', '-2147483648', [-2147483648, -2147483647, -2147483500, 5]],
];

test('what counts as nodata is what GDAL masks', async (t) => {
  const { scratch, gdal, signal } = await setUp(t);
  for (const [type, nodata, pixels] of NEAR) {
    const [raw, path, masks] = ['near.raw', 'near.tif', 'near.mask'].map((name) => join(scratch, name)) as [
      string,
      string,
      string,
    ];
    const samples = { Float32: Float32Array, Float64: Float64Array, Int32: Int32Array }[type].from(pixels);
    await writeFile(raw, new Uint8Array(samples.buffer));
    await writeFile(`${raw}.vrt`, rawVrt(raw, pixels.length, 1, type));
    await execute('gdal_translate', ['-q', '-a_nodata', nodata, `${raw}.vrt`, path]);
    await execute('gdal_translate', ['-q', '-of', 'ENVI', '-b', 'mask', path, masks]);
    const shown = [...(await readFile(masks))].map((mask, at) => mask === 255 && Number.isFinite(samples[at]));
    const band = (await readPixels(gdal, { path, scratch, signal, statistics: true })).bands[0];
    const range = nodataRange(band?.nodata ?? null, type) ?? [Number.NaN, Number.NaN];
    const counted = [...samples].map((value) => Number.isFinite(value) && !(value >= range[0] && value <= range[1]));
    assert.deepEqual(counted, shown, `${type} ${nodata}`);
    const valid = shown.filter(Boolean).length;
    assert.equal(band?.statistics?.valid_percent ?? 0, percentOf(valid, pixels.length), `${type} ${nodata}`);
  }
});

test('rows of blocks too large to keep are read by columns, with the same checksum', async (t) => {
  const { scratch, gdal, signal } = await setUp(t);
  const wide = join(scratch, 'wide.tif');
  const blocks = ['-co', 'TILED=YES', '-co', 'BLOCKXSIZE=2048', '-co', 'BLOCKYSIZE=2048', '-co', 'COMPRESS=DEFLATE'];
  const ramp = await makeRamp(join(scratch, 'ramp.tif'), 350, 50);
  await execute('gdal_translate', [
    '-q',
    '-outsize',
    '12500',
    '150',
    '-r',
    'near',
    ...blocks,
    '-ot',
    'Float64',
    ramp,
    wide,
  ]);
  const read = await readPixels(gdal, { path: wide, scratch, signal, statistics: false });
  assert.equal(read.bands[0]?.checksum, (await saidByGdal(wide))[0]?.checksum);
});

test('pixels that cannot be decoded are a fault of the raster', async (t) => {
  const { scratch, gdal, signal } = await setUp(t);
  const path = await makeRamp(join(scratch, 'bad.tif'), 900, 700, '-co', 'TILED=YES', '-co', 'COMPRESS=DEFLATE');
  await damage(path, Math.floor((await sizeOf(path)) / 2), 20_000);
  await assert.rejects(readPixels(gdal, { path, scratch, signal, statistics: false }), (error) => {
    assert.ok(error instanceof FaultError);
    return error.fault.code === 'raster_unreadable';
  });
});
