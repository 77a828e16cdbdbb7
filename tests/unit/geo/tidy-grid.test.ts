import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boundsOf } from '../../../src/geo/gate.ts';
import { tidyBounds, tidyPixel } from '../../../src/geo/tidy-grid.ts';

test('bounds have no digits of rounding in them', () => {
  const worked = boundsOf([0.1, 0.2, 0, 0.3, 0, -0.1], 3, 7);
  assert.deepEqual(worked, [0.1, -0.40000000000000008, 0.7000000000000001, 0.3]);
  assert.deepEqual(tidyBounds(worked, [0.2, 0.1]), [0.1, -0.4, 0.7, 0.3]);
  assert.deepEqual(
    tidyBounds([595.6959999999984, 0, 5000000.0000000037, 1e21], [0.3, 10]),
    [595.696, 0, 5000000, 1e21],
  );
});

test('bounds are off by less than a millionth of a pixel, however small or large that is', () => {
  for (const pixel of [1e-9, 1 / 3600, 0.07, 1 / 3, 1, 30, 12_345.678, 1e9]) {
    const bounds = boundsOf([12.3456789 * pixel, pixel, 0, -7.654321 * pixel, 0, -pixel], 1237, 991);
    for (const [at, side] of tidyBounds(bounds, [pixel, pixel]).entries()) {
      assert.ok(Math.abs(side - (bounds[at] as number)) <= 1e-6 * pixel, `${side} ${bounds[at]} ${pixel}`);
    }
  }
});

test('the size of a pixel is that of the raster where it is the same, or has twelve digits', () => {
  assert.equal(tidyPixel(0.7000000000000001 - 0.1, 3, 0.2), 0.2);
  assert.equal(tidyPixel(512 / 3600, 512, 1 / 3600), 1 / 3600);
  assert.equal(tidyPixel(2000, 171, 10), 11.6959064327);
});
