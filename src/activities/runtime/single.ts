import { ApplicationFailure, CancelledFailure, Context } from '@temporalio/activity';
import type { Fault } from '../../plan/fault.ts';
import { isJsonObject, type JsonValue } from '../../plan/json.ts';
import type { AnyActivity } from '../activity.ts';
import type { Attempt } from './context.ts';
import { drained, isDrained } from './drained.ts';
import { failureOf } from './failure-of.ts';
import { jobIdOf } from './job-id.ts';
import { type AttemptTeller, newsOf, SILENT, splitActivityId } from './news/attempt-teller.ts';
import { createProgressReporter } from './progress.ts';
import { runAttempt } from './run-attempt.ts';
import type { ActivityServices } from './services.ts';

/** A handler as an activity of its own: its errors become ApplicationFailures whose type is the stable code. */
export function singleActivity(
  activity: AnyActivity,
  services: ActivityServices,
): (input: unknown) => Promise<unknown> {
  return async (input) => {
    const temporal = Context.current();
    const news = activity.contract.internal ? SILENT : newsOf(temporal.info, services.news);
    const attempt = attemptOf(temporal, services, news);
    news.started();
    try {
      return await runAttempt(activity, input, attempt, services.scratch);
    } catch (error) {
      attempt.log.warn({ err: error }, 'Activity:Failed');
      const reason = attempt.signal.aborted ? interruption(temporal) : failureOf(error).fault;
      if (reason) news.failed(reason);
      throw isDrained(temporal) ? await drained(temporal, attempt.log) : toTemporal(error, attempt.signal);
    }
  };
}

/** Why an attempt was stopped; undefined when its job was cancelled, which is no failure. */
function interruption({ cancellationDetails: details }: Context): Fault | undefined {
  if (details?.cancelRequested) return undefined;
  const why = details?.timedOut
    ? 'its time was over'
    : details?.workerShutdown
      ? 'its worker was stopped'
      : 'it was told to';
  return { code: 'attempt_interrupted', message: `The attempt was stopped before its end: ${why}.` };
}

function attemptOf(temporal: Context, services: ActivityServices, news: AttemptTeller): Attempt {
  const { info } = temporal;
  const { attempt } = info;
  const job_id = jobIdOf(info);
  const { node_id, item_key } = splitActivityId(info.activityId);
  const item = item_key === null ? {} : { item_key };
  const log = services.log.child({ job_id, node_id, ...item, handler: info.activityType, attempt });
  const report = createProgressReporter((percent) => news.progressed(percent));
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
