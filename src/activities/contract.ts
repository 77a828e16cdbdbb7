import type { z } from 'zod';
import type { Cost } from '../plan/plan.ts';

/**
 * How failures of a handler are retried unless the spec says otherwise:
 * `idempotent` work is tried again with exponential backoff, `once` is not.
 */
export type RetryClass = 'idempotent' | 'once';

/** The public face of a handler: what a spec author may rely on and the compiler checks against. */
export interface HandlerContract<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  /** The name in specs and the Temporal activity type. */
  readonly name: string;
  /** One line for the handler reference. */
  readonly summary: string;
  readonly input: I;
  readonly output: O;
  readonly cost: Cost;
  readonly retry: RetryClass;
  /** Start-to-close, as a spec writes it: `10m`. */
  readonly timeout: string;
  /** Silence after which the attempt counts as dead: `30s`. Handlers that have it must heartbeat. */
  readonly heartbeat?: string;
  /** Failure codes that no retry can mend, with their meaning for the reference page. */
  readonly errors: Readonly<Record<string, string>>;
  /** Failure codes of its own that a retry may mend. */
  readonly transient?: Readonly<Record<string, string>>;
  /** Called by the interpreter itself; specs may not name it. */
  readonly internal?: boolean;
}

export function defineContract<I extends z.ZodType, O extends z.ZodType>(
  contract: HandlerContract<I, O>,
): HandlerContract<I, O> {
  return contract;
}
