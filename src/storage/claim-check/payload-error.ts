import { type Fault, FaultError } from '../../plan/fault.ts';

/**
 * Its name is the fault's code, since Temporal's SDK makes an error's name the type of an activity's failure. Of that of a workflow
 * task it keeps the stack alone, which begins with the name.
 */
class PayloadError extends FaultError {
  constructor(fault: Fault, retryable: boolean) {
    super(fault, { retryable });
    this.name = fault.code;
    this.stack = `${fault.code}: ${this.stack?.replace(/^\w*Error: /, '') ?? fault.message}`;
  }
}

/** What went wrong with a stored payload: `payload_missing`, `payload_corrupt` or what the storage says. */
export function payloadError(error: unknown): unknown {
  if (!(error instanceof FaultError)) return error;
  const { fault, retryable } = error;
  return new PayloadError(fault.code === 'source_not_found' ? MISSING : fault, retryable);
}

const MISSING: Fault = {
  code: 'payload_missing',
  message:
    'A payload of the job is not in the storage any more. Payloads are kept for RHUMBLINE_PAYLOAD_RETENTION after a job has ended; submit the job anew.',
};
