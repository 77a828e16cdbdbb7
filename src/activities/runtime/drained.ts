import { ApplicationFailure, type Context } from '@temporalio/activity';
import type { Logger } from 'pino';
import type { Fault } from '../../plan/fault.ts';

const CALL_TIMEOUT_MS = 3_000;
/** Another worker takes over at once, whatever the backoff. */
const NEXT_ATTEMPT_AFTER = '100ms';
const CODE = 'worker_shutdown';
const TAKEN_OVER = 'The worker was stopped while the work was under way: another takes it over.';
const ONLY_ONCE = 'The worker was stopped while the work was under way, and the work may be tried only once.';

export function isDrained({ cancellationDetails }: Context): boolean {
  return cancellationDetails?.workerShutdown === true;
}

/**
 * Ends an attempt because the worker goes. Temporal counts it as failed, so the activity may have one attempt more for it; one
 * that may be tried only once has been tried.
 */
export async function drained(temporal: Context, log: Logger): Promise<ApplicationFailure> {
  const isOnlyOnce = temporal.info.retryPolicy?.maximumAttempts === 1;
  if (!isOnlyOnce) await allowOneMore(temporal).catch((err: unknown) => log.warn({ err }, 'Activity:AttemptCounted'));
  const fault: Fault = { code: CODE, message: isOnlyOnce ? ONLY_ONCE : TAKEN_OVER };
  return ApplicationFailure.create({
    message: fault.message,
    type: fault.code,
    details: [fault],
    nextRetryDelay: NEXT_ATTEMPT_AFTER,
  });
}

async function allowOneMore({ info, client }: Context): Promise<void> {
  const { workflowExecution: execution, namespace, activityId: id, retryPolicy, isLocal } = info;
  const most = retryPolicy?.maximumAttempts ?? 0;
  // 0 is without end.
  if (!execution || isLocal || most === 0) return;
  const activityOptions = { retryPolicy: { maximumAttempts: most + 1 } };
  const updateMask = { paths: ['retry_policy.maximum_attempts'] };
  await client.withDeadline(Date.now() + CALL_TIMEOUT_MS, () =>
    client.workflowService.updateActivityOptions({ namespace, execution, id, activityOptions, updateMask }),
  );
}
