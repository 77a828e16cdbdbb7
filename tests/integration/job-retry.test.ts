import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { startJob } from '../../src/api/domain/temporal/start-job.ts';
import { readRetryableJob } from '../../src/assets/reads/read-retryable-job.ts';
import { createPool } from '../../src/db/pool.ts';
import { eventually, stackEnv } from '../support/stack.ts';
import { client, FAILS_ONCE, ONE_STEP, runSpec, timelineOf, untilJob } from './support/jobs.ts';
import { closeTemporalClient, scheduledActivities, stackTerms, temporalClient } from './support/run-spec.ts';

after(closeTemporalClient);

const FANS_OUT = `
workflow_id: fans_out
version: 1
inputs: { bad: { type: array, default: [] }, size: { type: integer, default: 1 } }
nodes:
  each:
    type: fan_out
    source: "{{ range(5) }}"
    key: "{{ 'item-' ~ item }}"
    chunk: { size: SIZE }
    task: { handler: echo, params: { n: "{{ item }}", steps: "{{ 5000 if item in inputs.bad and job.attempt < 3 else 1 }}" } }
  all: { type: fan_in, from: each, aggregation: collect, value: "{{ output.echoed_params.n }}" }
outputs: { all: "{{ nodes.all.output }}" }
`;

/** Its first attempt takes a minute, which leaves time to end it from outside. */
const LONG_AT_FIRST = `
workflow_id: long_at_first
version: 1
nodes:
  first: { handler: echo, params: { steps: "{{ 600 if job.attempt == 1 else 1 }}", step_delay: 0.1 } }
  second: { handler: echo, depends_on: first }
`;

async function retriedJob(jobId: string) {
  const pool = createPool({
    url: stackEnv('DATABASE_URL_DOMAIN'),
    application_name: 'tests',
    max: 1,
    onError: () => {},
  });
  const job = await readRetryableJob(pool, jobId, null);
  assert.ok(job);
  return { ...job, retry_request: {}, pool };
}

