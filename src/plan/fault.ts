import type { JsonObject } from './json.ts';

/**
 * What went wrong, in a form that outlives the process in which it did: stored with the job, shown
 * to clients, matched by retry policies.
 */
export interface Fault {
  /** Stable, snake_case; clients and retry policies match on it (`invalid_raster`). */
  code: string;
  /** One sentence for a person: what was wrong, where, what was expected, what to do. */
  message: string;
  /** Facts for a program. Never a secret, a SAS or a path of a machine. */
  detail?: JsonObject;
}

/** An error that is a Fault: thrown where the cause is known, turned into JSON at the edge. */
export class FaultError extends Error {
  readonly fault: Fault;
  /** False when the same call can never succeed, so that nothing is wasted on it. */
  readonly retryable: boolean;

  constructor(fault: Fault, options: { retryable?: boolean; cause?: unknown } = {}) {
    super(fault.message, { cause: options.cause });
    this.name = 'FaultError';
    this.fault = fault;
    this.retryable = options.retryable ?? false;
  }
}
