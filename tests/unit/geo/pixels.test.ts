import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseGdalinfo } from '../../../src/geo/gdalinfo.ts';
import { EMPTY_TALLY, joinTallies, percentOf, statisticsOf, tallyOf } from '../../../src/geo/pixels/band-tally.ts';
import { countInto, emptyHistogram } from '../../../src/geo/pixels/histogram.ts';
import { pixelWindows } from '../../../src/geo/pixels/pixel-windows.ts';
import { pixelsBeginAt } from '../../../src/geo/raw-tiff.ts';

const one = (values: number[], more: object = {}) => ({
  values: Float64Array.from(values),
  stride: 1,
  band: 0,
  mask: -1,
  nodata: null,
  ...more,
});

test('statistics are of the valid values alone', () => {
  const values = [7, -9999, 9, Number.NaN, Number.POSITIVE_INFINITY, 11];
  const tally = tallyOf(one(values, { nodata: [-9999, -9999] }));
  assert.deepEqual(tally, { count: 3, minimum: 7, maximum: 11, mean: 9, stddev: Math.sqrt(8 / 3) });
  const statistics = statisticsOf(tally, values.length);
  assert.deepEqual(statistics, { minimum: 7, maximum: 11, mean: 9, stddev: Math.sqrt(8 / 3), valid_percent: 50 });
  assert.equal(statisticsOf(tallyOf(one([-9999], { nodata: [-9999, -9999] })), 1), null);
});

test('a mask is one of the samples', () => {
  const values = [1, 10, 255, 2, 20, 0, 3, 30, 1];
  assert.deepEqual(tallyOf(one(values, { stride: 3, band: 1, mask: 2 })).mean, 20);
});

test('tallies of parts make the tally of the whole, far from zero, too', () => {
  const values = Array.from({ length: 1000 }, (_, index) => 1e9 + ((index * 7919) % 613) / 7);
  const whole = tallyOf(one(values));
  const parts = [values.slice(0, 1), [], values.slice(1, 400), values.slice(400)].map((part) => tallyOf(one(part)));
  const joined = parts.reduce(joinTallies, EMPTY_TALLY);
  assert.deepEqual([joined.count, joined.minimum, joined.maximum], [whole.count, whole.minimum, whole.maximum]);
  assert.ok(Math.abs(joined.mean - whole.mean) < 1e-6);
  const mean = values.reduce((sum, value) => sum + (value - 1e9), 0) / 1000;
  const stddev = Math.sqrt(values.reduce((sum, value) => sum + (value - 1e9 - mean) ** 2, 0) / 1000);
  assert.ok(Math.abs(joined.stddev / stddev - 1) < 1e-9, `${joined.stddev} and not ${stddev}`);
});

test('values whose squares no double holds have a mean and a standard deviation', () => {
  const greatest = Number.MAX_VALUE;
  const far = tallyOf(one([-greatest, greatest, Number.NaN, -greatest, greatest]));
  assert.deepEqual(far, { count: 4, minimum: -greatest, maximum: greatest, mean: 0, stddev: greatest });
  const alike = tallyOf(one([-greatest, -greatest, -greatest]));
  assert.deepEqual([alike.mean, alike.stddev], [-greatest, 0]);
  const outlier = tallyOf(one([0, 5e199, 1e200, 1, 0, 0], { stride: 2, mask: 1 }));
  assert.deepEqual(outlier, { count: 2, minimum: 0, maximum: 1e200, mean: 5e199, stddev: 5e199 });
  const near = tallyOf(one([0, ...Array.from({ length: 99 }, () => 1e153)]));
  assert.ok(Math.abs(near.stddev / (1e153 * Math.sqrt(0.0099)) - 1) < 1e-9, `${near.stddev}`);
  const joined = joinTallies(tallyOf(one([-greatest, -greatest])), tallyOf(one([greatest, greatest])));
  assert.deepEqual(joined, far);
  const rows = Array.from({ length: 101 }, (_, row) => tallyOf(one([row % 2 ? greatest : -greatest])));
  const striped = rows.reduce(joinTallies, EMPTY_TALLY);
  assert.ok(striped.stddev <= greatest && striped.stddev > 0.999 * greatest, `${striped.stddev}`);
  const histogram = emptyHistogram(-greatest, greatest, 4);
  countInto(histogram, one([-greatest, -1e307, 0, 1, greatest]));
  assert.deepEqual(histogram.buckets, [1, 1, 2, 1]);
});

test('a percentage is 0 or 100 only when it is', () => {
  assert.deepEqual(
    [percentOf(0, 1e9), percentOf(1, 1e9), percentOf(1e9 - 1, 1e9), percentOf(1e9, 1e9), percentOf(1, 3)],
    [0, 0.0001, 99.9999, 100, 33.3333],
  );
});

test('a histogram has both ends in it, and nothing beyond them', () => {
  const histogram = emptyHistogram(0, 10, 5);
  countInto(histogram, one([-1, 0, 1.9, 2, 9.9, 10, 10.1, Number.NaN, 5], { nodata: [5, 5] }));
  assert.deepEqual(histogram.buckets, [2, 1, 0, 0, 2]);
  const flat = emptyHistogram(3, 3, 4);
  countInto(flat, one([3, 3]));
  assert.deepEqual(flat.buckets, [2, 0, 0, 0]);
});

function header(width: number, height: number, block: [number, number], bands = 1) {
  const band = { type: 'UInt16', block, band: 1 };
  return parseGdalinfo(JSON.stringify({ size: [width, height], bands: Array.from({ length: bands }, () => band) }));
}

test('windows are whole rows of blocks, as many as fit', () => {
  assert.deepEqual(pixelWindows(header(1000, 1300, [512, 512]), 2.2e6), [
    { column: 0, row: 0, width: 1000, height: 1024 },
    { column: 0, row: 1024, width: 1000, height: 276 },
  ]);
  assert.equal(pixelWindows(header(1000, 1300, [1000, 1]), 1).length, 1300);
});

test('where a row of blocks is too much, windows are some blocks of it', () => {
  const windows = pixelWindows(header(1300, 600, [512, 512]), 512 * 512 * 2 * 2);
  assert.deepEqual(windows, [
    { column: 0, row: 0, width: 1024, height: 512 },
    { column: 1024, row: 0, width: 276, height: 512 },
    { column: 0, row: 512, width: 1024, height: 88 },
    { column: 1024, row: 512, width: 276, height: 88 },
  ]);
});

test('a TIFF says where its pixels begin, once enough of it has come', () => {
  const tiff = Buffer.alloc(40);
  tiff.write('II*\0', 'latin1');
  tiff.writeUInt32LE(8, 4);
  tiff.writeUInt16LE(1, 8);
  tiff.writeUInt16LE(273, 10);
  tiff.writeUInt16LE(4, 12);
  tiff.writeUInt32LE(2, 14);
  tiff.writeUInt32LE(26, 18);
  tiff.writeUInt32LE(34, 26);
  for (const length of [0, 15, 21, 29]) assert.equal(pixelsBeginAt(tiff.subarray(0, length)), undefined);
  assert.equal(pixelsBeginAt(tiff), 34);
});
