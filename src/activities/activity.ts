import type { Logger } from 'pino';
import type { z } from 'zod';
import type { JsonValue } from '../plan/json.ts';
import type { HandlerContract } from './contract.ts';

/** What an activity has of the world besides its input and the services it was made with. */
export interface ActivityContext {
  /** The Temporal Workflow ID, which is the job's id. */
  readonly job_id: string;
  readonly node_id: string;
  /** Of a fan-out's item; null where the node is not one. */
  readonly item_key: string | null;
  /** 1 for the first attempt. */
  readonly attempt: number;
  /** Aborted on cancellation, timeout and shutdown. Pass it to everything that takes time. */
  readonly signal: AbortSignal;
  readonly log: Logger;
  /**
   * Say that the work is alive and how far it is (0 to 100). With a checkpoint, the next attempt may go on from there.
   * Cheap: Temporal throttles heartbeats.
   */
  heartbeat(percent: number, checkpoint?: JsonValue): void;
  /** What the attempt before this one saved last; undefined on a first attempt or when it does not fit the schema. */
  checkpoint<S extends z.ZodType>(schema: S): z.output<S> | undefined;
  /** A folder of this attempt's own, removed when the attempt ends, however it ends. */
  scratch(): Promise<string>;
}

/** A handler's implementation. Input arrives parsed by the contract; output is parsed by it before it leaves. */
export interface Activity<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly contract: HandlerContract<I, O>;
  run(input: z.output<I>, context: ActivityContext): Promise<z.input<O>>;
}

/** For collections of activities of any input and output. The input is only ever what its own contract parsed. */
// biome-ignore lint/suspicious/noExplicitAny: a function's parameter is contravariant, so no narrower type takes all of them
export type AnyActivity = Activity<any, any>;
