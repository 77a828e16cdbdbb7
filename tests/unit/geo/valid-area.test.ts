import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Position, Ring } from '../../../src/geo/footprint.ts';
import { doTouch, isInside } from '../../../src/geo/valid-area/geometry.ts';
import { type Mask, smoothMask } from '../../../src/geo/valid-area/mask.ts';
import { placeAreas, withSteps } from '../../../src/geo/valid-area/place.ts';
import { simplifyAreas } from '../../../src/geo/valid-area/simplify.ts';
import { splitAt } from '../../../src/geo/valid-area/split.ts';
import { type Area, traceAreas } from '../../../src/geo/valid-area/trace.ts';

/** A mask from rows of text: # holds data. */
function drawn(...rows: string[]): Mask {
  const cells = Uint8Array.from(rows.join(''), (mark) => (mark === '#' ? 1 : 0));
  return { width: rows[0]?.length ?? 0, height: rows.length, cells };
}

function made(side: number, holds: (column: number, row: number) => boolean): Mask {
  const cells = Uint8Array.from({ length: side * side }, (_, at) => (holds(at % side, Math.floor(at / side)) ? 1 : 0));
  return { width: side, height: side, cells };
}

const box = (west: number, south: number, east: number, north: number): Ring => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
];

const areaOf = (ring: Ring): number =>
  ring
    .slice(1)
    .reduce((sum, [x, y], at) => sum + ((ring[at] as Position)[0] * y - x * (ring[at] as Position)[1]) / 2, 0);

test('outlines run along the sides of pixels, with their holes', () => {
  const [area, ...others] = traceAreas(drawn('####', '#..#', '####'));
  assert.deepEqual(others, []);
  assert.deepEqual(area, [
    [
      [0, 0],
      [0, 3],
      [4, 3],
      [4, 0],
      [0, 0],
    ],
    [
      [1, 1],
      [3, 1],
      [3, 2],
      [1, 2],
      [1, 1],
    ],
  ]);
});

test('islands are areas of their own, the larger first', () => {
  const areas = traceAreas(drawn('#..##', '...##'));
  assert.deepEqual(
    areas.map(([outline = []]) => outline[0]),
    [
      [3, 0],
      [0, 0],
    ],
  );
});

test('pixels that touch by a corner are joined, so that no outline touches itself', () => {
  const mask = smoothMask(drawn('##..', '##..', '..##', '..##'));
  const rings = traceAreas(mask).flat();
  assert.equal(rings.length, 1);
  assert.equal(doTouch(rings), false);
});

test('noise makes an outline without specks and pinholes', () => {
  const mask = made(300, (column, row) =>
    Math.hypot(column - 150, row - 150) < 100
      ? (column * 31 + row * 17) % 97 !== 0
      : (column * 7 + row * 13) % 89 === 0,
  );
  const { areas, tolerance } = simplifyAreas(traceAreas(smoothMask(mask)), 1000);
  assert.equal(tolerance, 0.75);
  assert.equal(areas.length, 1);
  assert.equal(areas[0]?.length, 1);
  const area = Math.abs(areaOf(areas[0]?.[0] as Ring));
  assert.ok(Math.abs(area / (Math.PI * 100 * 100) - 1) < 0.01, `${area}`);
});

test('an outline has as few points as are asked for, and stays valid', () => {
  const ragged = made(400, (column, row) => column > 40 + 30 * Math.sin(row / 3) + 12 * Math.sin(row) && column < 390);
  const all = traceAreas(smoothMask(ragged));
  const { areas, tolerance } = simplifyAreas(all, 120);
  const points = areas.flat().reduce((sum, ring) => sum + ring.length, 0);
  assert.ok(points <= 120 && tolerance !== null && tolerance > 0.75, `${points} points within ${tolerance}`);
  assert.equal(doTouch(areas.flat()), false);
  const none = simplifyAreas(all, 4);
  assert.ok(none.tolerance === null || none.areas.flat(2).length <= 5);
});

