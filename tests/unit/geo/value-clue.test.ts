import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseGdalinfo } from '../../../src/geo/gdalinfo.ts';
import type { Point } from '../../../src/geo/sample.ts';
import { patchPoints, valueClue } from '../../../src/geo/value-clue.ts';

function header(band: object = {}, bands = 1) {
  const one = { band: 1, block: [256, 256], type: 'Byte', colorInterpretation: 'Gray', ...band };
  return parseGdalinfo(JSON.stringify({ size: [1000, 600], bands: Array(bands).fill(one) }));
}

function clueOf(value: (x: number, y: number) => number, band: object = {}) {
  const points = patchPoints(header(band));
  return valueClue(header(band), points, points.map(([x, y]) => `${value(x, y)}\n`).join(''));
}

const field = (x: number, y: number) => Math.floor(x / 5) + Math.floor(y / 7);

test('a patch is 64 pixels within the block of its point', () => {
  const points = patchPoints(header());
  assert.equal(points.length, 9 * 64);
  const blocks = new Set(points.map(([x, y]) => `${Math.floor(x / 256)} ${Math.floor(y / 256)}`));
  assert.equal(blocks.size, 9);
  assert.ok(points.every(([x, y]) => x >= 0 && x < 1000 && y >= 0 && y < 600));
});

test('in strips of one row a patch is a part of the row', () => {
  const rows = new Set(patchPoints(header({ block: [1000, 1] })).map(([, y]) => y));
  assert.deepEqual([...rows], [0, 300, 599]);
});

test('of fractions, and of several bands, the points are looked at alone', () => {
  assert.equal(patchPoints(header({ type: 'Float32' })).length, 9);
  assert.equal(patchPoints(header({}, 3)).length, 9);
});

const cases: [string, (x: number, y: number) => number, object, string | undefined][] = [
  ['fields of four classes', (x, y) => [10, 40, 80, 30][field(x, y) % 4] as number, {}, 'classes'],
  ['a mask of fields', (x, y) => field(x, y) % 2, {}, 'a mask'],
  ['a gentle slope in whole metres', (x, y) => Math.floor((x + y) / 60), { type: 'Int16' }, undefined],
  ['a picture', (x, y) => (x * 31 + y * 17) % 256, {}, undefined],
  ['noise of few values', (x, y) => ((x * 7919 + y * 104_729) % 11) * 20, {}, undefined],
  ['one value', () => 7, {}, undefined],
  ['one class in nodata', (x, y) => (field(x, y) % 2) * 5, { noDataValue: 0 }, undefined],
];
for (const [what, value, band, wanted] of cases) {
  test(`${what}: ${wanted ?? 'nothing is said'}`, () => assert.equal(clueOf(value, band)?.what, wanted));
}

test('the evidence has the figures', () => {
  assert.equal(clueOf((x, y) => field(x, y) % 2)?.evidence, 'the 576 pixels looked at hold two values');
});

test('lines that are missing are no pixels', () => {
  const points: Point[] = patchPoints(header());
  assert.equal(valueClue(header(), points, '1\n2\n'), undefined);
});
