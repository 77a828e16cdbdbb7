import type { WorkflowExecutionDescription } from '@temporalio/client';
import { splitActivityId } from '../../../activities/runtime/news/attempt-teller.ts';
import { newsPlace } from '../../../activities/runtime/news/place.ts';
import type { AttemptNews } from '../../../assets/record-attempts.ts';
import { faultOfFailure, millisecondsOf } from './fault-of-failure.ts';

type Pending = NonNullable<WorkflowExecutionDescription['raw']['pendingActivities']>[number];

/** More than people can look at, and no more than a sweep can write. */
const MOST = 100;

/**
 * Attempts that failed, of activities which Temporal tries again: also those whose worker died and could not say so itself. The
 * last one of each activity of this very run.
 *
 * @param runId the job, or the used spec, that the run works for
 */
export function retriesIn({ raw }: WorkflowExecutionDescription, runId: string): AttemptNews[] {
  const failed = (raw.pendingActivities ?? []).filter(({ attempt, lastFailure }) => (attempt ?? 0) > 1 && lastFailure);
  return failed.slice(0, MOST).map((activity) => newsOf(runId, activity));
}

function newsOf(runId: string, { activityId, attempt, lastFailure, lastAttemptCompleteTime }: Pending): AttemptNews {
  return {
    ...newsPlace(runId, splitActivityId(activityId ?? '')),
    kind: 'attempt_failed',
    // The one before the one that is under way or waits.
    attempt: (attempt ?? 2) - 1,
    error: faultOfFailure(lastFailure),
    occurred_at: new Date(millisecondsOf(lastAttemptCompleteTime) ?? Date.now()).toISOString(),
  };
}
