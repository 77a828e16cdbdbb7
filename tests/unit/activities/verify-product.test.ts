import assert from 'node:assert/strict';
import { test } from 'node:test';
import { differs } from '../../../src/activities/raster_cog/verify-product.ts';

test('a product that differs says what to do, once', () => {
  assert.match(differs(['band 1 type: A became B']).message, /: band 1 type: A became B\. Write the raster anew/);
  assert.doesNotMatch(differs(['CRS: A became B; warp the raster']).message, /Write the raster anew/);
});
