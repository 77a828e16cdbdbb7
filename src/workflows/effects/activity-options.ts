import { ActivityCancellationType, type ActivityOptions } from '@temporalio/workflow';
import type { TaskQueues } from '../../plan/job.ts';
import type { Cost, RetryPolicy, TaskWork } from '../../plan/plan.ts';

/** How a worker of the SDK answers for an activity that it does not have. By default that is tried again for ever. */
const UNKNOWN_ACTIVITY_TYPE = 'NotFoundError';

/** The options that every handler's activity has, by its place in the plan. */
export function placeOptions(activityId: string, cost: Cost, queues: TaskQueues): ActivityOptions {
  return {
    activityId,
    summary: activityId,
    taskQueue: queues[cost],
    // The node is over when its GDAL is: only then are scratch and memory free, and the state true.
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  };
}

export function taskOptions({ timeouts, retry }: TaskWork): ActivityOptions {
  const { start_to_close_ms, schedule_to_close_ms, heartbeat_ms } = timeouts;
  return {
    startToCloseTimeout: start_to_close_ms,
    ...(schedule_to_close_ms === undefined ? {} : { scheduleToCloseTimeout: schedule_to_close_ms }),
    ...(heartbeat_ms === undefined ? {} : { heartbeatTimeout: heartbeat_ms }),
    retry: retryOptions(retry),
  };
}

function retryOptions(retry: RetryPolicy): NonNullable<ActivityOptions['retry']> {
  return {
    maximumAttempts: retry.max_attempts,
    initialInterval: retry.initial_delay_ms,
    backoffCoefficient: retry.backoff === 'fixed' ? 1 : 2,
    maximumInterval: Math.max(retry.initial_delay_ms, retry.max_delay_ms),
    nonRetryableErrorTypes: [...retry.non_retryable, UNKNOWN_ACTIVITY_TYPE],
  };
}