describe('retry from failure', { concurrency: true }, () => {
  test('the same job goes on: what completed stays, an output given by hand gets it past the rest', async () => {
    const jobId = await runSpec(FAILS_ONCE);
    await untilJob(jobId, 'failed');
    const path = `/api/jobs/${jobId}/retry`;
    const unknown = await client.post(path, { nodes: ['god'] });
    assert.deepEqual([unknown.status, unknown.body.code], [422, 'unknown_node']);
    assert.match(String(unknown.body.detail), /Did you mean `good`\?/);
    assert.equal((await client.get(`/api/status/job/${jobId}`)).body.attempt, 1, 'nothing has changed');

    const retried = await client.post(path);
    assert.deepEqual([retried.status, retried.body], [202, { job_id: jobId, attempt: 2, status: 'pending' }]);
    await eventually(async () => {
      const { body } = await client.get(`/api/status/job/${jobId}`);
      assert.deepEqual([body.state, body.attempt], ['failed', 2]);
    });

    const wrong = await client.post(path, { outputs: { bad: { echoed_params: [7], steps: 0 }, after: 1 } });
    assert.deepEqual([wrong.status, wrong.body.code], [422, 'invalid_output']);
    assert.deepEqual(
      wrong.body.errors?.map(({ pointer, code }) => `${pointer} ${code}`),
      [
        '/outputs/bad/echoed_params wrong_type',
        '/outputs/bad/steps_taken missing_field',
        '/outputs/bad/steps unknown_field',
        '/outputs/after wrong_type',
      ],
    );
    const refused = (await client.get(`/api/status/job/${jobId}`)).body;
    assert.deepEqual([refused.state, refused.attempt], ['failed', 2], 'nothing has changed');

    const supplied = await client.post(path, { outputs: { bad: { echoed_params: { n: 7 }, steps_taken: 0 } } });
    assert.equal(supplied.body.attempt, 3, JSON.stringify(supplied.body));
    const { result } = await untilJob(jobId, 'completed');
    assert.deepEqual((result as { outputs: unknown }).outputs, { got: { n: 7 } });

    const entries = await eventually(async () => {
      const found = await timelineOf(jobId);
      assert.equal(found.filter(({ kind }) => kind === 'attempt_started').length, 4);
      return found;
    });
    assert.deepEqual(
      entries.filter(({ kind }) => kind === 'attempt_started').map((each) => `${each.job_attempt} ${each.node_id}`),
      ['1 good', '1 bad', '2 bad', '3 after'],
    );
    const asked = entries.filter(({ event }) => event?.kind === 'Job:RetryRequested').map(({ event }) => event?.after);
    assert.deepEqual(asked, [
      { state: 'pending', attempt: 2 },
      { state: 'pending', attempt: 3, outputs: { bad: { echoed_params: { n: 7 }, steps_taken: 0 } } },
    ]);
    const byHand = entries.filter(({ event }) => event?.kind === 'Job:OutputsGiven').map(({ event }) => event?.after);
    assert.deepEqual(byHand, [{ attempt: 3, nodes: ['bad'], items: {} }]);
    assert.equal(
      entries.filter(({ kind, node_id, state }) => kind === 'node' && node_id === 'good' && state === 'completed')
        .length,
      1,
      'what stayed as it was happened once',
    );
    const again = await client.post(path);
    assert.deepEqual([again.status, again.body.code], [409, 'job_not_retryable']);
  });

  for (const size of [1, 3]) {
    test(`of a fan-out only the items that failed run again, in chunks of ${size}`, async () => {
      const jobId = await runSpec(FANS_OUT.replace('SIZE', `${size}`), { bad: [1, 3] });
      const path = `/api/jobs/${jobId}/retry`;
      const { error } = await untilJob(jobId, 'failed');
      assert.equal((error as { code: string }).code, 'items_failed');
      const { body } = await client.get(`/api/status/job/${jobId}/nodes`);
      const [each] = body.nodes as { items: { completed: number; failed: number }; failed_items: { key: string }[] }[];
      assert.deepEqual([each?.items.completed, each?.items.failed], [3, 2]);
      assert.deepEqual(
        each?.failed_items.map(({ key }) => key),
        ['item-1', 'item-3'],
      );
      const unknown = await client.post(path, { items: { each: ['item-9'] } });
      assert.deepEqual([unknown.status, unknown.body.code], [422, 'unknown_item']);
      assert.equal((unknown.body.errors as { pointer: string }[])[0]?.pointer, '/items/each/0');
      const nobody = await client.post(path, { nodes: ['each', 'nobody'] });
      assert.equal((nobody.body.errors as { pointer: string }[])[0]?.pointer, '/nodes/1');

      assert.equal((await client.post(path, { items: { each: ['item-3'] } })).status, 202);
      await eventually(async () => {
        const job = (await client.get(`/api/status/job/${jobId}`)).body;
        assert.deepEqual([job.state, job.attempt], ['failed', 2]);
      });
      assert.equal((await client.post(path)).body.attempt, 3);
      const { result } = await untilJob(jobId, 'completed');
      const again = (await timelineOf(jobId)).filter(({ item_key, state }) => item_key !== null && state === 'pending');
      assert.deepEqual(
        again.map(({ job_attempt, item_key }) => `${job_attempt} ${item_key}`),
        ['2 item-3', '3 item-1', '3 item-3'],
      );
      assert.deepEqual((result as { outputs: unknown }).outputs, { all: [0, 1, 2, 3, 4] });
      await eventually(async () => {
        const failed = (await timelineOf(jobId)).filter(({ kind }) => kind === 'attempt_failed');
        assert.deepEqual(
          failed.map(({ job_attempt, item_key, error: fault }) => `${job_attempt} ${item_key} ${fault?.code}`).sort(),
          ['1 item-1 contract_violation', '1 item-3 contract_violation', '2 item-3 contract_violation'],
        );
      });
      const { workflow } = await temporalClient();
      const ids = await scheduledActivities(workflow.getHandle(jobId));
      assert.deepEqual(ids.filter((id) => id.startsWith('each')).sort(), ['each/item-1', 'each/item-3']);
    });
  }

  test('a job that runs or has completed is refused', async () => {
    const jobId = await runSpec(ONE_STEP);
    const { job_id } = await untilJob(jobId, 'completed');
    const refused = await client.post(`/api/jobs/${job_id}/retry`);
    assert.deepEqual([refused.status, refused.body.code], [409, 'job_not_retryable']);
  });

  test('a job that was terminated from outside is closed with its nodes, and goes on too', async () => {
    const jobId = await runSpec(LONG_AT_FIRST);
    await untilJob(jobId, 'running');
    const { workflow } = await temporalClient();
    await workflow.getHandle(jobId).terminate('from the UI');
    const { error } = await untilJob(jobId, 'failed');
    assert.equal((error as { code: string }).code, 'workflow_terminated');
    const { body } = await client.get(`/api/status/job/${jobId}/nodes`);
    assert.deepEqual(
      (body.nodes as { state: string }[]).map(({ state }) => state),
      ['cancelled', 'cancelled'],
    );
    assert.equal((await client.post(`/api/jobs/${jobId}/retry`)).body.attempt, 2);
    await untilJob(jobId, 'completed');
  });

  test('starting an attempt again is no second run of it, even when it has ended meanwhile', async () => {
    const jobId = await runSpec(FAILS_ONCE);
    await untilJob(jobId, 'failed');
    await client.post(`/api/jobs/${jobId}/retry`);
    const { workflow } = await temporalClient();
    const runs = async () => {
      const found = [];
      for await (const { runId } of workflow.list({ query: `WorkflowId = '${jobId}'` })) found.push(runId);
      return found.length;
    };
    await eventually(async () => {
      const { body } = await client.get(`/api/status/job/${jobId}`);
      assert.deepEqual([body.state, body.attempt], ['failed', 2]);
    });
    const { pool, ...job } = await retriedJob(jobId);
    try {
      await eventually(async () => {
        assert.deepEqual(await startJob(await temporalClient(), stackTerms(), job), { kind: 'already_started' });
      });
    } finally {
      await pool.end();
    }
    await eventually(async () => assert.equal(await runs(), 2));
  });

  test('a job whose history is gone is refused, and stays as it ended', async () => {
    const jobId = await runSpec(FAILS_ONCE);
    await untilJob(jobId, 'failed');
    const { connection, options } = await temporalClient();
    await connection.workflowService.deleteWorkflowExecution({
      namespace: options.namespace,
      workflowExecution: { workflowId: jobId },
    });
    const refused = await eventually(async () => {
      const answer = await client.post(`/api/jobs/${jobId}/retry`, { nodes: ['nowhere'] });
      assert.deepEqual([answer.status, answer.body.code], [409, 'resume_unavailable']);
      return answer;
      // Temporal removes a workflow when it comes to it.
    });
    assert.match(String(refused.body.detail), /Submit it anew/);
    const { body } = await client.get(`/api/status/job/${jobId}`);
    assert.deepEqual([body.state, body.attempt], ['failed', 1]);
  });

  test('a cancelled job goes on too', async () => {
    const jobId = await runSpec(LONG_AT_FIRST);
    await untilJob(jobId, 'running');
    assert.equal((await client.post(`/api/jobs/${jobId}/cancel`)).status, 202);
    await untilJob(jobId, 'cancelled');
    assert.equal((await client.post(`/api/jobs/${jobId}/retry`)).body.attempt, 2);
    await untilJob(jobId, 'completed');
  });
});
