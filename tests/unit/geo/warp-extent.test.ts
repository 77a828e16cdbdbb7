import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boundaryPoints, gridPoints, type Position } from '../../../src/geo/footprint.ts';
import type { Bounds } from '../../../src/geo/raster.ts';
import { boxAround, intersection, jumps, shareWithin } from '../../../src/geo/warp-extent.ts';

test('a box is around the points that have a place', () => {
  assert.deepEqual(boxAround([[1, 5], undefined, [3, 2]]), [1, 2, 3, 5]);
  for (const none of [
    [],
    [undefined],
    [[1, 2]],
    [
      [1, 2],
      [1, 9],
    ],
  ] as (Position | undefined)[][])
    assert.equal(boxAround(none), undefined);
});

test('what two boxes share', () => {
  assert.deepEqual(intersection([0, 0, 10, 10], [5, -5, 20, 5]), [5, 0, 10, 5]);
  assert.equal(intersection([0, 0, 10, 10], [10, 0, 20, 10]), undefined);
});

test('an edge between neighbours is a jump; what has no place is no neighbour', () => {
  const globe: Bounds = [-180, -90, 180, 90];
  assert.equal(jumps(boundaryPoints(globe), globe), false);
  assert.equal(
    jumps(
      [
        [170, 0],
        [-170, 0],
      ],
      globe,
    ),
    true,
  );
  assert.equal(jumps([[170, 0], undefined, [-170, 0]], globe), false);
});

test('the share of a grid that a raster covers, whatever the turn of its longitudes', () => {
  const raster = (west: number, isDegrees: boolean) =>
    ({ geotransform: [west, 1, 0, 90, 0, -1], width: 360, height: 180, isDegrees }) as const;
  const grid = gridPoints([-180, -90, 180, 90]);
  const within = (west: number, isDegrees: boolean) => {
    const { geotransform, ...rest } = raster(west, isDegrees);
    return shareWithin(grid, { ...rest, geotransform: [...geotransform] });
  };
  assert.equal(within(0, true), 1);
  assert.ok(within(0, false) < 0.6);
  assert.equal(
    shareWithin([undefined, [0, 0]], { geotransform: [-1, 1, 0, 1, 0, -1], width: 2, height: 2, isDegrees: true }),
    0.5,
  );
});
