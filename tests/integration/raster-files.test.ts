import assert from 'node:assert/strict';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { digestPixels } from '../../src/gdal/digest-pixels.ts';
import type { BlobRef } from '../../src/storage/blob-store.ts';
import { gdalForTest } from './support/activity-context.ts';
import { recordStorage } from './support/hostile/storage-recorder.ts';
import { makeCog, product, withCode } from './support/make-cog.ts';
import { type Cut, checksumsOf, cutIntoFiles, type FileWishes, planOfFiles } from './support/make-files.ts';
import { makeMosaic, makeTile, stemOf } from './support/make-tiles.ts';
import { gdal, makeNumbers, makeRamp, remake } from './support/rasters.ts';
import { blobMade, freshBlob, store, temporaryFolder } from './support/storage.ts';
import { assertStrictCogs } from './support/strict-cogs.ts';

const [WIDTH, HEIGHT] = [2100, 1100];
/** Four files that lie over each other at their edges, in no order. */
const QUARTERS: Cut[] = [
  [1160, 560, 940, 540],
  [0, 0, 1200, 600],
  [0, 560, 1200, 540],
  [1160, 0, 940, 600],
];
const BYTES = ['-ot', 'Byte', '-b', '1', '-b', '1', '-b', '1', '-scale_1', '0', '65535', '0', '255'];
const COLOURS = [...BYTES, '-scale_2', '0', '65535', '255', '0', '-scale_3', '0', '9000', '0', '99'];

/** Arguments of gdal_translate that make a raster of a kind out of 16 bits of noise, and changes of its VRT after. */
const KINDS: Record<string, { args: string[]; changed?: (vrt: string) => string }> = {
  'of which every pixel holds data': { args: [] },
  'with nodata, scales, units and names': {
    args: ['-b', '1', '-b', '1', '-a_nodata', '7'],
    changed: (vrt) =>
      vrt.replaceAll(
        /<ColorInterp>[^<]*<\/ColorInterp>/g,
        '<Description>near</Description><UnitType>%</UnitType><Offset>5</Offset><Scale>0.01</Scale>$&',
      ),
  },
  'of colours with a mask': { args: [...COLOURS, '-mask', '1', '-colorinterp', 'red,green,blue'] },
  'of colours with alpha': {
    args: [...COLOURS, '-b', '1', '-scale_4', '0', '60', '0', '255', '-colorinterp', 'red,green,blue,alpha'],
  },
  'with a colour table': {
    args: ['-ot', 'Byte', '-scale', '0', '65535', '0', '3', '-a_nodata', '2'],
    changed: (vrt) =>
      vrt.replace(
        /<ColorInterp>[^<]*<\/ColorInterp>/,
        `<ColorInterp>Palette</ColorInterp><ColorTable>${[0, 80, 160, 240].map((c) => `<Entry c1="${c}" c2="9" c3="${255 - c}" c4="255"/>`).join('')}</ColorTable>`,
      ),
  },
  'of doubles in which NaN is nodata': {
    args: ['-ot', 'Float64', '-scale', '0', '65535', '-1', '1', '-a_nodata', 'nan'],
  },
  'of whole numbers that no float holds': {
    args: ['-ot', 'UInt32', '-scale', '0', '65535', '0', '4294967295', '-a_nodata', '0'],
  },
};

