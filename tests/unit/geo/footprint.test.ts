import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  boundaryPoints,
  extentOfBoundary,
  extentOfPoints,
  hasArea,
  type Position,
} from '../../../src/geo/footprint.ts';
import type { Bounds } from '../../../src/geo/raster.ts';

const extentOf = (boundary: Position[]) => extentOfBoundary(boundary) ?? assert.fail('it runs around a pole');
const geographic = (bounds: Bounds) => extentOf(boundaryPoints(bounds));

test('a box in degrees is itself, counter-clockwise from the upper left', () => {
  assert.deepEqual(geographic([3, 45, 4, 46]), {
    bbox: [3, 45, 4, 46],
    geometry: {
      type: 'Polygon',
      coordinates: [
        [
          [3, 46],
          [3, 45],
          [4, 45],
          [4, 46],
          [3, 46],
        ],
      ],
    },
  });
});

test('a box over the antimeridian is split, and its bbox runs from west to east over it', () => {
  const split = {
    bbox: [175, -5, -175, 5],
    geometry: {
      type: 'MultiPolygon',
      coordinates: [
        [
          [
            [175, 5],
            [175, -5],
            [180, -5],
            [180, 5],
            [175, 5],
          ],
        ],
        [
          [
            [-180, -5],
            [-175, -5],
            [-175, 5],
            [-180, 5],
            [-180, -5],
          ],
        ],
      ],
    },
  };
  assert.deepEqual(geographic([175, -5, 185, 5]), split);
  assert.deepEqual(geographic([-185, -5, -175, 5]), split);
});

test('longitudes that jump at the antimeridian are the same as those that do not', () => {
  const wrapped = boundaryPoints([175, -5, 185, 5]).map(([lon, lat]): Position => [lon > 180 ? lon - 360 : lon, lat]);
  assert.deepEqual(extentOf(wrapped), geographic([175, -5, 185, 5]));
});

test('a box that ends at the antimeridian is one polygon', () => {
  assert.deepEqual(geographic([170, 0, 180, 10]).bbox, [170, 0, 180, 10]);
  assert.equal(geographic([170, 0, 180, 10]).geometry.type, 'Polygon');
  assert.deepEqual(geographic([180, 0, 190, 10]).bbox, [-180, 0, -170, 10]);
});

test('the world is the world, from wherever it is counted', () => {
  const world = [
    [
      [-180, 90],
      [-180, -90],
      [180, -90],
      [180, 90],
      [-180, 90],
    ],
  ];
  for (const bounds of [
    [-180, -90, 180, 90],
    [0, -90, 360, 90],
    [-180.125, -90.125, 179.875, 90.125],
  ] as Bounds[]) {
    assert.deepEqual(geographic(bounds), {
      bbox: [-180, -90, 180, 90],
      geometry: { type: 'Polygon', coordinates: world },
    });
  }
});

test('a boundary around a pole does not say which one it encloses', () => {
  const circle = Array.from({ length: 37 }, (_, step): Position => {
    const lon = -175 + step * 10;
    return [lon > 180 ? lon - 360 : lon, 70];
  });
  assert.equal(extentOfBoundary(circle), undefined);
});

test('curved edges keep their points', () => {
  const curved = boundaryPoints([0, 0, 10, 10]).map(
    ([lon, lat]): Position => [lon, lat + Math.sin((lon / 10) * Math.PI)],
  );
  const { bbox, geometry } = extentOf(curved);
  assert.deepEqual(bbox, [0, 0, 10, 11]);
  assert.equal(geometry.coordinates[0]?.length, 43);
});

test('the box is that of the outline, whose points on a nearly straight line are left out', () => {
  const bulging = ([west, south, east, north]: Bounds) =>
    boundaryPoints([west, south, east, north]).map(([lon, lat]): Position => {
      const outwards = lon === west ? -1e-6 : lon === east ? 1e-6 : 0;
      return [lon + outwards * Math.cos((lat / 20) * Math.PI), lat];
    });
  const { bbox, geometry } = extentOf(bulging([1, -10, 11, 10]));
  assert.deepEqual([bbox, geometry.coordinates[0]?.length], [[1, -10, 11, 10], 5]);
  assert.deepEqual(extentOf(bulging([175, -10, 185, 10])).bbox, [175, -10, -175, 10]);
});

test('scattered points get a box', () => {
  assert.deepEqual(
    extentOfPoints([
      [1, 2],
      [3, -4],
      [2, 0],
    ]).bbox,
    [1, -4, 3, 2],
  );
});

test('points on both sides of the antimeridian get a box over it, and points around a pole one up to it', () => {
  const points: Position[] = [
    [100, 2],
    [150, 40],
    [-170, -4],
    [-140, 0],
  ];
  assert.deepEqual(extentOfPoints(points).bbox, [100, -4, -140, 40]);
  assert.deepEqual(extentOfPoints(points, [90], true).bbox, [-180, -4, 180, 90]);
});

test('what is smaller than coordinates are rounded to has no area', () => {
  for (const bounds of [
    [3, 45, 3 + 1e-9, 46],
    [3, 45, 4, 45 + 1e-8],
    [3, 45, 3, 45],
    [180 - 1e-9, 0, 180 + 1e-9, 1],
  ] as const) {
    assert.equal(hasArea(geographic([...bounds]).geometry), false, bounds.join());
  }
  assert.equal(hasArea(geographic([3, 45, 3.000001, 45.000001]).geometry), true);
});

test('a sliver over the antimeridian is no part of its own', () => {
  assert.deepEqual(geographic([170, 0, 180 + 1.5e-7, 10]), geographic([170, 0, 180, 10]));
  assert.deepEqual(geographic([180 - 1.5e-7, 0, 190, 10]), geographic([180, 0, 190, 10]));
});
