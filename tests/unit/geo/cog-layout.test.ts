import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cogLayout } from '../../../src/geo/cog-layout.ts';

const overviewsOf = (width: number, height: number, atLeast?: number) =>
  cogLayout({ width, height }, atLeast)
    .overviews.map((size) => size.join('x'))
    .join(' ');

test('overviews are halves, down to one that fits into a block', () => {
  assert.deepEqual(cogLayout({ width: 4000, height: 3000 }), {
    block: 512,
    overviewBlock: 512,
    overviews: [
      [2000, 1500],
      [1000, 750],
      [500, 375],
    ],
  });
  assert.equal(overviewsOf(512, 512), '');
  assert.equal(overviewsOf(513, 1), '256x1');
  assert.equal(overviewsOf(1025, 1025), '512x512');
  assert.equal(overviewsOf(2, 3000), '1x1500 1x750 1x375');
});

test('a raster of one column has none, as none is narrower', () => {
  assert.equal(overviewsOf(1, 5000), '');
});

test('a tile has those that the whole needs of it, but none of a single pixel', () => {
  assert.equal(overviewsOf(1024, 1024, 3), '512x512 256x256 128x128');
  assert.equal(overviewsOf(2048, 2048, 1), '1024x1024 512x512');
  assert.equal(overviewsOf(5, 3, 4), '2x1 1x1');
});

const BLOCKS: [string, number, number, number, number][] = [
  ['an overview 512 wide and not higher', 1024, 1025, 512, 512],
  ['an overview 512 wide and higher', 1024, 2000, 512, 256],
  ['one 256 wide and higher, too', 1024, 2052, 512, 128],
  ['one 64 wide and higher than 512', 1024, 9000, 512, 1024],
  ['rasters of one block across', 512, 513, 256, 512],
  ['others are as they were', 1022, 9000, 512, 512],
];
for (const [what, width, height, block, overviewBlock] of BLOCKS) {
  test(`blocks: ${what}`, () => {
    const layout = cogLayout({ width, height });
    assert.deepEqual([layout.block, layout.overviewBlock], [block, overviewBlock]);
  });
}

test('where blocks of no size are right the smallest overviews are left out, but none that is asked for', () => {
  assert.deepEqual(cogLayout({ width: 8192, height: 70_000 }).overviews.at(-1), [128, 1093]);
  assert.deepEqual(cogLayout({ width: 8192, height: 70_000 }, 8).overviews.at(-1), [32, 273]);
});
