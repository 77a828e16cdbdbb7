import type { RequestFault } from '../api/shared/problem.ts';
import { EXIT } from './exit-codes.ts';

/** An error that is told to the user, without a stack trace. */
export class CliError extends Error {
  /** Stable, snake_case. */
  readonly code: string;
  readonly exitCode: number;
  /** HTTP status, where a server gave one. */
  readonly status: number | undefined;
  readonly faults: readonly RequestFault[];

  constructor(
    code: string,
    message: string,
    options: { exitCode: number; status?: number; faults?: readonly RequestFault[]; cause?: unknown },
  ) {
    super(message, { cause: options.cause });
    this.name = 'CliError';
    this.code = code;
    this.exitCode = options.exitCode;
    this.status = options.status;
    this.faults = options.faults ?? [];
  }
}

export function usageError(message: string): CliError {
  return new CliError('wrong_usage', message, { exitCode: EXIT.usage });
}
