import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, it } from 'node:test';
import type { WorkflowHandle } from '@temporalio/client';
import { DECIDE, type JobProgress, type JobSnapshot, PAUSE, PROGRESS, RESUME, SNAPSHOT } from '../../src/plan/job.ts';
import { eventually } from '../support/stack.ts';
import { closeTemporalClient, finish, planOf, startPlan, temporalClient } from './support/run-spec.ts';

after(closeTemporalClient);

/** Below the size from which payloads are kept elsewhere, and not to be packed smaller: some dozen tasks with it fill a history. */
const TEXT = randomBytes(41_250).toString('base64');

/** So many that a history is full when all are done. */
const FILLERS = Array.from({ length: 75 }, (_, n) => `n${n}`);
const fillers = FILLERS.map((id) => `  ${id}: { handler: echo, params: { s: "{{ inputs.s }}" } }`).join('\n');

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

/** How many activities. */
async function underWay(workflowId: string): Promise<number> {
  const { workflow } = await temporalClient();
  const { raw } = await workflow.getHandle(workflowId).describe();
  return raw.pendingActivities?.length ?? 0;
}

it('a paused job stays paused when it goes on in a new run', async () => {
  const handle = await startPlan(
    planOf(`
workflow_id: filled
version: 1
inputs: { s: { type: string } }
nodes:
${fillers}
  slow: { handler: echo, params: { steps: 1, step_delay: 15 } }
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
    task: { handler: echo, params: { s: "{{ inputs.s }}", steps: 1, step_delay: "{{ 12 if item == 60 else 0 }}" } }
`),
    { s: TEXT },
  );
  const batch = `${handle.workflowId}/each/batch 0`;
  await largeHistory(handle.workflowId, 4 << 20);
  await eventually(async () => assert.ok(await runOf(batch)));
  const first = await runOf(batch);
  await largeHistory(batch, 4 << 20);
  // A run that is paused before it has seen that it is full waits until it may go on.
  await eventually(async () => assert.equal(await underWay(batch), 1));
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

it('an approval and a sleep do not keep a run that is full: what is ready goes on, and they wait no longer for it', async () => {
  const handle = await startPlan(
    planOf(`
workflow_id: filled
version: 1
inputs: { s: { type: string } }
nodes:
  ask: { type: approval, message: "Go on?" }
  nap: { type: sleep, duration: 8s }
${fillers}
  after: { handler: echo, depends_on: [${FILLERS.join(', ')}] }
  last: { handler: echo, depends_on: [ask, nap, after] }
`),
    { s: TEXT },
  );
  const first = await runOf(handle.workflowId);
  const node = async (id: string) => (await progressOf(handle)).nodes.find(({ node_id }) => node_id === id);
  await eventually(async () => assert.equal((await node('after'))?.state, 'completed'));
  assert.notEqual(await runOf(handle.workflowId), first);
  assert.deepEqual([(await node('ask'))?.state, (await node('last'))?.state], ['running', 'pending']);
  await handle.executeUpdate(DECIDE, { args: [{ node_id: 'ask', approved: true, by: 'somebody', comment: null }] });
  assert.equal((await finish(handle)).status, 'COMPLETED');
  const { nodes } = await handle.query<JobSnapshot>(SNAPSHOT);
  const { slept_ms } = (nodes.nap?.output ?? { slept_ms: 0 }) as { slept_ms: number };
  assert.ok(slept_ms >= 8_000 && slept_ms < 60_000, `${slept_ms}`);
});
