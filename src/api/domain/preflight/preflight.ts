import { summaryOf } from '../../shared/parse.ts';
import { ProblemError, type RequestFault } from '../../shared/problem.ts';
import type { ProblemCode } from '../../shared/problem-codes.ts';

/** JSON pointer of the inputs in every body that has them. */
export const INPUTS = '/input_params';

/** A fault that refuses a submission before any row is written. `problem` is what it is called when it comes first. */
export interface PreflightFault extends RequestFault {
  pointer: string;
  problem: ProblemCode;
}

/** All faults in one problem, under the first one's code: platform, then workflow, then inputs, then blobs. */
export function refusal(faults: readonly PreflightFault[]): ProblemError {
  const first = faults[0];
  return new ProblemError(first?.problem ?? 'invalid_request', summaryOf(faults), {
    faults: faults.map(({ problem: _, ...fault }) => fault),
  });
}
