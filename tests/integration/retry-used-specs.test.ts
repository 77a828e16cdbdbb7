import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { type JobProgress, PROGRESS } from '../../src/plan/job.ts';
import { eventually } from '../support/stack.ts';
import {
  closeTemporalClient,
  finish,
  planOf,
  retryPlan,
  scheduledActivities,
  startPlan,
  temporalClient,
  withSpecs,
} from './support/run-spec.ts';

after(closeTemporalClient);

/** Six items, of which those that are unlucky fail in the job's first attempt. */
const TILES = `
workflow_id: tiles
version: 1
inputs: { unlucky: { type: array }, name: { type: string, default: tile } }
nodes:
  plan: { handler: echo, params: { numbers: "{{ range(6) }}" } }
  each:
    type: fan_out
    source: "{{ nodes.plan.output.echoed_params.numbers }}"
    key: "t{{ item }}"
    chunk: { size: 1 }
    task:
      handler: flaky_echo
      params: { message: "{{ item }}", fail_for: "{{ inputs.unlucky if job.attempt == 1 else [] }}", permanent: true }
  all: { type: fan_in, from: each, aggregation: collect, value: "{{ output.message }}" }
outputs: { name: "{{ inputs.name }}", all: "{{ nodes.all.output }}" }
`;
const AS_NODES = `
workflow_id: uses_tiles
version: 1
inputs: { unlucky: { type: array } }
nodes:
  deep: { uses: middle, inputs: { unlucky: "{{ inputs.unlucky }}" } }
outputs: { all: "{{ nodes.deep.output.all }}" }
`;
const MIDDLE = `
workflow_id: middle
version: 1
inputs: { unlucky: { type: array } }
nodes:
  before: { handler: echo }
  sub: { uses: tiles, depends_on: before, inputs: { unlucky: "{{ inputs.unlucky }}" } }
outputs: { all: "{{ nodes.sub.output.all }}" }
`;
const AS_ITEMS = `
workflow_id: tiles_of_many
version: 1
inputs: { unlucky: { type: array } }
nodes:
  each:
    type: fan_out
    source: [north, south, west]
    key: "{{ item }}"
    task: { uses: tiles, inputs: { unlucky: "{{ inputs.unlucky if item == 'south' else [] }}", name: "{{ item }}" } }
  all: { type: fan_in, from: each, aggregation: collect }
outputs: { all: "{{ nodes.all.output }}" }
`;

const specs = withSpecs({ tiles: TILES, middle: MIDDLE });

/** Activities in the history of a workflow's last run. */
async function ranIn(workflowId: string): Promise<string[]> {
  const ids = await scheduledActivities((await temporalClient()).workflow.getHandle(workflowId));
  return ids.filter((id) => id !== 'record_outcome').sort();
}

async function runsOf(workflowId: string): Promise<number> {
  const { workflow } = await temporalClient();
  let runs = 0;
  for await (const _ of workflow.list({ query: `WorkflowId = '${workflowId}'` })) runs += 1;
  return runs;
}

test('of the six items of a used spec of a used spec 2 fail: a retry runs these 2 and gives what a run without failures gives', async () => {
  const plan = planOf(AS_NODES, specs);
  const failed = await finish(await startPlan(plan, { unlucky: [1, 4] }));
  assert.deepEqual([failed.status, failed.nodes.deep?.fault?.code], ['FAILED', 'items_failed']);
  const { workflowId: job } = failed.handle;
  assert.ok((await ranIn(`${job}/deep/sub`)).includes('keep_snapshot'));

  const again = await finish(await retryPlan(failed.handle, plan, { unlucky: [1, 4] }));
  assert.equal(again.status, 'COMPLETED');
  assert.deepEqual(await ranIn(job), []);
  assert.deepEqual(await ranIn(`${job}/deep`), ['recall_snapshot']);
  assert.deepEqual(await ranIn(`${job}/deep/sub`), ['each/t1', 'each/t4', 'recall_snapshot']);
  const whole = await finish(await startPlan(plan, { unlucky: [] }));
  assert.deepEqual(again.result?.outputs, { all: [0, 1, 2, 3, 4, 5] });
  assert.deepEqual(again.result?.outputs, whole.result?.outputs);
});

test('of a fan-out of used specs a retry goes on in the one that failed, and leaves the others', async () => {
  const plan = planOf(AS_ITEMS, specs);
  const failed = await finish(await startPlan(plan, { unlucky: [0, 5] }));
  assert.deepEqual([failed.status, failed.nodes.each?.fault?.detail?.keys], ['FAILED', ['south']]);
  const { workflowId: job } = failed.handle;
  const again = await finish(await retryPlan(failed.handle, plan, { unlucky: [0, 5] }, { items: { each: ['south'] } }));
  assert.deepEqual(await ranIn(`${job}/each/south`), ['each/t0', 'each/t5', 'recall_snapshot']);
  const all = [0, 1, 2, 3, 4, 5];
  assert.deepEqual(again.result?.outputs, { all: ['north', 'south', 'west'].map((name) => ({ name, all })) });
  await eventually(async () => assert.equal(await runsOf(`${job}/each/south`), 2));
  assert.equal(await runsOf(`${job}/each/north`), 1);
});

const SLOW = `
workflow_id: tiles
version: 1
nodes:
  first: { handler: echo }
  second: { handler: echo, depends_on: first, params: { steps: "{{ 600 if job.attempt == 1 else 1 }}", step_delay: 0.1 } }
outputs: { steps: "{{ nodes.second.output.steps_taken }}" }
`;

for (const how of ['cancel', 'terminate'] as const) {
  test(`a ${how} of a job: a retry goes on inside of the used spec that was under way`, async () => {
    const plan = planOf('workflow_id: slow\nversion: 1\nnodes: { sub: { uses: tiles } }\n', withSpecs({ tiles: SLOW }));
    const handle = await startPlan(plan);
    const child = (await temporalClient()).workflow.getHandle(`${handle.workflowId}/sub`);
    await eventually(async () => {
      const { nodes } = await child.query<JobProgress>(PROGRESS);
      assert.deepEqual(
        nodes.map(({ state }) => state),
        ['completed', 'running'],
      );
    });
    await handle[how]();
    for (const one of [child, handle]) await assert.rejects(one.result());
    const again = await finish(await retryPlan(handle, plan));
    assert.equal(again.status, 'COMPLETED');
    assert.deepEqual(await ranIn(child.workflowId), ['recall_snapshot', 'second']);
  });
}

test('keys with a slash name runs of their own, whatever runs within others', async () => {
  const leaf = 'workflow_id: leaf\nversion: 1\nnodes: { a: { handler: echo, params: { steps: 1, step_delay: 2 } } }\n';
  const mid = 'workflow_id: mid\nversion: 1\nnodes: { y: { uses: leaf } }\n';
  const outer = `
workflow_id: outer
version: 1
nodes:
  f: { type: fan_out, source: [x, x/y, "wow!"], key: "{{ item }}", task: { uses: mid } }
`;
  const handle = await startPlan(planOf(outer, withSpecs({ leaf, mid })), {});
  assert.equal((await finish(handle)).status, 'COMPLETED');
  for (const place of ['f/x/y', 'f/x!2Fy/y', 'f/wow!21/y']) {
    await eventually(async () => assert.equal(await runsOf(`${handle.workflowId}/${place}`), 1));
  }
});
