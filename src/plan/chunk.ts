import type { Fault } from './fault.ts';
import type { JsonObject, JsonValue } from './json.ts';
import type { TaskWork } from './plan.ts';

/** The Temporal activity type that runs a chunk of items of a handler: `echo.chunk`. A handler's own name has no dot. */
export function chunkActivity(handler: string): string {
  return `${handler}.chunk`;
}

export function isChunkActivity(type: string): boolean {
  return type.endsWith('.chunk');
}

/** How long a chunk begins items; so also the longest wait for a retry inside of it: milliseconds. */
export const CHUNK_TIME_BOX_MS = 5_000;

/**
 * What every chunk of a fan-out has in common. Its own payload, equal for all chunks, so that a large one is stored once.
 * The item's `params` and `when` are evaluated where the items run: `scope` holds what they mention besides the item.
 */
export interface ChunkWork {
  node_id: string;
  work: Pick<TaskWork, 'handler' | 'params' | 'timeouts' | 'retry'>;
  /** A template; false skips the item. */
  when: string | null;
  scope: JsonObject;
}

export interface ChunkCall {
  entries: ChunkEntry[];
  /** Items of this chunk that may be under way at the same time. */
  concurrency: number;
  /** Some of the entries were in a chunk that died: the last that did. The chunk that goes on tells of it. */
  lost?: ChunkLoss;
}

/** How a chunk died. */
export interface ChunkLoss {
  /** When that was noticed: RFC 3339, UTC. */
  at: string;
  fault: Fault;
}

/** One item on its way: templates see `item`, `index` and `key`. */
export interface ChunkEntry {
  index: number;
  item: JsonValue;
  /** The index as text when absent. */
  key?: string;
  /** Attempts that the item has had before. */
  attempts?: number;
  /** Chunks that died without its being known whether they had begun the item: no attempts. */
  doubts?: number;
  /** What its last attempt saved. */
  checkpoint?: JsonValue;
  /** End of its schedule-to-close timeout: milliseconds since the epoch. */
  deadline?: number;
  /** Of an item that is a used spec: its last run, to go on from. */
  run?: string;
}

/**
 * What became of a chunk's entries, by their positions in the chunk. It is the activity's result and, on the way, its heartbeat: what
 * a chunk that died had told in its last heartbeat is not run again. An entry that is nowhere in it has not been told of.
 */
export interface ChunkReport {
  completed: number[];
  /** A JSON array: the outputs of `completed`, in its order. */
  outputs: string;
  skipped: number[];
  failed: { at: number; fault: Fault; attempts: number }[];
  /** To be sent again: not begun, under way (in a heartbeat), or failed and due after `wait_ms`. */
  left: { at: number; attempts: number; wait_ms: number; checkpoint?: JsonValue }[];
  /** Sum of the time that items took, without waiting between attempts: milliseconds. */
  busy_ms: number;
}
