import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withParts } from '../../../src/assets/items-in-parts.ts';

const REPORTED = { total: 20, pending: 10, running: 4, completed: 5, failed: 1, skipped: 0, cancelled: 0 };

test('what parts under way have done is taken from what waits, then from what runs', () => {
  assert.deepEqual(withParts(REPORTED, []), REPORTED);
  const parts = [
    { completed: 6, failed: 1, skipped: 1 },
    { completed: 4, failed: 0, skipped: 0 },
  ];
  assert.deepEqual(withParts(REPORTED, parts), {
    ...{ total: 20, pending: 0, running: 2, completed: 15, failed: 2, skipped: 1, cancelled: 0 },
  });
});

test('never more items than there are', () => {
  const counted = withParts(REPORTED, [{ completed: 100, failed: 100, skipped: 0 }]);
  assert.deepEqual(counted, { total: 20, pending: 0, running: 0, completed: 19, failed: 1, skipped: 0, cancelled: 0 });
});
