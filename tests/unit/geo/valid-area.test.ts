import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Position, Ring } from '../../../src/geo/footprint.ts';
import type { Bounds } from '../../../src/geo/raster.ts';
import { doTouch, isInside } from '../../../src/geo/valid-area/geometry.ts';
import { closeGaps, type Mask } from '../../../src/geo/valid-area/mask.ts';
import { outlineOf } from '../../../src/geo/valid-area/outline.ts';
import { placeAreas, withSteps } from '../../../src/geo/valid-area/place.ts';
import { rollToAntimeridian } from '../../../src/geo/valid-area/roll.ts';
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
  const mask = drawn('##..', '##..', '..##', '..##');
  closeGaps(mask);
  const rings = traceAreas(mask).flat();
  assert.equal(rings.length, 1);
  assert.equal(doTouch(rings), false);
});

test('noise makes an outline without specks and pinholes', () => {
  const mask = made(300, (column, row) =>
    Math.hypot(column - 150, row - 150) < 100
      ? (column * 31 + row * 17) % 97 !== 0
      : Math.hypot(column - 150, row - 150) > 104 && isIn(55, 245, column, row) && (column * 7 + row * 13) % 89 === 0,
  );
  const { areas, accuracy } = outlineOf(mask, 1000);
  assert.equal(accuracy, 1.75);
  assert.equal(areas.length, 1);
  assert.equal(areas[0]?.length, 1);
  const area = Math.abs(areaOf(areas[0]?.[0] as Ring));
  assert.ok(Math.abs(area / (Math.PI * 100 * 100) - 1) < 0.01, `${area}`);
});

const isIn = (from: number, to: number, ...at: number[]): boolean => at.every((each) => each >= from && each < to);
const isDisc = (column: number, row: number) => Math.hypot(column - 150, row - 150) < 100;

/** What is scattered, how large it is, and how far from it its outline may be, in pixels. */
const SCATTERED: [string, number, number, (column: number, row: number) => boolean][] = [
  ['a chequerboard', 512, 2, (column, row) => (column + row) % 2 === 0],
  ['every fourth pixel of every fourth row', 512, 8, (column, row) => column % 4 === 0 && row % 4 === 0],
  ['every third row', 700, 8, (_, row) => row % 3 === 0],
  [
    'half of all pixels, by chance',
    400,
    4,
    (column, row) => (Math.imul(column * 7919 + row * 104_729, 2_654_435_761) >>> 16) % 2 === 0,
  ],
  [
    'one pixel of fifty, by chance',
    400,
    80,
    (column, row) => (Math.imul(column * 7919 + row * 104_729, 2_654_435_761) >>> 8) % 50 === 0,
  ],
  ['two hundred islands', 450, 30, (column, row) => column % 30 < 8 && row % 30 < 8],
  ['a disc with a speck in the corner', 300, 2, (column, row) => isDisc(column, row) || (column > 296 && row === 299)],
  ['a disc with noise all around', 300, 40, (column, row) => isDisc(column, row) || (column * 7 + row * 13) % 29 === 0],
  ['lines of a pixel', 300, 2, (column, row) => column === row || column + row === 40],
];

for (const [what, side, most, holds] of SCATTERED) {
  test(`${what}: the outline holds all data`, () => {
    const { areas, accuracy } = outlineOf(made(side, holds), 1000);
    assert.ok(accuracy !== null && accuracy <= most, `${accuracy}`);
    assert.ok(areas.flat(2).length <= 1000 && !doTouch(areas.flat()));
    const data = Array.from({ length: side * side }, (_, at): Position => [at % side, Math.floor(at / side)]).filter(
      ([column, row]) => holds(column, row),
    );
    const middle = data.map(([column, row]): Position => [column + 0.5, row + 0.5]);
    const missed = middle.filter((point) => !areas.some((rings) => isCovered(point, rings)));
    assert.ok(missed.length <= data.length / 15, `${missed.length} of ${data.length} are missed`);
    for (const axis of [0, 1] as const) {
      const [drawn, held] = [areas.flat(2).map((point) => point[axis]), data.map((point) => point[axis])];
      assert.ok(least(drawn) - least(held) <= 0.75 && greatest(held) + 1 - greatest(drawn) <= 0.75, `${axis}`);
    }
  });
}

const isCovered = (point: Position, rings: Area) => rings.filter((ring) => isInside(point, ring)).length % 2 === 1;
const least = (values: number[]): number => values.reduce((a, b) => Math.min(a, b));
const greatest = (values: number[]): number => values.reduce((a, b) => Math.max(a, b));

