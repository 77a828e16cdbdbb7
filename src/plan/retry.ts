import type { RetryPolicy } from './plan.ts';

/** Milliseconds from the end of an attempt (1 is the first) to the next one, as Temporal reckons them. */
export function retryDelay(policy: RetryPolicy, attempt: number): number {
  const coefficient = policy.backoff === 'fixed' ? 1 : 2;
  // A first delay that is longer than the longest holds.
  const longest = Math.max(policy.initial_delay_ms, policy.max_delay_ms);
  return Math.min(longest, policy.initial_delay_ms * coefficient ** (attempt - 1));
}
