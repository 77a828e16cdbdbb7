import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RetryPolicy } from '../../../src/plan/plan.ts';
import { retryDelay } from '../../../src/plan/retry.ts';

const policy = (over: Partial<RetryPolicy>): RetryPolicy => ({
  ...{ max_attempts: 9, initial_delay_ms: 1_000, backoff: 'exponential', max_delay_ms: 6_000, non_retryable: [] },
  ...over,
});
const delays = (over: Partial<RetryPolicy>) => [1, 2, 3, 4, 5].map((attempt) => retryDelay(policy(over), attempt));

test('the delay after each attempt', () => {
  assert.deepEqual(delays({}), [1_000, 2_000, 4_000, 6_000, 6_000]);
  assert.deepEqual(delays({ backoff: 'fixed' }), [1_000, 1_000, 1_000, 1_000, 1_000]);
  assert.deepEqual(delays({ initial_delay_ms: 9_000 }), [9_000, 9_000, 9_000, 9_000, 9_000]);
});
