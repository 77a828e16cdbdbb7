import type { ChunkCall, ChunkEntry, ChunkReport, ChunkWork } from '../chunk.ts';
import type { Fault } from '../fault.ts';
import type { ItemsSnapshot } from '../job.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import type { Cost, FanOutNode, TaskWork } from '../plan.ts';

/**
 * All that a job's execution needs of the world. The interpreter workflow does it with Temporal; a spec's test with the
 * answers that its file gives.
 */
export interface Effects {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs a handler with its retries. Throws what `faultOf` understands. */
  runTask(call: TaskCall): Promise<JsonValue>;
  runWorkflow(call: WorkflowCall): Promise<JsonObject>;
  /** Units of work that it is to start a run of that key of the plan's `uses`. */
  unitsToStart(uses: string): number;
  /** Does not throw: a chunk that died is `lost`, one that was stopped with its scope `cancelled`. */
  runChunk(work: ChunkWork, call: ChunkCall, place: ChunkPlace): Promise<ChunkOutcome>;
  /** Runs a slice of a fan-out's items in a run of its own, with a history of its own. */
  runBatch(batch: ItemsBatch): Promise<ItemsSnapshot>;
  sleep(ms: number): Promise<void>;
  /** Lets other jobs go first, after so many units of work. */
  giveWay(units: number): Promise<void>;
  /** Until the condition holds. False when the time is over before. */
  until(condition: () => boolean, timeout_ms?: number): Promise<boolean>;
  /** Runs `body`; its `cancel` stops what the body has begun, and lets it settle. */
  cancellable<T>(body: (cancel: () => void) => Promise<T>): Promise<T>;
  faultOf(error: unknown): Fault;
  isCancellation(error: unknown): boolean;
  /** How much more this run should take on by itself. */
  room(): Room;
  /** Whether a run without room may end while nodes of it wait. Asked once there is none. */
  mayEndWaiting(): boolean;
}

/** `plenty`: go on. `scarce`: hand many items over to runs of their own. `none`: finish what runs, then go on in a new run. */
export type Room = 'plenty' | 'scarce' | 'none';

export interface TaskCall {
  node_id: string;
  /** Of a fan-out's item. */
  key: string | null;
  /** Templates evaluated. */
  work: TaskWork;
}

export interface WorkflowCall {
  node_id: string;
  key: string | null;
  /** Key of the plan's `uses`. */
  uses: string;
  /** Templates evaluated. */
  inputs: JsonObject;
  /** The run of it that an earlier attempt of the job left unfinished, to go on from: a name that `began` was told. */
  before: string | undefined;
  /** Told the name of its run as soon as there is one. */
  began(run: string): void;
}

export interface ChunkPlace {
  /** `<node>/<first key>…`, unique in the run. */
  id: string;
  cost: Cost;
}

export type ChunkOutcome =
  | { kind: 'reported'; report: ChunkReport }
  /** `seen`: its last sign of life, if there was one. */
  | { kind: 'lost'; fault: Fault; seen: ChunkReport | null }
  /** `seen`: what it had done by then. */
  | { kind: 'cancelled'; seen: ChunkReport | null };

/** A part of a fan-out: enough to run it elsewhere. */
export interface ItemsBatch {
  node_id: string;
  /** In the fan-out's own order: first, second… */
  number: number;
  work: FanOutNode['work'];
  chunk: FanOutNode['chunk'];
  stops_at_failure: boolean;
  max_concurrency: number;
  /** What templates of the work mention besides the item. */
  scope: JsonObject;
  entries: ChunkEntry[];
}
