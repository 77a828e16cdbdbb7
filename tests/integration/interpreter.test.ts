import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { ApplicationFailure } from '@temporalio/client';
import { eventually, ROOT } from '../support/stack.ts';
import { closeTemporalClient, finish, planOf, run, scheduledActivities, startPlan } from './support/run-spec.ts';

after(closeTemporalClient);

const shipped = (id: string) => readFile(join(ROOT, 'workflows', `${id}.yaml`), 'utf8');
const states = (nodes: Record<string, { state: string }>) =>
  Object.fromEntries(Object.entries(nodes).map(([id, { state }]) => [id, state]));
const causeOf = (error: { cause?: unknown } | undefined) => {
  assert.ok(error?.cause instanceof ApplicationFailure);
  return error.cause;
};

describe('a job that completes', () => {
  it('has its outputs and its provenance', async () => {
    const source = await shipped('echo_test');
    const { result, status, handle } = await run(source, { message: 'Ahoi' });
    assert.equal(status, 'COMPLETED');
    assert.deepEqual(result?.outputs, { message: 'AHOI' });
    const { completed_at, ...provenance } = result?._provenance ?? {};
    assert.deepEqual(provenance, {
      workflow_id: 'echo_test',
      version: 1,
      job_id: handle.workflowId,
      plan_hash: planOf(source).plan_hash,
      software_version: 'test',
    });
    assert.match(completed_at ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it('tells its story in Temporal: activity ids and summaries are node ids', async () => {
    const { handle } = await run(await shipped('echo_test'));
    assert.deepEqual(await scheduledActivities(handle), ['first', 'second', 'record_outcome']);
    const metadata: { currentDetails?: string } = await handle.query('__temporal_workflow_metadata');
    assert.match(metadata.currentDetails ?? '', /\*\*echo_test\*\* v1, 100 %/);
    assert.match(metadata.currentDetails ?? '', /\| second \| echo \| 🟢 completed \|/);
  });
});

describe('a conditional', () => {
  it('takes the branch whose condition is true; the other arm is skipped', async () => {
    const { result, nodes } = await run(await shipped('conditional_test'), { amount: 500 });
    assert.deepEqual(result?.outputs, { size: 'large' });
    assert.deepEqual(states(nodes), {
      measure: 'completed',
      by_size: 'completed',
      large: 'completed',
      small: 'skipped',
      tell: 'completed',
    });
    assert.equal(nodes.small?.note, 'by_size took another branch');
  });

  it('takes the default otherwise, at the very limit too', async () => {
    assert.deepEqual((await run(await shipped('conditional_test'), { amount: 100 })).result?.outputs, {
      size: 'small',
    });
  });
});

describe('a node whose `when` is false', () => {
  it('is skipped with what needs it, and what is settled runs', async () => {
    const { status, nodes } = await run(`
workflow_id: guarded
version: 1
inputs: { wanted: { type: boolean, default: false } }
nodes:
  a: { handler: echo, when: "{{ inputs.wanted }}" }
  b: { handler: echo, depends_on: a }
  c: { handler: echo, depends_on: { settled: [b] }, params: { was: "{{ nodes.b.state }}" } }
`);
    assert.equal(status, 'COMPLETED');
    assert.deepEqual(states(nodes), { a: 'skipped', b: 'skipped', c: 'completed' });
  });
});

describe('a node that fails', () => {
  it('fails the job with its code, cancels what needs it, and leaves the rest alone', async () => {
    const { status, error, nodes } = await run(`
workflow_id: failing
version: 1
nodes:
  bad: { handler: echo, params: { fail_with: no_luck } }
  after: { handler: echo, depends_on: bad }
  slow: { handler: echo, params: { steps: 1, step_delay: 0.5 } }
  later: { handler: echo, depends_on: slow }
  notice: { handler: echo, depends_on: { settled: [after] } }
`);
    assert.equal(status, 'FAILED');
    assert.equal(causeOf(error).type, 'no_luck');
    assert.deepEqual(causeOf(error).details, [
      { code: 'no_luck', message: 'The echo was asked to fail with no_luck.', detail: { node_id: 'bad' } },
    ]);
    assert.deepEqual(states(nodes), {
      bad: 'failed',
      after: 'cancelled',
      slow: 'completed',
      later: 'completed',
      notice: 'completed',
    });
    assert.equal(nodes.after?.note, 'bad failed');
  });

  it('by its template fails before anything is dispatched', async () => {
    const { error, nodes, handle } = await run(
      `
workflow_id: undefined_name
version: 1
inputs: { given: { type: object, default: {} } }
nodes:
  a: { handler: echo, params: { x: "{{ inputs.given.missing }}" } }
`,
    );
    assert.equal(causeOf(error).type, 'template_undefined');
    assert.equal(nodes.a?.started_at, null);
    assert.deepEqual(await scheduledActivities(handle), ['record_outcome']);
  });

  it('by its contract is not tried again', async () => {
    const { error, handle } = await run(
      `
workflow_id: violation
version: 1
inputs: { given: { type: object, default: { steps: many } } }
nodes:
  a: { handler: echo, params: { steps: "{{ inputs.given.steps }}" } }
`,
    );
    assert.equal(causeOf(error).type, 'contract_violation');
    assert.match(causeOf(error).message, /input of echo does not fit its contract at \/steps/);
    const { events } = await handle.fetchHistory();
    const started = events?.find(({ activityTaskStartedEventAttributes }) => activityTaskStartedEventAttributes);
    assert.equal(started?.activityTaskStartedEventAttributes?.attempt, 1);
  });

  it('by a handler that the worker does not have is not tried for ever', async () => {
    const plan = planOf('workflow_id: unknown\nversion: 1\nnodes: { a: { handler: echo } }');
    const node = plan.nodes.a;
    assert.ok(node?.kind === 'task');
    const { error } = await finish(await startPlan({ ...plan, nodes: { a: { ...node, handler: 'no_such_handler' } } }));
    assert.equal(causeOf(error).type, 'NotFoundError');
  });

  it('by outputs that cannot be evaluated fails the job all the same', async () => {
    const { status, error, nodes } = await run(`
workflow_id: bad_outputs
version: 1
inputs: { given: { type: object, default: {} } }
nodes: { a: { handler: echo } }
outputs: { x: "{{ inputs.given.missing }}" }
`);
    assert.equal(status, 'FAILED');
    assert.equal(causeOf(error).type, 'template_undefined');
    assert.equal(nodes.a?.state, 'completed');
  });
});

describe('a job that is cancelled', () => {
  const source = `
workflow_id: long
version: 1
nodes:
  a: { handler: echo, params: { steps: 600, step_delay: 0.1 } }
  b: { handler: echo, depends_on: a }
`;
  it('stops its work, which would go on for a minute', async () => {
    const handle = await startPlan(planOf(source));
    await eventually(async () => {
      const { nodes } = await handle.query<{ nodes: { state: string }[] }>('progress');
      assert.equal(nodes[0]?.state, 'running');
    });
    const before = Date.now();
    await handle.cancel();
    const { status, nodes } = await finish(handle);
    assert.equal(status, 'CANCELLED');
    assert.deepEqual(states(nodes), { a: 'cancelled', b: 'cancelled' });
    assert.ok(Date.now() - before < 40_000);
  });
});
