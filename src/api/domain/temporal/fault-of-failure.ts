import type { WorkflowExecutionDescription } from '@temporalio/client';
import type { Fault } from '../../../plan/fault.ts';
import { TIMEOUT_FAULTS, TIMEOUTS } from '../../../plan/timeout-fault.ts';

type Pending = NonNullable<WorkflowExecutionDescription['raw']['pendingActivities']>[number];
export type Failure = Pending['lastFailure'];

/** What a failed attempt of an activity is to users, by what Temporal keeps of it. */
export function faultOfFailure(failure: Failure): Fault {
  // Temporal's number of the type (temporal.api.enums.v1.TimeoutType): from 1, in this order.
  const timeout = TIMEOUTS[(failure?.timeoutFailureInfo?.timeoutType ?? 0) - 1];
  if (timeout) return TIMEOUT_FAULTS[timeout];
  const code = failure?.applicationFailureInfo?.type;
  return { code: code ? code : 'attempt_failed', message: failure?.message ?? 'The attempt failed.' };
}

/** Milliseconds since the epoch. */
export function millisecondsOf(time: Pending['lastAttemptCompleteTime']): number | undefined {
  const seconds = Number(time?.seconds ?? 0);
  return seconds > 0 ? seconds * 1_000 + (time?.nanos ?? 0) / 1_000_000 : undefined;
}
