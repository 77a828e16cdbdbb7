import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { WorkflowHandle } from '@temporalio/client';
import { closeTemporalClient, finish, planOf, startPlan, temporalClient, withSpecs } from './support/run-spec.ts';

after(closeTemporalClient);

const LEAF =
  'workflow_id: leaf\nversion: 1\nnodes: { work: { handler: echo, params: { steps: 1, step_delay: 0.2 } } }\n';
const PAIR = `workflow_id: pair
version: 1
nodes: { each: { type: fan_out, source: "{{ range(2) }}", task: { uses: leaf } } }
`;
const MANY = `workflow_id: many
version: 1
nodes:
  a: { type: fan_out, source: "{{ range(7) }}", max_concurrency: 1000, task: { uses: pair } }
  b: { uses: leaf }
  c: { uses: leaf }
`;

/** The most child workflows that a run had at a time, by its history; and how many in all. */
async function childrenOf(handle: Pick<WorkflowHandle, 'fetchHistory'>): Promise<{ most: number; all: number }> {
  const { events } = await handle.fetchHistory();
  let [open, most, all] = [0, 0, 0];
  for (const event of events ?? []) {
    if (event.startChildWorkflowExecutionInitiatedEventAttributes) {
      open += 1;
      all += 1;
    }
    if (event.childWorkflowExecutionCompletedEventAttributes) open -= 1;
    most = Math.max(most, open);
  }
  return { most, all };
}

test('a job has so many runs of used specs at a time as it may, and they have their share', async () => {
  const handle = await startPlan(planOf(MANY, withSpecs({ leaf: LEAF, pair: PAIR })), {}, undefined, 3);
  assert.equal((await finish(handle)).status, 'COMPLETED');
  assert.deepEqual(await childrenOf(handle), { most: 3, all: 9 });
  const { workflow } = await temporalClient();
  assert.deepEqual(await childrenOf(workflow.getHandle(`${handle.workflowId}/a/0`)), { most: 1, all: 2 });
});
