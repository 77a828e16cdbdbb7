import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fillBounds, parseWorldFile, sameGrid } from '../../../src/geo/world-file.ts';

test('a world file names the middle of the first pixel, a geotransform its corner', () => {
  assert.deepEqual(parseWorldFile('10\n0\n0\n-10\n500005\n4999995\n'), [500000, 10, 0, 5000000, 0, -10]);
  assert.deepEqual(parseWorldFile(' 8.0 \r\n6\r\n6\r\n-8\r\n107\r\n199 '), [100, 8, 6, 200, 6, -8]);
});

for (const text of ['', '10 0 0 -10 5', '10 0 0 -10 5 5 5', '10 0 0 -10 east 5', '10 0 0 -10 NaN 5']) {
  test(`"${text}" is none`, () => assert.equal(parseWorldFile(text), undefined));
}

test('bounds are filled from the upper left', () => {
  assert.deepEqual(fillBounds([0, 0, 30, 10], 300, 50), [0, 0.1, 0, 10, 0, -0.2]);
});

test('grids are the same within a thousandth of a pixel, over the whole raster', () => {
  assert.ok(sameGrid([0, 10, 0, 0, 0, -10], [0.005, 10, 0, 0, 0, -10], 100, 100));
  assert.ok(!sameGrid([0, 10, 0, 0, 0, -10], [0.05, 10, 0, 0, 0, -10], 100, 100));
  assert.ok(!sameGrid([0, 10, 0, 0, 0, -10], [0, 10.001, 0, 0, 0, -10], 1000, 100));
});
