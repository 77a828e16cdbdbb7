import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MOST_TILES, planTiles, type TileableRaster, type TilePlan } from '../../../src/geo/tile-plan.ts';

const MEGABYTE = 1024 ** 2;

const rasterOf = (width: number, height: number, more: Partial<TileableRaster> = {}): TileableRaster => ({
  driver: 'GTiff',
  width,
  height,
  pixel_bytes: 2 * width * height,
  block: [512, 512],
  ...more,
});
const wishes = { tiled_above: 0, tile_bytes: 8 * MEGABYTE };

/** Every pixel lies in one tile, and in no other. */
function assertCovers({ tiles }: TilePlan, { width, height }: TileableRaster): void {
  const area = tiles.reduce((sum, { window }) => sum + window.width * window.height, 0);
  assert.equal(area, width * height);
  assert.equal(new Set(tiles.map(({ id }) => id)).size, tiles.length);
  for (const { window } of tiles) {
    assert.deepEqual([window.column % 512, window.row % 512], [0, 0]);
    assert.ok(window.column + window.width <= width && window.row + window.height <= height);
    assert.ok(window.width >= 512 && window.height >= 512);
  }
}

test('windows are whole blocks, row by row, and what is left is no sliver', () => {
  const raster = rasterOf(5000, 4200);
  const plan = planTiles(raster, wishes);
  assertCovers(plan, raster);
  assert.deepEqual(
    plan.tiles.map(({ id, window: { column, row, width, height } }) => [id, column, row, width, height]),
    [
      ['tile-r00-c00', 0, 0, 2048, 2048],
      ['tile-r00-c01', 2048, 0, 2048, 2048],
      ['tile-r00-c02', 4096, 0, 904, 2048],
      ['tile-r01-c00', 0, 2048, 2048, 2152],
      ['tile-r01-c01', 2048, 2048, 2048, 2152],
      ['tile-r01-c02', 4096, 2048, 904, 2152],
    ],
  );
  // 2500 × 2100 are 5 million pixels: more than a tile has.
  assert.equal(plan.overview_levels, 2);
  assert.deepEqual(planTiles(raster, wishes), plan);
});

test('the overview of the whole has 2048 pixels on its longer side, or somewhat more', () => {
  const tile_bytes = 256 * MEGABYTE;
  const levelsOf = (width: number, height: number) =>
    planTiles(rasterOf(width, height), { tiled_above: 0, tile_bytes }).overview_levels;
  assert.deepEqual([levelsOf(16_383, 16_383), levelsOf(16_384, 16_384), levelsOf(1024, 200_000)], [2, 3, 6]);
});

test('11.3 GB are 42 tiles of blocks of the source, and strips are never cut', () => {
  const shape = { pixel_bytes: 16 * 28_862 * 24_381 };
  const usual = { tiled_above: 4096 * MEGABYTE, tile_bytes: 256 * MEGABYTE };
  const blocks = rasterOf(28_862, 24_381, { ...shape, block: [256, 256] });
  const plan = planTiles(blocks, usual);
  assertCovers(plan, blocks);
  assert.deepEqual([plan.tiles.length, plan.overview_levels], [42, 3]);
  const strips = rasterOf(28_862, 24_381, { ...shape, block: [28_862, 1] });
  const ofStrips = planTiles(strips, usual);
  assertCovers(ofStrips, strips);
  assert.deepEqual([...new Set(ofStrips.tiles.map(({ window }) => window.width))], [28_862]);
  assert.equal(ofStrips.tiles[0]?.window.height, 512);
});

test('blocks of the source that come together with those of the product are not cut', () => {
  const raster = rasterOf(9000, 9000, { block: [640, 384] });
  const { tiles } = planTiles(raster, { ...wishes, tile_bytes: 64 * MEGABYTE });
  assert.ok(tiles.length > 1);
  for (const { window } of tiles) assert.deepEqual([window.column % 640, window.row % 384], [0, 0]);
});

test('there are never more tiles than a fan-out takes', () => {
  for (const [width, height] of [
    [60_000, 60_000],
    [1_100, 3_000_000],
    [3_000_000, 1_100],
  ] as const) {
    const raster = rasterOf(width, height);
    const plan = planTiles(raster, { tiled_above: 0, tile_bytes: MEGABYTE });
    assertCovers(plan, raster);
    assert.ok(plan.tiles.length > 1 && plan.tiles.length <= MOST_TILES, `${plan.tiles.length} tiles`);
  }
});

const untiled: [string, TileableRaster, string][] = [
  ['is not above the threshold', rasterOf(2048, 2048), 'below_threshold'],
  ['cannot be read in parts', rasterOf(5000, 4200, { driver: 'JP2OpenJPEG' }), 'read_as_a_whole'],
  ['is one block', rasterOf(5000, 4200, { block: [5000, 4200] }), 'blocks_too_large'],
  ['is narrow', rasterOf(1000, 42_000), 'too_narrow'],
];
for (const [what, raster, reason] of untiled) {
  test(`what ${what} is converted in one go`, () => {
    const plan = planTiles(raster, { ...wishes, tiled_above: 8 * MEGABYTE });
    assert.deepEqual(plan, { reason, tiles: [], overview_levels: 0 });
  });
}

test('what is one tile by itself is no tile', () => {
  assert.equal(planTiles(rasterOf(2000, 2000), wishes).reason, 'one_tile');
});
