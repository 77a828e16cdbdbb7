import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_LIMITS } from '../../../src/geo/gate.ts';
import { parseGdalinfo } from '../../../src/geo/gdalinfo.ts';
import { checkSize, decodedBytes, pixelBytes, tiledBytes, timeForPixels } from '../../../src/geo/size.ts';

function header(width: number, height: number, type = 'Byte', count = 1) {
  return inBlocks([512, 512], width, height, type, count);
}

function inBlocks(block: [number, number], width: number, height: number, type = 'Byte', count = 1) {
  const bands = Array.from({ length: count }, (_, index) => ({ band: index + 1, block, type }));
  return parseGdalinfo(JSON.stringify({ size: [width, height], bands }));
}

const check = (raster: ReturnType<typeof header>, storedBytes: number) =>
  checkSize({ ...raster, storedBytes }, DEFAULT_LIMITS);

const MINUTE = 60_000;
const real = header(28_862, 24_381, 'UInt16', 8);

test('the size of pixels is width × height × bands × bytes', () => {
  assert.equal(pixelBytes(header(300, 200, 'UInt16', 2)), 240_000);
  assert.equal(pixelBytes(real), 11_258_950_752);
});

test('a conversion goes through whole tiles', () => {
  assert.equal(tiledBytes(header(512, 1024)), 524_288);
  assert.equal(tiledBytes(header(1, 1_000_000)), 512 * 1_000_448);
});

test('blocks that the cache cannot hold are decoded again for each row of tiles', () => {
  assert.equal(decodedBytes(inBlocks([256, 256], 28_672, 512, 'UInt16', 8)), 234_881_024);
  assert.equal(decodedBytes(inBlocks([4096, 4096], 8192, 8192)), 67_108_864);
  assert.equal(decodedBytes(inBlocks([8192, 8192], 32_768, 32_768)), 16 * 1024 ** 3);
  assert.equal(decodedBytes(inBlocks([32_768, 32_768], 16_384, 16_384)), 32 * 16_384 ** 2);
});

const cases: [string, ReturnType<typeof header>, number, string | undefined][] = [
  ['some gigabytes as they are', real, 11_300_000_000, undefined],
  ['a scene compressed twentyfold', real, 560_000_000, undefined],
  ['a mask that DEFLATE brought down to a thousandth', header(200_000, 200_000), 38_800_000, undefined],
  ['a country in a sparse grid, of which a hundredth is written', header(200_000, 200_000), 40_000_000, undefined],
  ['an empty grid of less than 1 GiB', header(32_000, 32_000), 500, undefined],
  ['an empty grid of 1 GiB', header(32_768, 32_768), 500, undefined],
  ['an empty grid of more', header(32_769, 32_768), 500, 'implausible_size'],
  ['one empty block of less than 1 GiB', inBlocks([32_768, 32_768], 30_000, 30_000), 500, 'implausible_size'],
  ['some gigabytes in high blocks', inBlocks([8192, 8192], 28_862, 24_381, 'UInt16', 8), 560_000_000, undefined],
  ['54 GiB in 11 kB', header(240_000, 240_000), 11_321, 'implausible_size'],
  ['a column of pixels as long as a road', header(1, 1_000_000_000), 2_000_000, 'raster_too_large'],
  ['a shorter one', header(1, 10_000_000), 12_000, 'implausible_size'],
  ['a million squared', header(1_000_000, 1_000_000), 1e12, 'raster_too_large'],
];
for (const [what, raster, stored, code] of cases) {
  test(`${what}: ${code ?? 'passes'}`, () => assert.equal(check(raster, stored)?.code, code));
}

test('a stored byte stands for 2000 bytes of pixels, and no more', () => {
  const raster = header(102_400, 102_400);
  assert.equal(check(raster, 5_242_880), undefined);
  assert.equal(check(raster, 5_242_879)?.code, 'implausible_size');
});

test('messages say what was found, what was expected and what to do', () => {
  assert.equal(
    check(header(1_000_000, 1_000_000, 'UInt16', 2), 1e12)?.message,
    'The raster is too large: 1,000,000 × 1,000,000 pixels of 2 bands are 3,729 GiB in tiles of 512 × 512, and at most 64 GiB are taken; split it into several rasters.',
  );
  assert.equal(
    check(header(240_000, 240_000), 11_321)?.message,
    'The raster declares far more pixels than it stores: 240,000 × 240,000 pixels of 1 band are 54 GiB in tiles of 512 × 512 in a blob of 11,321 bytes, and above 1 GiB a stored byte may stand for 2,000 bytes to decode at most; crop it to where its data is, or write its empty blocks too, with DEFLATE (gdal_translate -co TILED=YES -co COMPRESS=DEFLATE -co SPARSE_OK=FALSE).',
  );
});

test('high blocks are named as the reason', () => {
  assert.match(
    check(inBlocks([8192, 8192], 32_768, 32_768), 500)?.message ?? '',
    /are 1 GiB in tiles of 512 × 512, decoded 16 times over because of blocks of 8192 × 8192, in a blob of 500 bytes,/,
  );
});

test('the time for all pixels grows with them, up to three hours', () => {
  assert.equal(Math.round(timeForPixels(header(300, 200)) / MINUTE), 10);
  assert.equal(Math.round(timeForPixels(real) / MINUTE), 63);
  assert.equal(timeForPixels(header(240_000, 240_000)) / MINUTE, 180);
});
