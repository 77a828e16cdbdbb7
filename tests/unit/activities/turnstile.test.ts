import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTurnstile } from '../../../src/activities/take_turn/turnstile.ts';

test('a run that is alone goes on at once, until it has done a second of work ahead of time', () => {
  const turnstile = createTurnstile();
  const waits = Array.from({ length: 8 }, () => turnstile('a', 300_000, 0));
  assert.deepEqual(waits, [0, 0, 0, 0, 0, 200, 400, 600]);
  assert.equal(turnstile('a', 300_000, 10_000), 0);
});

test('shares do not wait for each other', () => {
  const turnstile = createTurnstile();
  assert.equal(turnstile('a', 9_000_000, 0), 5_000);
  assert.equal(turnstile('b', 300_000, 0), 0);
  assert.equal(turnstile('a', 300_000, 5_000), 200);
});
