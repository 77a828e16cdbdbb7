import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fillBounds, parseWorldFile, sameGrid } from '../../../src/geo/world-file.ts';

test('a world file names the middle of the first pixel, a geotransform its corner', () => {
  assert.deepEqual(parseWorldFile('10\n0\n0\n-10\n500005\n4999995\n'), [500000, 10, 0, 5000000, 0, -10]);
  assert.deepEqual(parseWorldFile(' 8.0 \r\n6\r\n6\r\n-8\r\n107\r\n199 '), [100, 8, 6, 200, 6, -8]);
});

for (const [text, why] of [
  ['', 'it has 0'],
  ['10 0 0 -10 5', 'it has 5'],
  ['10 0 0 -10 5 5 5', 'it has 7'],
  ['10 0 0 -10 east 5', '"east" is no number'],
  ['10 0 0 -10 NaN 5', '"NaN" is no number'],
  ['0,5 0 0 -0,5 10,25 5', '"0,5" has a decimal comma; write it with a point, as 0.5'],
  ['1,234.5 0 0 1 1 1', '"1,234.5" is no number'],
  [
    '\xef\xbb\xbf10 0 0 -10 5 5',
    'it begins with a byte order mark; save it as plain text (ASCII, or UTF-8 without a mark)',
  ],
] as const) {
  test(`${JSON.stringify(text)} is none`, () => assert.equal(parseWorldFile(text), why));
}

test('bounds are filled from the upper left', () => {
  assert.deepEqual(fillBounds([0, 0, 30, 10], 300, 50), [0, 0.1, 0, 10, 0, -0.2]);
});

test('grids are the same within a thousandth of a pixel, over the whole raster', () => {
  assert.ok(sameGrid([0, 10, 0, 0, 0, -10], [0.005, 10, 0, 0, 0, -10], 100, 100));
  assert.ok(!sameGrid([0, 10, 0, 0, 0, -10], [0.05, 10, 0, 0, 0, -10], 100, 100));
  assert.ok(!sameGrid([0, 10, 0, 0, 0, -10], [0, 10.001, 0, 0, 0, -10], 1000, 100));
});
