import { ActivityCancellationType, type ActivityOptions } from '@temporalio/workflow';
import type { TaskQueues } from '../../plan/job.ts';
import type { Cost, RetryPolicy, TaskWork } from '../../plan/plan.ts';
import { TIMEOUT_FAULTS } from '../../plan/timeout-fault.ts';

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
    nonRetryableErrorTypes: [...retry.non_retryable.flatMap(typesOf), UNKNOWN_ACTIVITY_TYPE],
  };
}

/** What the server calls a timeout where it decides on a retry. */
const TIMEOUT_TYPES: Readonly<Record<string, string>> = {
  [TIMEOUT_FAULTS.START_TO_CLOSE.code]: 'TemporalTimeout:StartToClose',
  [TIMEOUT_FAULTS.HEARTBEAT.code]: 'TemporalTimeout:Heartbeat',
};

function typesOf(code: string): string[] {
  const type = TIMEOUT_TYPES[code];
  return type === undefined ? [code] : [code, type];
}
