import {
  ActivityFailure,
  ApplicationFailure,
  ChildWorkflowFailure,
  TerminatedFailure,
  TimeoutFailure,
} from '@temporalio/workflow';
import { knownFault } from '../plan/execution/fault-of.ts';
import type { Fault } from '../plan/fault.ts';
import { isJsonObject, type JsonValue } from '../plan/json.ts';

const TIMEOUT_CODES: Readonly<Record<string, Fault>> = {
  START_TO_CLOSE: { code: 'timeout_start_to_close', message: 'The work took longer than its timeout.' },
  SCHEDULE_TO_START: { code: 'timeout_schedule_to_start', message: 'No worker took the work in time.' },
  SCHEDULE_TO_CLOSE: { code: 'timeout_schedule_to_close', message: 'The work and its retries took too long.' },
  HEARTBEAT: { code: 'timeout_heartbeat', message: 'The worker was lost: it stopped sending signs of life.' },
};

/** The fault that an error in a node stands for. Never throws, so that no error can hold up a job. */
export function toFault(error: unknown): Fault {
  if (error instanceof ActivityFailure || error instanceof ChildWorkflowFailure) return toFault(error.cause);
  if (error instanceof ApplicationFailure) return ofApplication(error);
  if (error instanceof TimeoutFailure) {
    return TIMEOUT_CODES[error.timeoutType ?? ''] ?? { code: 'timeout', message: error.message };
  }
  if (error instanceof TerminatedFailure)
    return { code: 'workflow_terminated', message: 'It was terminated from outside.' };
  const known = knownFault(error);
  if (known) return known;
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'internal_error', message: `The interpreter met an error that it does not know: ${message}` };
}

function ofApplication(failure: ApplicationFailure): Fault {
  const [detail] = (failure.details ?? []) as JsonValue[];
  if (isJsonObject(detail) && typeof detail.code === 'string' && typeof detail.message === 'string') {
    const { code, message } = detail;
    return { code, message, ...(isJsonObject(detail.detail) ? { detail: detail.detail } : {}) };
  }
  return { code: failure.type ?? 'internal_error', message: failure.message };
}
