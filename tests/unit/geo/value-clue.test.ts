import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseGdalinfo } from '../../../src/geo/gdalinfo.ts';
import type { Point } from '../../../src/geo/sample.ts';
import {
  areSlopes,
  leapsOf,
  lineClue,
  linePoints,
  needsLines,
  patchPoints,
  valueClue,
} from '../../../src/geo/value-clue.ts';

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

type Surface = (x: number, y: number) => number;

/** As the pixels of a raster are looked at: by patches, and by lines where these do not tell. */
function seen(value: Surface, band: object = {}, size = [2000, 2000]): string | undefined {
  const one = { band: 1, block: [256, 256], type: 'Byte', colorInterpretation: 'Gray', ...band };
  const raster = parseGdalinfo(JSON.stringify({ size, bands: [one] }));
  const at = (points: Point[]) => points.map(([x, y]) => `${value(x, y)}\n`).join('');
  const points = patchPoints(raster);
  if (!needsLines(raster, points, at(points))) return valueClue(raster, points, at(points))?.what;
  const lines = linePoints(raster);
  const clue = lineClue(raster, lines, at(lines))?.what;
  const leaps = leapsOf(raster, lines, at(lines));
  return clue === 'classes' && areSlopes(leaps, at(leaps.flatMap(({ between }) => between))) ? undefined : clue;
}

const isIn = (x: number, y: number, radius: number) => (x - 1007) ** 2 + (y - 1003) ** 2 < radius ** 2;
const quadrants: Surface = (x, y) => (isIn(x, y, 100) ? 50 : 10 + 10 * Number(x >= 1000) + 20 * Number(y >= 1000));
const random = (x: number, y: number) => {
  const hash = Math.imul(Math.imul(x, 374_761_393) + Math.imul(y, 668_265_263), 1_274_126_177);
  return ((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32;
};
const centres = Array.from(
  { length: 40 },
  (_, at) => [2000 * random(at, 1), 2000 * random(at, 2), 1 + (at % 10)] as const,
);
const nearest: Surface = (x, y) =>
  centres.reduce((best, centre) =>
    Math.hypot(centre[0] - x, centre[1] - y) < Math.hypot(best[0] - x, best[1] - y) ? centre : best,
  )[2];
const wave = (x: number, y: number, length: number) =>
  (2 + Math.sin((2 * Math.PI * x) / length) + Math.cos((2 * Math.PI * (y + x / 3)) / length)) / 4;
/** Smooth at first, rough in the end, as clouds and ground are. */
const clouds: Surface = (x, y) =>
  [900, 410, 190, 83, 37].reduce((sum, length, at) => sum + wave(x + 31 * at, y + 57 * at, length) / 2 ** at, 0) / 2;
const lights: Surface = (x, y) => {
  const away = Math.hypot((x % 211) - 90, (y % 173) - 80);
  return away < 12 ? Math.min(63, Math.floor(90 * random(x, y) * (1 - away / 12))) : 0;
};

/** Plains of three heights, and in between all of the others within some pixels. */
const cliffs: Surface = (x, y) => 20 * Math.floor(5 + 2.4 * (Math.tanh((x - 700) / 6) + Math.tanh((y - 1300) / 6)));

const uniform: [string, Surface, string | undefined, object?][] = [
  ['four quadrants and a disc', quadrants, 'classes'],
  ['ten classes in large cells', nearest, 'classes'],
  ['the same, striped', nearest, 'classes', { block: [2000, 1] }],
  [
    'an island of three classes in a sea',
    (x, y) => (isIn(x, y, 700) ? [3, 9, 6][Math.floor(x / 333) % 3] : 0) as number,
    'classes',
  ],
  ['classes amid nodata', (x, y) => (isIn(x, y, 600) ? nearest(x, y) : 0), 'classes', { noDataValue: 0 }],
  ['a large mask', (x, y) => Number(isIn(x, y, 700)), 'a mask'],
  ['one value', () => 7, undefined],
  ['a gradient of few values', (x) => Math.floor(x / 80), undefined],
  ['a gradient of five values', (x) => Math.floor(x / 400), undefined],
  ['a gradient from corner to corner', (x, y) => Math.floor((x + y) / 16), undefined],
  ['hills in whole metres', (x, y) => Math.floor(20 * clouds(x, y)), undefined, { type: 'Int16' }],
  ['heights rounded to tens', (x, y) => 10 * Math.floor(12 * clouds(x, y)), undefined, { type: 'Int16' }],
  ['heights rounded to fifties', (x, y) => 50 * Math.floor(30 * wave(x, y, 300)), undefined, { type: 'Int16' }],
  [
    'a hilly island',
    (x, y) => (isIn(x, y, 300) ? 1 + Math.floor(30 * clouds(3 * x, 3 * y)) : 0),
    undefined,
    { type: 'Int16' },
  ],
  ['cliffs between plains', cliffs, undefined],
  ['clouds', (x, y) => Math.floor(255 * clouds(x, y)), undefined],
  ['a shaded relief', (x, y) => Math.floor(181 + 4000 * (clouds(x + 1, y) - clouds(x, y))), undefined],
  ['lights in the night', lights, undefined],
  ['a vegetation index in bytes', (x, y) => Math.floor(100 + 60 * clouds(x, y) + 6 * random(x, y)), undefined],
  ['a photograph', (x, y) => Math.floor(200 * clouds(2 * x, y) + 20 * random(x, y)), undefined],
  [
    'noise amid nodata',
    (x, y) => (isIn(x, y, 200) ? 1 + Math.floor(20 * random(x, y)) : 0),
    undefined,
    { noDataValue: 0 },
  ],
  ['nothing but nodata', () => 0, undefined, { noDataValue: 0 }],
];
for (const [what, value, wanted, band] of uniform) {
  test(`of ${what} all looks together say ${wanted ?? 'nothing'}`, () => assert.equal(seen(value, band), wanted));
}
for (const factor of [0.25, 10, 40]) {
  const size = [2000 * factor, 2000 * factor];
  const stretched =
    (value: Surface): Surface =>
    (x, y) =>
      value(Math.floor(x / factor), Math.floor(y / factor));
  test(`classes and slopes are told apart at ${size[0]} pixels`, () => {
    assert.equal(seen(stretched(quadrants), {}, size), 'classes');
    assert.equal(seen(stretched(nearest), {}, size), 'classes');
    assert.equal(
      seen(
        stretched((x) => Math.floor(x / 70)),
        {},
        size,
      ),
      undefined,
    );
    assert.equal(
      seen(
        stretched((x, y) => Math.floor(20 * clouds(x, y))),
        {},
        size,
      ),
      undefined,
    );
  });
}

test('lines cost no more than looks may', () => {
  const lines = (size: number[], block: number[]) =>
    linePoints(parseGdalinfo(JSON.stringify({ size, bands: [{ band: 1, type: 'Byte', block }] }))).length;
  assert.equal(lines([2000, 2000], [256, 256]), 2 * 5 * 200);
  assert.equal(lines([20, 10], [20, 10]), 5 * 20 + 5 * 10);
  assert.equal(lines([100_000, 100_000], [1024, 1024]), 2 * 200);
  assert.equal(lines([100_000, 100_000], [100_000, 100_000]), 0);
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