test('what crosses or touches is seen, and neighbours are not', () => {
  assert.equal(doTouch([box(0, 0, 4, 4)]), false);
  assert.equal(doTouch([box(0, 0, 4, 4), box(1, 1, 2, 2)]), false);
  assert.equal(doTouch([box(0, 0, 4, 4), box(3, 3, 5, 5)]), true);
  assert.equal(doTouch([box(0, 0, 4, 4), box(4, 1, 5, 2)]), true);
  assert.equal(
    doTouch([
      [
        [0, 0],
        [4, 4],
        [4, 0],
        [0, 4],
        [0, 0],
      ],
    ]),
    true,
  );
  assert.equal(
    doTouch([
      [
        [0, 0],
        [4, 0],
        [2, 0],
        [2, 3],
        [0, 0],
      ],
    ]),
    true,
  );
  assert.deepEqual([isInside([1, 1], box(0, 0, 4, 4)), isInside([5, 1], box(0, 0, 4, 4))], [true, false]);
});

test('a concave area is cut into as many pieces as there are', () => {
  const comb: Ring = [
    [0, 0],
    [10, 0],
    [10, 2],
    [4, 2],
    [4, 4],
    [10, 4],
    [10, 6],
    [0, 6],
    [0, 0],
  ];
  const { west, east } = splitAt([comb], 5);
  assert.deepEqual([west.length, east.length], [1, 2]);
  const total = [...west, ...east].flat().reduce((sum, ring) => sum + areaOf(ring), 0);
  assert.ok(Math.abs(total - areaOf(comb)) < 1e-6);
  assert.ok(east.flat(2).every(([x]) => x >= 5));
});

test('a hole on the cut becomes a bay of both sides, one beside it stays a hole', () => {
  const area: Area = [box(0, 0, 10, 10), box(4, 4, 6, 6).toReversed(), box(1, 1, 2, 2).toReversed()];
  const { west, east } = splitAt(area, 5);
  assert.deepEqual([west.map((rings) => rings.length), east.map((rings) => rings.length)], [[2], [1]]);
  const total = [...west, ...east].flat().reduce((sum, ring) => sum + areaOf(ring), 0);
  assert.ok(Math.abs(total - 95) < 1e-6, `${total}`);
});

test('an area over the antimeridian is split there, and its box goes over it', () => {
  const placed = placeAreas([[box(179, -10, 181, 10).map(([x, y]): Position => [x > 180 ? x - 360 : x, y])]]);
  assert.deepEqual(placed?.bbox, [179, -10, -179, 10]);
  assert.equal(placed?.geometry.type, 'MultiPolygon');
  const [one, other] = partsOf(placed);
  assert.deepEqual(
    [range(one?.[0] as Ring), range(other?.[0] as Ring)],
    [
      [179, 180],
      [-180, -179],
    ],
  );
});

test('longitudes from 0 to 360 come to lie from -180 to 180', () => {
  const placed = placeAreas([withSteps([box(0, -90, 360, 90)], 360)]);
  assert.deepEqual(placed?.bbox, [-180, -90, 180, 90]);
  const parts = partsOf(placed).map(([ring = []]) => range(ring));
  assert.deepEqual(parts, [
    [0, 180],
    [-180, 0],
  ]);
});

test('islands on both sides of the antimeridian have one box over it', () => {
  const placed = placeAreas([[box(177, 0, 178, 1)], [box(-178, 2, -177, 3)]]);
  assert.deepEqual(placed?.bbox, [177, 0, -177, 3]);
});

test('what runs around a pole is not placed so', () => {
  const around: Ring = [0, 90, 180, -90, 0].map((lon): Position => [lon, 80]);
  assert.equal(placeAreas([[around]]), undefined);
});

test('long edges get points on them, and outlines come out counter-clockwise', () => {
  const [ring = []] = withSteps([box(0, 0, 100, 10)], 100);
  assert.equal(ring.length, 20 * 2 + 2 * 2 + 1);
  const { geometry } = placeAreas([[box(0, 0, 4, 4).toReversed(), box(1, 1, 2, 2)]]) ?? {};
  const rings = geometry?.coordinates as Ring[];
  assert.deepEqual(
    rings.map((each) => Math.sign(areaOf(each))),
    [1, -1],
  );
});

function range(ring: Ring): [number, number] {
  const longitudes = ring.map(([lon]) => lon);
  return [Math.min(...longitudes), Math.max(...longitudes)];
}

function partsOf(placed: ReturnType<typeof placeAreas>): Ring[][] {
  assert.equal(placed?.geometry.type, 'MultiPolygon');
  return placed.geometry.coordinates as Ring[][];
}
