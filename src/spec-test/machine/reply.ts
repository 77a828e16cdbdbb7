import type { Fault } from '../../plan/fault.ts';
import type { JsonObject, JsonValue } from '../../plan/json.ts';

/** What a piece of work came to in one attempt, and how long it took. */
export type Reply = { takes_ms: number } & (
  | { kind: 'output'; output: JsonValue }
  | { kind: 'failure'; fault: Fault; retryable: boolean }
  /** It was to run into a timeout, and says nothing else: the error where it did not. */
  | { kind: 'silence'; error: Error }
);

/** One attempt of a handler's work. */
export interface TaskAttempt {
  node_id: string;
  /** Of a fan-out's item. */
  key: string | null;
  handler: string;
  /** As the handler sees them: parsed by its contract. */
  params: JsonObject;
  /** 1 is the first; of all that the case has seen of this node or item. */
  attempt: number;
}

/** One run of another spec. */
export interface WorkflowRun {
  node_id: string;
  key: string | null;
  uses: string;
  inputs: JsonObject;
  attempt: number;
}

export interface Decision {
  approved: boolean;
  by: string;
  comment: string | null;
  /** From when the node begins to wait. */
  takes_ms: number;
}

/** What stands in for the world outside of a job. */
export interface StandIns {
  task(attempt: TaskAttempt): Reply;
  /** `run`: the other spec is run, with what stands in for its own world. */
  workflow(run: WorkflowRun): Reply | { kind: 'run'; standIns: StandIns };
  /** Undefined when nobody decides. */
  decision(node_id: string): Decision | undefined;
}

/** What handlers accept and give. */
export interface Contracts {
  /** @throws FaultError `contract_violation` */
  input(handler: string, params: JsonObject): JsonObject;
  /** @throws FaultError `contract_violation` */
  output(handler: string, output: JsonValue): JsonValue;
}