test('of data that no outline of so few points holds there is the box', () => {
  const mask = made(300, (column, row) => column > 20 && column % 75 === 0 && row % 75 === 5);
  assert.deepEqual(outlineOf(mask, 16), { areas: [[cornersOf(75, 5, 226, 231)]], accuracy: null });
});

const cornersOf = (left: number, top: number, right: number, bottom: number): Ring => [
  [left, top],
  [left, bottom],
  [right, bottom],
  [right, top],
  [left, top],
];

test('an outline has as few points as are asked for, and stays valid', () => {
  const ragged = made(400, (column, row) => column > 40 + 30 * Math.sin(row / 3) + 12 * Math.sin(row) && column < 390);
  closeGaps(ragged);
  const all = traceAreas(ragged);
  const { areas, tolerance } = simplifyAreas(all, 120) ?? assert.fail('there is none');
  const points = areas.flat().reduce((sum, ring) => sum + ring.length, 0);
  assert.ok(points <= 120 && tolerance > 0.75, `${points} points within ${tolerance}`);
  assert.equal(doTouch(areas.flat()), false);
  assert.equal(simplifyAreas(all, 4), undefined);
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

test('the box is that of what is left of the outlines', () => {
  const bulging = (west: number, east: number): Area =>
    withSteps([box(west, -10, east, 10)], 20).map((ring) =>
      ring.map(([lon, lat]): Position => {
        const outwards = lon === west ? -1e-6 : lon === east ? 1e-6 : 0;
        return [lon + outwards * Math.cos((lat / 20) * Math.PI), lat];
      }),
    );
  assert.deepEqual(placeAreas([bulging(1, 11)])?.bbox, [1, -10, 11, 10]);
  assert.deepEqual(placeAreas([bulging(175, 185)])?.bbox, [175, -10, -175, 10]);
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

test('data that goes on where the globe was cut is traced in one piece', () => {
  const mask = drawn('#..##.##', '#......#');
  const from = { mask, bounds: [0, -90, 360, 90] as Bounds };
  assert.deepEqual(rollToAntimeridian(from.mask, from.bounds), {
    mask: drawn('#.###..#', '...##...'),
    bounds: [-180, -90, 180, 90],
  });
  const unchanged: [Mask, Bounds][] = [
    [mask, [-180, -90, 180, 90]],
    [mask, [0, -90, 180, 90]],
    [mask, [10, -90, 370, 90]],
    [drawn('.###', '...#'), [0, -90, 360, 90]],
  ];
  for (const [held, bounds] of unchanged) assert.equal(rollToAntimeridian(held, bounds).mask, held, `${bounds}`);
});

test('islands on both sides of the antimeridian have one box over it', () => {
  const placed = placeAreas([[box(177, 0, 178, 1)], [box(-178, 2, -177, 3)]]);
  assert.deepEqual(placed?.bbox, [177, 0, -177, 3]);
});

test('what runs around a pole is not placed so', () => {
  const around: Ring = [0, 90, 180, -90, 0].map((lon): Position => [lon, 80]);
  assert.equal(placeAreas([[around]]), undefined);
});

const circle = (latitude: number): Ring =>
  Array.from(
    { length: 37 },
    (_, step): Position => [-175 + step * 10 > 180 ? step * 10 - 535 : step * 10 - 175, latitude],
  );

test('what runs around a pole is closed over the one that it encloses, on whichever side of the equator it lies', () => {
  assert.deepEqual(placeAreas([[circle(-20)]], [[[90]]]), {
    bbox: [-180, -20, 180, 90],
    geometry: { type: 'Polygon', coordinates: [box(-180, -20, 180, 90)] },
  });
  assert.deepEqual(placeAreas([[circle(20)]], [[[-90]]])?.bbox, [-180, -90, 180, 20]);
  assert.deepEqual(placeAreas([[circle(-20), circle(60).toReversed()]], [[[90], [90]]])?.geometry.coordinates, [
    box(-180, -20, 180, 60),
  ]);
});

test('an area with both poles is the globe without what its outline runs around', () => {
  const { bbox, geometry } = placeAreas([[box(20, 0, 30, 10).toReversed()]], [[[90, -90]]]) ?? {};
  assert.deepEqual([bbox, geometry?.type, geometry?.coordinates.length], [[-180, -90, 180, 90], 'Polygon', 2]);
  const over = placeAreas([[box(170, 0, 190, 10)]], [[[90, -90]]]);
  const [outline, hole] = (over?.geometry.coordinates ?? []) as Ring[];
  assert.deepEqual([hole, areaOf(outline as Ring)], [undefined, 360 * 180 - 200]);
});

test('a ring that does not turn as the poles in it want is not placed', () => {
  assert.equal(placeAreas([[box(0, 0, 10, 10)]], [[[90]]]), undefined);
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
