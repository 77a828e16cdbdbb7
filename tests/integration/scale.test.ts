import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { WorkflowHandle } from '@temporalio/client';
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
