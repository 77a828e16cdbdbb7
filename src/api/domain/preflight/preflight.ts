import { ProblemError, type RequestFault } from '../../shared/problem.ts';
import type { ProblemCode } from '../../shared/problem-codes.ts';

/** A fault that refuses a submission before any row is written. Its code is the problem's when it comes first. */
export interface PreflightFault extends RequestFault {
  pointer: string;
  problem: ProblemCode;
}

/** All faults in one problem, under the first one's code. */
export function refusal(faults: readonly PreflightFault[]): ProblemError {
  const first = faults[0];
  const others = faults.length > 1 ? ` And ${faults.length - 1} more: see errors.` : '';
  return new ProblemError(first?.problem ?? 'invalid_request', `${first?.message}${others}`, {
    faults: faults.map(({ problem: _, ...fault }) => fault),
  });
}
