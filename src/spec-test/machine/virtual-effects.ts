import type { JobControl } from '../../plan/execution/control.ts';
import type { Effects, Room, WorkflowCall } from '../../plan/execution/effects.ts';
import { knownFault } from '../../plan/execution/fault-of.ts';
import { joined } from '../../plan/execution/items/joined.ts';
import { runBatch } from '../../plan/execution/items/run-batch.ts';
import { FaultError } from '../../plan/fault.ts';
import type { ItemsSnapshot } from '../../plan/job.ts';
import type { JsonObject, JsonValue } from '../../plan/json.ts';
import { type Bench, runAttempts } from './attempts.ts';
import { Cancelled } from './cancel-scope.ts';
import { runChunk } from './chunk.ts';
import type { Reply, StandIns } from './reply.ts';

export interface VirtualWorld extends Bench {
  control(): JobControl;
  /** How much more this run may take on; it is asked before every node and item. */
  room(): Room;
  /** Runs another spec. @throws FaultError, Cancelled */
  runUsed(call: WorkflowCall, standIns: StandIns): Promise<JsonObject>;
}

/** All that a job's execution needs of the world, in virtual time. */
export function virtualEffects(world: VirtualWorld): Effects {
  const { clock } = world;
  const effects: Effects = {
    now: () => clock.now,
    runTask: (call) => runAttempts(call, world),
    runWorkflow: (call) => runWorkflow(call, world),
    unitsToStart: () => 0,
    runChunk: async (work, call) => ({ kind: 'reported', report: await runChunk(work, call, world) }),
    runBatch: (batch) => runWholeBatch(batch, effects, world.control()),
    sleep: (ms) => clock.sleep(ms),
    giveWay: () => clock.sleep(1),
    until: (condition, timeout_ms) => clock.until(condition, timeout_ms),
    cancellable: (body) => clock.cancellable(body),
    faultOf: (error) => {
      const fault = knownFault(error);
      if (fault) return fault;
      throw error;
    },
    isCancellation: (error) => error instanceof Cancelled,
    room: () => world.room(),
    mayEndWaiting: () => true,
  };
  return effects;
}

async function runWorkflow(call: WorkflowCall, world: VirtualWorld): Promise<JsonObject> {
  const { standIns, record, clock } = world;
  const { node_id, key, uses, inputs } = call;
  const attempt = record.ran(node_id, key, inputs);
  const reply = standIns.workflow({ node_id, key, uses, inputs, attempt });
  if (reply.kind === 'run') return world.runUsed(call, reply.standIns);
  await clock.sleep(reply.takes_ms);
  return outputOf(reply) as JsonObject;
}

function outputOf(reply: Reply): JsonValue {
  if (reply.kind === 'output') return reply.output;
  if (reply.kind === 'silence') throw reply.error;
  throw new FaultError(reply.fault);
}

/** In as many runs as it takes. */
async function runWholeBatch(
  batch: Parameters<Effects['runBatch']>[0],
  effects: Effects,
  control: JobControl,
): Promise<ItemsSnapshot> {
  const parts: ItemsSnapshot[] = [];
  for (let entries = batch.entries; ; ) {
    const { end, done, left } = await runBatch({ ...batch, entries }, effects, control);
    parts.push(done);
    if (end !== 'out_of_room') return joined(parts);
    entries = left;
  }
}
