import assert from 'node:assert/strict';
import { test } from 'node:test';
import { JOB_TRANSITIONS, RETRYABLE } from '../../../src/assets/states.ts';

test('a job that has ended goes nowhere by itself', () => {
  assert.deepEqual(JOB_TRANSITIONS.completed, []);
  assert.deepEqual(JOB_TRANSITIONS.failed, []);
  assert.deepEqual(JOB_TRANSITIONS.cancelled, []);
});

test('a job that runs is not pending again', () => {
  assert.deepEqual(JOB_TRANSITIONS.running, ['running', 'completed', 'failed', 'cancelled']);
});

test('only what did not complete is retried', () => assert.deepEqual(RETRYABLE, ['failed', 'cancelled']));
