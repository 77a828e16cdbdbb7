import { ApplicationFailure, CancelledFailure, Context } from '@temporalio/activity';
import { isJsonObject, type JsonValue } from '../../plan/json.ts';
import type { AnyActivity } from '../activity.ts';
import type { Attempt } from './context.ts';
import { failureOf } from './failure-of.ts';
import { jobIdOf } from './job-id.ts';
import { createProgressReporter } from './progress.ts';
import { runAttempt } from './run-attempt.ts';
import type { ActivityServices } from './services.ts';

/** A handler as an activity of its own: its errors become ApplicationFailures whose type is the stable code. */
export function singleActivity(
  activity: AnyActivity,
  services: ActivityServices,
): (input: unknown) => Promise<unknown> {
  return async (input) => {
    const attempt = attemptOf(Context.current(), services);
    try {
      return await runAttempt(activity, input, attempt, services.scratch);
    } catch (error) {
      attempt.log.warn({ err: error }, 'Activity:Failed');
      throw toTemporal(error, attempt.signal);
    }
  };
}

function attemptOf(temporal: Context, services: ActivityServices): Attempt {
  const { info } = temporal;
  const { attempt } = info;
  const job_id = jobIdOf(info);
  const { node_id, item_key } = splitActivityId(info.activityId);
  const item = item_key === null ? {} : { item_key };
  const log = services.log.child({ job_id, node_id, ...item, handler: info.activityType, attempt });
  const report = createProgressReporter((percent) =>
    services
      .reportProgress({ job_id, node_id, percent, attempt })
      .catch((err: unknown) => log.debug({ err }, 'Progress:Lost')),
  );
  return {
    job_id,
    node_id,
    item_key,
    attempt,
    signal: temporal.cancellationSignal,
    log,
    saved: checkpointIn(info.heartbeatDetails),
    beat(percent, checkpoint) {
      temporal.heartbeat({ percent, ...(checkpoint === undefined ? {} : { checkpoint }) });
      // One item of a fan-out says nothing about how far its node is: the interpreter counts them.
      if (item_key === null) report(percent);
    },
  };
}

/** An activity's id is its node's; for an item of a fan-out `<node id>/<key>`. A node's id has no slash. */
function splitActivityId(activityId: string): { node_id: string; item_key: string | null } {
  const slash = activityId.indexOf('/');
  if (slash < 0) return { node_id: activityId, item_key: null };
  return { node_id: activityId.slice(0, slash), item_key: activityId.slice(slash + 1) };
}

function checkpointIn(details: unknown): JsonValue | undefined {
  return isJsonObject(details) ? details.checkpoint : undefined;
}

function toTemporal(error: unknown, signal: AbortSignal): Error {
  // Temporal must see a cancelled or timed-out attempt as such, whatever the interrupted code made of it.
  if (signal.aborted) return signal.reason instanceof Error ? signal.reason : new CancelledFailure('cancelled');
  if (error instanceof ApplicationFailure || error instanceof CancelledFailure) return error;
  const { fault, retryable, message } = failureOf(error);
  return ApplicationFailure.create({ message, type: fault.code, nonRetryable: !retryable, details: [fault] });
}