async function rasterOf(t: TestContext, args: string[], changed?: (vrt: string) => string): Promise<string> {
  const folder = await temporaryFolder(t);
  const [noise, plain, path] = ['noise.tif', 'plain.tif', 'raster.tif'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  await makeRamp(noise, WIDTH, HEIGHT);
  const mask = ['--config', 'GDAL_TIFF_INTERNAL_MASK', 'YES'];
  await gdal('gdal_translate', '-q', ...args, ...mask, noise, changed ? plain : path);
  if (changed) await remake(plain, path, changed);
  return path;
}

/** What the product of the whole is, by either route. */
async function joined(t: TestContext, refs: BlobRef[], wishes: FileWishes = {}) {
  const plan = await planOfFiles(t, refs, wishes);
  const { raster_class } = plan.raster;
  const { output } = await makeCog(t, { ref: plan.source, input: { source: plan.source, raster_class } });
  return { plan, output };
}

for (const [kind, { args, changed }] of Object.entries(KINDS)) {
  test(`files of a raster ${kind} are that raster again, by either route`, async (t) => {
    const path = await rasterOf(t, args, changed);
    const wanted = await checksumsOf(t, path);
    const refs = await cutIntoFiles(t, path, QUARTERS);
    const one = await joined(t, refs);
    assert.deepEqual(await checksumsOf(t, one.output.cog), wanted);
    assert.deepEqual([one.plan.raster.width, one.plan.raster.height, one.plan.tiled], [WIDTH, HEIGHT, false]);
    const { tiles, mosaic } = await inTiles(t, refs);
    assert.ok(tiles.length >= 2);
    assert.deepEqual(mosaic.checksums, wanted.slice(0, -1));
    assert.deepEqual(mosaic.mask_checksum, kind.includes('mask') ? wanted.at(-1) : null);
    const told = (bands: typeof one.output.cog.bands) => bands.map(({ statistics: _, ...band }) => band);
    assert.deepEqual(told(mosaic.mosaic.bands), told(one.output.cog.bands));
  });
}

async function inTiles(t: TestContext, refs: BlobRef[], tile_bytes = 1024 ** 2) {
  const plan = await planOfFiles(t, refs, { tiled_above: 0, tile_bytes });
  assert.equal(plan.reason, 'tiled');
  const planned = { raster: plan.raster, plan: { ...plan, source_sha256: null } };
  const stem = stemOf(t);
  const tiles = [];
  for (const { source, ...tile } of plan.tiles) {
    const { output } = await makeTile(t, planned, stem, tile, { input: { source } });
    tiles.push(output);
  }
  return { plan, tiles, mosaic: await makeMosaic(t, planned, stem, tiles) };
}

/** A file of 100 × 100 pixels of one value, 30 of its columns without data, at a column of the grid. */
function constant(t: TestContext, value: number, column: number, how: keyof typeof HOW) {
  return blobMade(t, async (path, folder) => {
    const made = join(folder, 'constant.tif');
    const [left, right] = [500_000 + column * 10, 500_000 + (column + 100) * 10].map(String) as [string, string];
    const place = ['-a_srs', 'EPSG:32631', '-a_ullr', left, '5000000', right, '4999000'];
    await gdal('gdal_create', '-q', '-outsize', '70', '100', '-burn', String(value), '-ot', 'Byte', made);
    const wide = join(folder, 'wide.vrt');
    // What lies beyond the 70 columns there are is 0.
    await gdal('gdal_translate', '-q', '-of', 'VRT', '-srcwin', '0', '0', '100', '100', made, wide);
    const mask = ['--config', 'GDAL_TIFF_INTERNAL_MASK', 'YES'];
    await gdal('gdal_translate', '-q', ...HOW[how], ...place, ...mask, wide, path);
  });
}

/** By which a file says that its pixels of 0 hold no data. */
const HOW = {
  'a nodata value': ['-a_nodata', '0'],
  'a mask': ['-mask', '1'],
  'an alpha band': [
    '-b',
    '1',
    '-b',
    '1',
    '-b',
    '1',
    '-b',
    '1',
    '-colorinterp',
    'red,green,blue,alpha',
    '-scale_4',
    '0',
    '1',
    '0',
    '255',
  ],
  nothing: [],
} as const;

/** Values of the first band at columns of the first row, and what its mask says there. */
async function valuesAt(t: TestContext, cog: BlobRef, columns: readonly number[]): Promise<string[]> {
  const { path } = await product(t, cog);
  const mask = `${path}.mask.tif`;
  await gdal('gdal_translate', '-q', '-b', 'mask,1', path, mask);
  const value = async (file: string, column: number) =>
    (await gdal('gdallocationinfo', '-valonly', '-b', '1', file, String(column), '0')).trim();
  return Promise.all(
    columns.map(async (column) => ((await value(mask, column)) === '0' ? 'none' : value(path, column))),
  );
}

for (const how of ['a nodata value', 'a mask', 'an alpha band'] as const) {
  test(`later files lie over earlier ones, but for what holds no data by ${how}`, async (t) => {
    const [one, two] = [await constant(t, 1, 0, how), await constant(t, 2, 50, how)];
    // Data of the first in columns 0 to 69, of the second in 50 to 119; there is a third far right.
    const three = await constant(t, 3, 200, how);
    const columns = [0, 49, 50, 69, 70, 119, 120, 149, 199, 200, 269, 270];
    const seen = async (refs: BlobRef[]) => valuesAt(t, (await joined(t, refs)).output.cog, columns);
    const none = ['none', 'none', 'none'];
    assert.deepEqual(await seen([one, two, three]), ['1', '1', '2', '2', '2', '2', ...none, '3', '3', 'none']);
    assert.deepEqual(await seen([three, two, one]), ['1', '1', '1', '1', '2', '2', ...none, '3', '3', 'none']);
  });
}

test('what no file covers is outside the mask of the product, where nothing else says so', async (t) => {
  const refs = [await constant(t, 1, 0, 'nothing'), await constant(t, 3, 200, 'nothing')];
  const { plan, output } = await joined(t, refs);
  assert.deepEqual([plan.source.mosaic?.gaps, plan.raster.valid_pixels], [true, 'mask']);
  // 0 is a value as any other.
  assert.deepEqual(await valuesAt(t, output.cog, [0, 99, 100, 199, 200, 299]), ['1', '0', 'none', 'none', '3', '0']);
});

test('a tile in which no file lies holds no data, and the whole is the same by either route', async (t) => {
  const square = await makeRamp(join(await temporaryFolder(t), 'square.tif'), 2048, 2048);
  const refs = await cutIntoFiles(t, square, [
    [0, 0, 1024, 1024],
    [1024, 0, 1024, 1024],
    [0, 1024, 1024, 1024],
  ]);
  const { plan, tiles, mosaic } = await inTiles(t, refs, 2 * 1024 ** 2);
  assert.deepEqual(
    plan.tiles.map(({ source }) => source.mosaic?.files.length),
    [1, 1, 1, 0],
  );
  assert.equal(tiles[3]?.tallies[0]?.count, 0);
  const [band, mask] = await checksumsOf(t, (await joined(t, refs)).output.cog);
  assert.deepEqual([mosaic.checksums, mosaic.mask_checksum], [[band], mask]);
});

test('every product is a valid COG, strictly', async () => {
  await assertStrictCogs(10);
});

test('of each file only what lies in the tile is read', async (t) => {
  const recorded = await recordStorage(t, store);
  const large = await makeRamp(join(await temporaryFolder(t), 'large.tif'), 3000, 2200);
  const refs = await cutIntoFiles(t, large, [
    [0, 0, 1500, 1200],
    [1490, 0, 1510, 1200],
    [0, 1200, 3000, 1000],
  ]);
  const plan = await planOfFiles(t, refs, { tiled_above: 0, tile_bytes: 7 * 1024 ** 2 });
  const planned = { raster: plan.raster, plan: { ...plan, source_sha256: null } };
  const before = recorded.seen.length;
  const stem = stemOf(t);
  for (const { source, ...tile } of plan.tiles) {
    await makeTile(t, planned, stem, tile, { input: { source }, from: recorded.store });
  }
  const read = recorded.seen.slice(before).reduce((sum, { bytes }) => sum + bytes, 0);
  const size = plan.source.mosaic?.files.reduce((sum, file) => sum + file.size, 0) ?? 0;
  t.diagnostic(`${plan.tiles.length} tiles of ${size} bytes in ${refs.length} files: ${read} bytes`);
  // Of a file that lies in two tiles the blocks in between are read twice.
  assert.ok(read < 1.5 * size, `${read} of ${size} bytes`);
  assert.ok(plan.tiles.length > 1 && plan.tiles.some(({ source }) => source.mosaic?.files.length === 2));
});

test('files that are not alike are refused, and told which, how, and what to do', async (t) => {
  const first = await constant(t, 1, 0, 'a nodata value');
  const other = await blobMade(t, (path) => makeRamp(path, 100, 100));
  const masked = await constant(t, 1, 100, 'a mask');
  await assert.rejects(planOfFiles(t, [first, other, masked]), (error: Error & { fault?: { detail?: object } }) => {
    assert.ok(withCode('files_disagree')(error));
    assert.match(
      error.message,
      new RegExp(`bronze/${other.blob_name} has pixels of 30 × 20, and the first of 10 × 10; warp it`),
    );
    assert.match(
      error.message,
      new RegExp(`bronze/${masked.blob_name} has another nodata value in band 1, none and not 0; `),
    );
    const { differences } = (error.fault?.detail ?? {}) as { differences: { file: string }[] };
    assert.ok(differences.some(({ file }) => file === `bronze/${masked.blob_name}`));
    return true;
  });
});

test('files so far from each other that they are next to nothing of one raster are refused', async (t) => {
  const refs = [await constant(t, 1, 0, 'a nodata value'), await constant(t, 2, 900_000, 'a nodata value')];
  const south = await blobMade(t, async (path, folder) => {
    const near = join(folder, 'near.tif');
    await store.download(refs[0] as BlobRef, near);
    await gdal('gdal_translate', '-q', '-a_ullr', '500000', '1000000', '501000', '999000', near, path);
  });
  const farApart = (code: string) => (error: unknown) => {
    assert.match(String(error), /The files lie far apart/);
    return withCode(code)(error);
  };
  await assert.rejects(planOfFiles(t, [...refs, south]), farApart('raster_too_large'));
  await assert.rejects(
    planOfFiles(t, [refs[0] as BlobRef, south, await constant(t, 2, 9000, 'a nodata value')]),
    farApart('implausible_size'),
  );
});

test('a small raster that would be next to nothing but gaps is refused, and told how much of it files fill', async (t) => {
  const refs = await Promise.all([0, 4000].map((column) => constant(t, 1, column, 'a nodata value')));
  await assert.rejects(planOfFiles(t, refs), (error: Error) => {
    assert.match(error.message, /4,100 × 100 pixels, of which they fill 4\.9 %, and at least 5 % are needed/);
    return withCode('implausible_size')(error);
  });
});

test('a file that cannot be read in parts, says twice what is no data, or was replaced is refused', async (t) => {
  const jp2 = await blobMade(t, async (path, folder) => {
    const tif = await makeRamp(join(folder, 'ramp.tif'), 100, 100);
    await gdal('gdal_translate', '-q', '-of', 'JP2OpenJPEG', '-co', 'CODEC=JP2', tif, path);
  });
  await assert.rejects(planOfFiles(t, [jp2]), withCode('driver_not_allowed'));
  const twice = await blobMade(t, async (path, folder) => {
    const tif = await makeRamp(join(folder, 'ramp.tif'), 100, 100);
    await gdal(
      'gdal_translate',
      '-q',
      '-mask',
      '1',
      '-a_nodata',
      '0',
      '--config',
      'GDAL_TIFF_INTERNAL_MASK',
      'YES',
      tif,
      path,
    );
  });
  await assert.rejects(planOfFiles(t, [twice]), withCode('ambiguous_nodata'));
  const alpha = [...COLOURS, '-b', '1', '-colorinterp', 'red,green,blue,alpha', '-mask', '1'];
  const path = await rasterOf(t, alpha);
  await assert.rejects(planOfFiles(t, [await blobMade(t, (to) => copyFile(path, to))]), withCode('ambiguous_nodata'));
  const [one, two] = [await constant(t, 1, 0, 'nothing'), await constant(t, 2, 100, 'nothing')];
  const plan = await planOfFiles(t, [one, two]);
  const files = plan.source.mosaic?.files.map((file, at) =>
    at === 1 ? { ...file, etag: '"0x8D0000000000000"' } : file,
  );
  const source = { ...plan.source, mosaic: { ...plan.source.mosaic, files } };
  await assert.rejects(makeCog(t, { ref: one, input: { source } }), withCode('source_changed'));
});

test('whole numbers of 64 bits are taken side by side, and not where one would have to look through to another', async (t) => {
  const wide = await rasterOf(t, ['-ot', 'Int64', '-a_nodata', '0']);
  await assert.rejects(planOfFiles(t, await cutIntoFiles(t, wide, QUARTERS)), withCode('unsupported_pixel_type'));
  const halves: Cut[] = [
    [0, 0, 1000, HEIGHT],
    [1000, 0, 1100, HEIGHT],
  ];
  const { output } = await joined(t, await cutIntoFiles(t, wide, halves));
  assert.deepEqual(await checksumsOf(t, output.cog), await checksumsOf(t, wide));
});

/** A SHA-256 of every bit of the pixels of a raster, or of a window of it. */
async function bitsOf(t: TestContext, path: string, ...srcwin: string[]): Promise<string> {
  const scratch = await temporaryFolder(t);
  const plain = join(scratch, 'plain.tif');
  await gdal('gdal_translate', '-q', '-mask', 'none', ...srcwin, path, plain);
  return digestPixels(await gdalForTest(), { path: plain, signal: t.signal, scratch });
}

const WHOLE = {
  Int64: { from: 2n ** 62n + 1n, Pixels: BigInt64Array },
  UInt64: { from: 2n ** 63n + 1n, Pixels: BigUint64Array },
};

/** Files of a square raster of numbers that no double holds, and the raster of what they have of it. */
async function filesOfWhole(t: TestContext, type: keyof typeof WHOLE, side: number, cuts: readonly Cut[]) {
  const { from, Pixels } = WHOLE[type];
  const folder = await temporaryFolder(t);
  const values = Array.from({ length: side * side }, (_, at) => from + BigInt(at % 65_521));
  const rasterOfThem = (name: string, pixels: bigint[]) =>
    makeNumbers(join(folder, name), { pixels: Pixels.from(pixels), width: side });
  const isCovered = (column: number, row: number) =>
    cuts.some(([x, y, width, height]) => column >= x && row >= y && column < x + width && row < y + height);
  const covered = values.map((value, at) => (isCovered(at % side, Math.floor(at / side)) ? value : 0n));
  const refs = await cutIntoFiles(t, await rasterOfThem('wide.tif', values), cuts);
  return { refs, wanted: await rasterOfThem('wanted.tif', covered) };
}

const LAID: Record<string, Cut[]> = {
  overlap: [
    [0, 0, 200, 300],
    [150, 0, 150, 300],
  ],
  'leave gaps': [
    [0, 0, 100, 300],
    [120, 0, 180, 300],
  ],
  'overlap and leave gaps': [
    [0, 0, 180, 190],
    [120, 100, 180, 200],
  ],
};
for (const type of ['Int64', 'UInt64'] as const) {
  for (const [how, cuts] of Object.entries(LAID)) {
    test(`${type} of files that ${how} is kept to the last digit where every pixel holds data`, async (t) => {
      const { refs, wanted } = await filesOfWhole(t, type, 300, cuts);
      const { path } = await product(t, (await joined(t, refs)).output.cog);
      assert.equal(await bitsOf(t, path), await bitsOf(t, wanted));
    });
  }
}

test('tiles of files of 64 bits that overlap and leave gaps are theirs to the last digit', async (t) => {
  const { refs, wanted } = await filesOfWhole(t, 'Int64', 1100, [
    [0, 0, 700, 800],
    [500, 300, 600, 800],
  ]);
  const { tiles } = await inTiles(t, refs, 4 * 1024 ** 2);
  assert.ok(tiles.length > 1);
  for (const { window, ...tile } of tiles) {
    const srcwin = ['-srcwin', window.column, window.row, window.width, window.height].map(String);
    assert.equal(await bitsOf(t, (await product(t, tile)).path), await bitsOf(t, wanted, ...srcwin));
  }
});

const GREATEST_FLOAT = 3.4028234663852886e38;
for (const nodata of [-GREATEST_FLOAT, GREATEST_FLOAT, Math.fround(0.1)]) {
  test(`where a file holds the float ${nodata}, its nodata value, another is seen, and where none is it is held`, async (t) => {
    const file = (value: number, column: number, from: number, to: number) =>
      blobMade(t, (path) => {
        const pixels = Float32Array.from({ length: 100 * 100 }, (_, at) =>
          at % 100 >= from && at % 100 < to ? nodata : value,
        );
        return makeNumbers(path, { pixels, width: 100, column }, '-a_nodata', String(nodata));
      });
    const refs = [await file(1, 0, 0, 10), await file(2, 50, 20, 50), await file(3, 200, 0, 0)];
    const { output } = await joined(t, refs);
    assert.deepEqual(await valuesAt(t, output.cog, [9, 10, 49, 50, 69, 70, 99, 100, 149, 150, 199, 200]), [
      'none',
      '1',
      '1',
      '2',
      '2',
      '1',
      '1',
      '2',
      '2',
      'none',
      'none',
      '3',
    ]);
    assert.deepEqual([output.cog.bands[0]?.nodata, output.cog.bands[0]?.statistics?.maximum], [nodata, 3]);
  });
}

const OF_64_BITS: [string, string][] = [
  ['Int64', '-9999'],
  ['Int64', '-9223372036854775808'],
  ['Int64', '9007199254740993'],
  ['UInt64', '7'],
  ['UInt64', '18446744073709551615'],
];
for (const [type, nodata] of OF_64_BITS) {
  test(`gaps between files of ${type} hold the nodata value ${nodata}, to its last digit`, async (t) => {
    const refs = await cutIntoFiles(t, await rasterOf(t, ['-ot', type, '-a_nodata', nodata]), [
      [0, 0, 1000, HEIGHT],
      [1100, 0, 1000, HEIGHT],
    ]);
    const { output } = await joined(t, refs);
    assert.equal(String(output.cog.bands[0]?.nodata), nodata);
    // GDAL compares pixels with the value in all their digits.
    const seen = await valuesAt(t, output.cog, [999, 1000, 1050, 1099, 1100]);
    assert.deepEqual(
      seen.map((value) => value === 'none'),
      [false, true, true, true, false],
    );
    // 7 is also a value of the ramp.
    const covered = nodata === '7' ? 95.2369 : 95.2381;
    assert.equal(output.cog.bands[0]?.statistics?.valid_percent, covered);
    const { mosaic } = await inTiles(t, refs);
    assert.deepEqual(mosaic.checksums, output.checksums);
    assert.deepEqual(mosaic.mosaic.bands[0]?.statistics?.valid_percent, covered);
    assert.equal(String(mosaic.mosaic.bands[0]?.nodata), nodata);
  });
}

test('a declared CRS is that of all files, and classes among measures make all of them classes', async (t) => {
  const [one, two] = [await constant(t, 1, 0, 'nothing'), await constant(t, 2, 100, 'nothing')];
  const [bare] = await cutIntoFiles(t, (await product(t, two)).path, [[0, 0, 100, 100]]);
  const plan = await planOfFiles(t, [one, bare as BlobRef], { input_crs: 'EPSG:32631', raster_type: 'categorical' });
  assert.deepEqual(
    [plan.raster.crs.epsg, plan.raster.crs.declared, plan.raster.raster_class],
    [32631, true, 'categorical'],
  );
  const { source } = plan;
  const destination = freshBlob(t, 'silver');
  const first = await makeCog(t, { ref: one, destination, input: { source, input_crs: 'EPSG:32631' } });
  // Another attempt finds it, and one of the files in another order does not.
  const again = await makeCog(t, { ref: one, destination, input: { source, input_crs: 'EPSG:32631' } });
  assert.deepEqual([first.output.reused, again.output.reused], [false, true]);
  const turned = { ...source, mosaic: source.mosaic && { ...source.mosaic, files: source.mosaic.files.toReversed() } };
  await assert.rejects(
    makeCog(t, { ref: one, destination, input: { source: turned, input_crs: 'EPSG:32631' } }),
    withCode('blob_exists'),
  );
});
