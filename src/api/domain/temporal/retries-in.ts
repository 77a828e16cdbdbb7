import type { WorkflowExecutionDescription } from '@temporalio/client';
import type { AttemptNews } from '../../../assets/record-attempts.ts';
import type { Fault } from '../../../plan/fault.ts';
import { TIMEOUT_FAULTS, TIMEOUTS } from '../../../plan/timeout-fault.ts';

type Pending = NonNullable<WorkflowExecutionDescription['raw']['pendingActivities']>[number];

/** More than people can look at, and no more than a sweep can write. */
const MOST = 100;

/**
 * Attempts that failed, of activities which Temporal tries again: also those whose worker died and could not say so itself. The
 * last one of each activity of this very run.
 */
export function retriesIn({ workflowId, raw }: WorkflowExecutionDescription): AttemptNews[] {
  const failed = (raw.pendingActivities ?? []).filter(({ attempt, lastFailure }) => (attempt ?? 0) > 1 && lastFailure);
  return failed.slice(0, MOST).map((activity) => newsOf(workflowId, activity));
}

function newsOf(job_id: string, { activityId, attempt, lastFailure, lastAttemptCompleteTime }: Pending): AttemptNews {
  const [node_id = '', ...key] = (activityId ?? '').split('/');
  const seconds = Number(lastAttemptCompleteTime?.seconds ?? 0);
  const at = seconds > 0 ? seconds * 1_000 + (lastAttemptCompleteTime?.nanos ?? 0) / 1_000_000 : Date.now();
  return {
    job_id,
    node_id,
    item_key: key.length > 0 ? key.join('/') : null,
    kind: 'attempt_failed',
    // The one before the one that is under way or waits.
    attempt: (attempt ?? 2) - 1,
    error: faultOf(lastFailure),
    occurred_at: new Date(at).toISOString(),
  };
}

function faultOf(failure: Pending['lastFailure']): Fault {
  // Temporal's number of the type (temporal.api.enums.v1.TimeoutType): from 1, in this order.
  const timeout = TIMEOUTS[(failure?.timeoutFailureInfo?.timeoutType ?? 0) - 1];
  if (timeout) return TIMEOUT_FAULTS[timeout];
  const code = failure?.applicationFailureInfo?.type;
  return { code: code ? code : 'attempt_failed', message: failure?.message ?? 'The attempt failed.' };
}
