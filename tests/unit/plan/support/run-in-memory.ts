import type { Effects } from '../../../../src/plan/execution/effects.ts';
import { JobExecution } from '../../../../src/plan/execution/job-execution.ts';
import { FaultError } from '../../../../src/plan/fault.ts';
import type { NodeState } from '../../../../src/plan/job.ts';
import type { JsonValue } from '../../../../src/plan/json.ts';
import type { ExecutionPlan } from '../../../../src/plan/plan.ts';

export interface RunInMemory {
  states: Record<string, NodeState>;
  /** Tasks that were run: `<node>` or `<node>/<key>`. */
  calls: string[];
  outcome: JobExecution['outcome'];
}

/**
 * Runs a plan on the interpreter's own machine, without a server. Its tasks wait for `params.turns` turns of the event loop, then fail
 * with `params.fail_with` or give their params.
 */
export async function runInMemory(plan: ExecutionPlan): Promise<RunInMemory> {
  const calls: string[] = [];
  const effects: Effects = {
    now: () => 0,
    runTask: async ({ node_id, key, work }): Promise<JsonValue> => {
      calls.push(key === null ? node_id : `${node_id}/${key}`);
      const { turns, fail_with } = work.params;
      for (let turn = 0; turn < Number(turns ?? 0); turn++) await new Promise(setImmediate);
      if (typeof fail_with === 'string') throw new FaultError({ code: fail_with, message: 'as it was told' });
      return work.params;
    },
    runWorkflow: notNeeded,
    runChunk: notNeeded,
    runBatch: notNeeded,
    sleep: notNeeded,
    until: notNeeded,
    cancellable: (body) => body(() => {}),
    faultOf: (error) => {
      if (error instanceof FaultError) return error.fault;
      throw error;
    },
    isCancellation: () => false,
    room: () => 'plenty',
  };
  const task_queues = { light: 'light', heavy: 'heavy' };
  const run = new JobExecution(
    { job_id: 'job', attempt: 1, asset: null, plan, inputs: {}, task_queues, software_version: 'test' },
    effects,
  );
  await run.run();
  const states = Object.fromEntries(run.progress().nodes.map(({ node_id, state }) => [node_id, state]));
  return { states, calls, outcome: run.outcome };
}

function notNeeded(): never {
  throw new Error('these plans do without it');
}
