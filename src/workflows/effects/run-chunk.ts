import { ActivityFailure, CancelledFailure, TimeoutFailure } from '@temporalio/workflow';
import { type ChunkCall, type ChunkReport, type ChunkWork, chunkActivity } from '../../plan/chunk.ts';
import type { ChunkOutcome, ChunkPlace } from '../../plan/execution/effects.ts';
import { isJsonObject } from '../../plan/json.ts';
import { toFault } from '../fault-of.ts';
import { placeOptions } from './activity-options.ts';
import { callActivity } from './call-activity.ts';
import { isCancelled } from './is-cancelled.ts';
import type { RunContext } from './temporal-effects.ts';

/** Silence after which a chunk counts as dead. It beats every second, whatever its items do. */
const HEARTBEAT_MS = 10_000;
/** A chunk begins no item after some seconds; this bounds what an item may take on top of its own timeout. */
const GRACE_MS = 60_000;

/**
 * Runs a chunk of items. It is not retried by the server: what a dead chunk had told in its last heartbeat comes back with its
 * failure, so that what is left can be sent again by itself.
 */
export async function runChunk(
  work: ChunkWork,
  call: ChunkCall,
  place: ChunkPlace,
  { task_queues }: RunContext,
): Promise<ChunkOutcome> {
  try {
    const report = await callActivity(chunkActivity(work.work.handler), [work, call], {
      ...placeOptions(place.id, place.cost, task_queues),
      startToCloseTimeout: work.work.timeouts.start_to_close_ms + GRACE_MS,
      heartbeatTimeout: HEARTBEAT_MS,
      retry: { maximumAttempts: 1 },
    });
    return { kind: 'reported', report: asReport(report) ?? NOTHING };
  } catch (error) {
    if (isCancelled(error)) return { kind: 'cancelled', seen: doneBefore(error) ?? lastSeen(error) };
    return { kind: 'lost', fault: toFault(error), seen: lastSeen(error) };
  }
}

function lastSeen(error: unknown): ChunkReport | null {
  const cause = error instanceof ActivityFailure ? error.cause : undefined;
  return cause instanceof TimeoutFailure ? asReport(cause.lastHeartbeatDetails) : null;
}

/** What a chunk that was cancelled tells at its end. */
function doneBefore(error: unknown): ChunkReport | null {
  const cause = error instanceof ActivityFailure ? error.cause : undefined;
  return cause instanceof CancelledFailure ? asReport(cause.details[0]) : null;
}

const NOTHING: ChunkReport = { completed: [], outputs: '[]', skipped: [], failed: [], left: [], busy_ms: 0 };

function asReport(details: unknown): ChunkReport | null {
  return isReport(details) ? details : null;
}

function isReport(value: unknown): value is ChunkReport {
  return isJsonObject(value) && Array.isArray(value.completed) && typeof value.outputs === 'string';
}
