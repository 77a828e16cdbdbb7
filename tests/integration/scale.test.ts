import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { WorkflowHandle } from '@temporalio/client';
import { readEvents } from './support/event-stream.ts';
import { follow, runSpec } from './support/jobs.ts';
import { closeTemporalClient, run, temporalClient } from './support/run-spec.ts';

after(closeTemporalClient);

function specOf(items: number, chunk: string): string {
  return `
workflow_id: scale
version: 1
nodes:
  each: { type: fan_out, source: "{{ range(${items}) }}", ${chunk} task: { handler: echo, params: { n: "{{ item }}" } } }
  total: { type: fan_in, from: each, aggregation: sum, value: "{{ output.echoed_params.n }}" }
outputs: { total: "{{ nodes.total.output }}", completed: "{{ nodes.each.output.completed }}" }
`;
}

test('a hundred thousand items in chunks: one sum, in a history within bounds', async () => {
  const { status, result, handle } = await run(specOf(100_000, ''));
  assert.equal(status, 'COMPLETED');
  assert.deepEqual(result?.outputs, { total: 4_999_950_000, completed: 100_000 });
  await assertBounded(handle);
});

test('more single items than one history holds: the rest run in child workflows', async () => {
  const { status, result, handle } = await run(specOf(1_800, 'chunk: { size: 1 },'));
  assert.equal(status, 'COMPLETED');
  assert.deepEqual(result?.outputs, { total: 1_619_100, completed: 1_800 });
  const children = await childrenOf(handle);
  assert.ok(children.length > 0, 'there are no child workflows');
  const { workflow } = await temporalClient();
  for (const one of [handle, ...children.map((id) => workflow.getHandle(id))]) await assertBounded(one);
});

/** 5,000 events of the job's own run are fewer than 1,700 items: what is more is done in a batch. */
test('items that child workflows run count while they run', async () => {
  const jobId = await runSpec(`
workflow_id: scale_in_batches
version: 1
nodes:
  each:
    type: fan_out
    source: "{{ range(2400) }}"
    chunk: { size: 1 }
    max_concurrency: 100
    task: { handler: echo, params: { steps: 1, step_delay: 0.5 } }
`);
  const events = await readEvents(await follow(jobId));
  const told = events.filter(({ event }) => event === 'progress').map(({ data }) => data);
  const completed = told.flatMap(
    ({ nodes }) => (nodes as { items: { completed: number } | null }[])[0]?.items?.completed ?? [],
  );
  assert.equal(completed.at(-1), 2_400);
  assert.ok(
    completed.some((count) => count > 1_750 && count < 2_400),
    `${completed}`,
  );
});

/** The bounds that the design promises for a run. */
async function assertBounded(handle: WorkflowHandle): Promise<void> {
  const { historyLength, historySize } = await handle.describe();
  assert.ok(historyLength < 10_000, `${historyLength} events`);
  assert.ok((historySize ?? 0) < 10_000_000, `${historySize} bytes`);
}

async function childrenOf(handle: WorkflowHandle): Promise<string[]> {
  const { events } = await handle.fetchHistory();
  return (events ?? []).flatMap(
    ({ childWorkflowExecutionStartedEventAttributes: started }) => started?.workflowExecution?.workflowId ?? [],
  );
}
