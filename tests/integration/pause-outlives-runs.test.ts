import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, it } from 'node:test';
import type { WorkflowHandle } from '@temporalio/client';
import { type JobProgress, PAUSE, PROGRESS, RESUME } from '../../src/plan/job.ts';
import { eventually } from '../support/stack.ts';
import { closeTemporalClient, finish, planOf, startPlan, temporalClient } from './support/run-spec.ts';

after(closeTemporalClient);

/** Below the size from which payloads are kept elsewhere, and not to be packed smaller: some dozen tasks with it fill a history. */
const TEXT = randomBytes(41_250).toString('base64');

const progressOf = (handle: WorkflowHandle) => handle.query<JobProgress>(PROGRESS);

async function runOf(workflowId: string): Promise<string> {
  const { workflow } = await temporalClient();
  return (await workflow.getHandle(workflowId).describe()).runId;
}

async function largeHistory(workflowId: string, bytes: number): Promise<void> {
  const { workflow } = await temporalClient();
  await eventually(async () => {
    const { historySize } = await workflow.getHandle(workflowId).describe();
    assert.ok((historySize ?? 0) > bytes, `${historySize}`);
  });
}

it('a paused job stays paused when it goes on in a new run', async () => {
  const fillers = Array.from({ length: 75 }, (_, n) => `  n${n}: { handler: echo, params: { s: "{{ inputs.s }}" } }`);
  const handle = await startPlan(
    planOf(`
workflow_id: filled
version: 1
inputs: { s: { type: string } }
nodes:
${fillers.join('\n')}
  slow: { handler: echo, params: { steps: 1, step_delay: 6 } }
  after: { handler: echo, depends_on: slow }
`),
    { s: TEXT },
  );
  const first = await runOf(handle.workflowId);
  await largeHistory(handle.workflowId, 7 << 20);
  await handle.signal(PAUSE);
  await eventually(async () => assert.notEqual(await runOf(handle.workflowId), first));
  const { is_paused, nodes } = await progressOf(handle);
  assert.equal(is_paused, true);
  assert.equal(nodes.find(({ node_id }) => node_id === 'after')?.state, 'ready');
  await handle.signal(RESUME);
  assert.equal((await finish(handle)).status, 'COMPLETED');
});

it('items of a paused job are not begun when their batch goes on in a new run', async () => {
  const handle = await startPlan(
    planOf(`
workflow_id: filled_batch
version: 1
inputs: { s: { type: string } }
nodes:
  each:
    type: fan_out
    source: "{{ range(110) }}"
    chunk: { size: 1 }
    max_concurrency: 5
    task: { handler: echo, params: { s: "{{ inputs.s }}", steps: 1, step_delay: "{{ 6 if item == 60 else 0 }}" } }
`),
    { s: TEXT },
  );
  const batch = `${handle.workflowId}/each/batch 0`;
  await largeHistory(handle.workflowId, 4 << 20);
  await eventually(async () => assert.ok(await runOf(batch)));
  const first = await runOf(batch);
  await largeHistory(batch, 4 << 20);
  await handle.signal(PAUSE);
  await eventually(async () => assert.notEqual(await runOf(batch), first));
  const { workflow } = await temporalClient();
  // Whatever it begins, it begins in its first workflow task.
  await eventually(async () => assert.ok(((await workflow.getHandle(batch).describe()).historyLength ?? 0) >= 4));
  const { events } = await workflow.getHandle(batch).fetchHistory();
  assert.deepEqual(
    events?.filter((event) => event.activityTaskScheduledEventAttributes),
    [],
  );
  await handle.signal(RESUME);
  assert.equal((await finish(handle)).status, 'COMPLETED');
});
