import { CancellationScope, condition, patched, sleep, workflowInfo } from '@temporalio/workflow';
import type { Effects, Room } from '../../plan/execution/effects.ts';
import type { RunPlanInput } from '../../plan/job.ts';
import type { ExecutionPlan } from '../../plan/plan.ts';
import { toFault } from '../fault-of.ts';
import { type Children, runBatch, runWorkflow } from './children.ts';
import { giveWay } from './give-way.ts';
import { isCancelled } from './is-cancelled.ts';
import { runChunk } from './run-chunk.ts';
import { runTask } from './run-task.ts';
import { unitsToStart } from './units-to-start.ts';

/** What everything that a run starts has to know of its job. */
export interface RunContext
  extends Pick<RunPlanInput, 'job_id' | 'attempt' | 'asset' | 'task_queues' | 'software_version'> {
  /** Runs of used specs that each run of a used spec may have under way at a time; undefined for any number. */
  used_runs: number | undefined;
  uses: Record<string, ExecutionPlan>;
  children: Children;
}

/**
 * Bounds of one run's history. Temporal warns at 10,240 events and 10 MiB, and ends a run at 51,200 or 50 MiB
 * (https://docs.temporal.io/workflow-execution/event#event-history).
 */
const SCARCE_EVENTS = 5_000;
const FULL_EVENTS = 8_000;
const SCARCE_BYTES = 4 << 20;
const FULL_BYTES = 7 << 20;

export function temporalEffects(context: RunContext): Effects {
  return {
    now: () => Date.now(),
    runTask: (call) => runTask(call, context),
    runWorkflow: (call) => runWorkflow(call, context),
    unitsToStart: (uses) => unitsToStart(context.uses[uses]),
    runChunk: (work, call, place) => runChunk(work, call, place, context),
    runBatch: (batch) => runBatch(batch, context),
    sleep: (ms) => sleep(ms),
    giveWay,
    until: async (isTrue, timeout_ms) => {
      if (timeout_ms !== undefined) return condition(isTrue, timeout_ms);
      await condition(isTrue);
      return true;
    },
    cancellable: (body) => {
      const scope = new CancellationScope();
      return scope.run(() => body(() => scope.cancel()));
    },
    faultOf: toFault,
    isCancellation: isCancelled,
    room,
    mayEndWaiting: () => patched('carries-waits'),
  };
}

function room(): Room {
  const { historyLength, historySize } = workflowInfo();
  if (historyLength > FULL_EVENTS || historySize > FULL_BYTES) return 'none';
  return historyLength > SCARCE_EVENTS || historySize > SCARCE_BYTES ? 'scarce' : 'plenty';
}
