import { ApplicationFailure } from '@temporalio/common';
import { bounded, clipped } from '../../plan/bounded-fault.ts';
import { type Fault, FaultError } from '../../plan/fault.ts';
import { TemplateError } from '../../plan/template/error.ts';

export interface Failure {
  fault: Fault;
  retryable: boolean;
  /** For the log and for Temporal's UI; differs from the fault's where that says less. */
  message: string;
}

/** What an error of a handler stands for. Never throws, whatever was thrown. */
export function failureOf(error: unknown): Failure {
  const { fault, retryable, message } = unboundedFailureOf(error);
  const said = bounded(fault);
  return { fault: said, retryable, message: message === fault.message ? said.message : clipped(message) };
}

function unboundedFailureOf(error: unknown): Failure {
  if (error instanceof FaultError) {
    const { fault, retryable } = error;
    return { fault, retryable, message: fault.message };
  }
  if (error instanceof TemplateError) {
    const { code, message } = error;
    return { fault: { code, message }, retryable: false, message };
  }
  if (error instanceof ApplicationFailure) {
    const { type, message, nonRetryable } = error;
    return { fault: { code: type ?? 'internal_error', message }, retryable: !nonRetryable, message };
  }
  const fault = { code: 'internal_error', message: 'The handler failed in a way that it does not know.' };
  return { fault, retryable: true, message: error instanceof Error ? error.message : String(error) };
}
