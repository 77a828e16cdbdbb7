import type { ExecutionPlan } from '../../../src/plan/plan.ts';

/** Two tasks, one after the other. Not in alphabetical order, so that a lost order shows. */
export const TWO_NODES: ExecutionPlan = {
  plan_format: 1,
  workflow_id: 'two_nodes',
  version: 1,
  description: 'Two nodes',
  inputs: {},
  nodes: {
    validate: task([]),
    convert: task(['validate']),
  },
  outputs: {},
  plan_hash: '1111111111111111111111111111111111111111111111111111111111111111',
};

function task(required: string[]): ExecutionPlan['nodes'][string] {
  return {
    kind: 'task',
    handler: 'echo',
    cost: 'light',
    depends_on: { required, alternatives: [], settled: [] },
    params: {},
    timeouts: { start_to_close_ms: 10_000 },
    retry: { max_attempts: 1, initial_delay_ms: 1, backoff: 'fixed', max_delay_ms: 1, non_retryable: [] },
  };
}
