import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type ChunkSizing, chunkSize } from '../../../../src/plan/execution/items/chunk-size.ts';

const sizeOf = (sizing: Partial<ChunkSizing>) =>
  chunkSize({ total: 10_000, remaining: 10_000, max_concurrency: 100, item_ms: undefined, ...sizing });

describe('the size of a chunk', () => {
  it('shares out few items between as many chunks as run at once, before a measurement', () => {
    assert.equal(sizeOf({ total: 30, remaining: 30 }), 4);
    assert.equal(sizeOf({ total: 30, remaining: 2 }), 4);
    assert.equal(sizeOf({ total: 300, remaining: 300 }), 38);
  });

  it('is small before a measurement, however many there are', () => {
    assert.equal(sizeOf({ total: 100_000, remaining: 100_000 }), 50);
  });

  it('grows with cheap items up to a bound, and shrinks towards the end', () => {
    assert.equal(sizeOf({ item_ms: 0.01 }), 1_000);
    assert.equal(sizeOf({ item_ms: 5, remaining: 10_000 }), 625);
    assert.equal(sizeOf({ item_ms: 5, remaining: 800 }), 130);
  });

  it('is no larger than what runs at once when each takes long', () => {
    assert.equal(sizeOf({ item_ms: 60_000 }), 13);
    assert.equal(sizeOf({ item_ms: 60_000, max_concurrency: 8 }), 1);
  });
});
