import type { JsonObject } from '../plan/json.ts';
import type { Cost, RetryPolicy, Timeouts } from '../plan/plan.ts';

/** What the compiler knows of a handler: its contract, as JSON Schema. It imports none of them. */
export interface HandlerSignature {
  name: string;
  summary: string;
  input: JsonObject;
  output: JsonObject;
  cost: Cost;
  retry: RetryPolicy;
  timeouts: Timeouts;
  /** Failure codes with their meaning. */
  errors: Readonly<Record<string, string>>;
}

export type HandlerCatalogue = ReadonlyMap<string, HandlerSignature>;
