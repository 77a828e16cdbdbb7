import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseGdalinfo } from '../../../src/geo/gdalinfo.ts';
import { sampleInput, samplePoints, secondLook, undeclaredNodata } from '../../../src/geo/sample.ts';

function header(size: [number, number], band: object = {}) {
  const bands = [{ band: 1, block: [512, 512], type: 'Float32', colorInterpretation: 'Gray', ...band }];
  return parseGdalinfo(JSON.stringify({ size, bands }));
}

test('corners, edges and the middle', () => {
  assert.equal(
    sampleInput(samplePoints(header([100, 60]))),
    '0 0\n50 0\n99 0\n0 30\n50 30\n99 30\n0 59\n50 59\n99 59\n',
  );
});

test('a raster of one pixel has one point', () => {
  assert.deepEqual(samplePoints(header([1, 1])), [[0, 0]]);
});

test('a raster that is one enormous block is not sampled', () => {
  assert.deepEqual(samplePoints(header([10000, 10000], { block: [10000, 10000] })), []);
});

test('the larger the blocks, the fewer of them are looked at, the last one first', () => {
  const points = (side: number) => samplePoints(header([20000, 20000], { block: [side, side] }));
  assert.equal(points(1024).length, 9);
  assert.deepEqual(points(2048), [
    [19999, 19999],
    [0, 0],
    [10000, 10000],
    [0, 19999],
  ]);
  assert.deepEqual(points(4096), [[19999, 19999]]);
});

test('a second look is spread evenly, and at fewer points where blocks are large', () => {
  const points = secondLook(header([100, 50]));
  assert.deepEqual([points.length, points[0], points[1], points.at(-1)], [100, [5, 2], [15, 2], [95, 47]]);
  assert.equal(secondLook(header([30_000, 30_000], { block: [4096, 4096] })).length, 4);
  assert.deepEqual(secondLook(header([1, 2])), [
    [0, 0],
    [0, 1],
  ]);
});

test('usual nodata values are warned of only where none is declared', () => {
  const codes = (band: object, values: string) =>
    undeclaredNodata(header([9, 9], band), values).map(({ code }) => code);
  assert.deepEqual(codes({}, '12\n-9999\n'), ['undeclared_nodata']);
  assert.deepEqual(codes({}, 'nan\n'), ['undeclared_nodata']);
  assert.deepEqual(codes({}, '-3.40282346638529e+38\n'), ['undeclared_nodata']);
  const infinite = { type: 'Float64', nodata: '-inf' as const };
  assert.deepEqual(codes(infinite, '1\n-1.79769313486232e+308\n'), ['undeclared_nodata']);
  assert.deepEqual(codes(infinite, '1\n-inf\n'), []);
  assert.deepEqual(codes({}, '0\n255\n'), []);
  assert.deepEqual(codes({ noDataValue: -9999 }, '-9999\n'), []);
});
