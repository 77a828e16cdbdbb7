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
import { TIMEOUT_FAULTS, type Timeout } from '../plan/timeout-fault.ts';

/** The fault that an error in a node stands for. Never throws, so that no error can hold up a job. */
export function toFault(error: unknown): Fault {
  if (error instanceof ActivityFailure || error instanceof ChildWorkflowFailure) return toFault(error.cause);
  if (error instanceof ApplicationFailure) return ofApplication(error);
  if (error instanceof TimeoutFailure) {
    return TIMEOUT_FAULTS[error.timeoutType as Timeout] ?? { code: 'timeout', message: error.message };
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
