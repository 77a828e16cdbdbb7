import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { startJob } from '../../src/api/domain/temporal/start-job.ts';
import { readRetryableJob } from '../../src/assets/reads/read-retryable-job.ts';
import { createPool } from '../../src/db/pool.ts';
import { eventually, stackEnv } from '../support/stack.ts';
import { readEvents } from './support/event-stream.ts';
import { clientOf, clientWith, GATEWAY } from './support/gateway.ts';
import { runSpec, untilJob } from './support/jobs.ts';
import { suiteLifetime } from './support/lifetime.ts';
import { closeTemporalClient, scheduledActivities, temporalClient } from './support/run-spec.ts';

const client = clientWith();
after(closeTemporalClient);

interface Entry {
  kind: string;
  node_id: string | null;
  item_key: string | null;
  job_attempt: number;
  attempt: number | null;
  state: string | null;
  percent: number | null;
  error: { code: string } | null;
  event: { kind: string; actor: string; after: Record<string, unknown> | null } | null;
  occurred_at: string;
}

/** The whole timeline, in pages of 3. */
async function timelineOf(jobId: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  let cursor: unknown = null;
  do {
    const query = cursor === null ? '' : `&cursor=${cursor}`;
    const { status, body } = await client.get(`/api/jobs/${jobId}/timeline?limit=3${query}`);
    assert.equal(status, 200, JSON.stringify(body));
    entries.push(...(body.entries as Entry[]));
    cursor = body.next_cursor;
  } while (cursor !== null);
  return entries;
}

function nameOf({ kind, node_id, item_key, state, attempt, error, percent, event }: Entry): string {
  const place = [node_id, item_key].filter((part) => part !== null).join('/');
  return [event?.kind ?? kind, place, state, attempt, error?.code, percent].filter((part) => part ?? '').join(' ');
}

async function follow(jobId: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${GATEWAY}/api/jobs/${jobId}/progress`, {
    headers: { 'X-API-Key': stackEnv('RHUMBLINE_API_KEY'), Accept: 'text/event-stream', ...headers },
  });
}

const ONE_STEP = `
workflow_id: one_step
version: 1
inputs: { steps: { type: integer, default: 1 }, step_delay: { type: number, default: 0 } }
nodes:
  first: { handler: echo, params: { steps: "{{ inputs.steps }}", step_delay: "{{ inputs.step_delay }}" } }
  second: { handler: echo, depends_on: first }
`;

const FAILS_ONCE = `
workflow_id: fails
version: 1
nodes:
  good: { handler: echo, params: { n: 1 } }
  bad: { handler: echo, depends_on: good, params: { fail_with: sorry }, retry: { max_attempts: 2, initial_delay: 10ms } }
  after: { handler: echo, params: { got: "{{ nodes.bad.output.echoed_params }}" } }
outputs: { got: "{{ nodes.after.output.echoed_params.got }}" }
`;

const ASKS = `
workflow_id: asks
version: 1
nodes:
  ask: { type: approval, message: "Publish {{ 1 + 1 }} layers?" }
  after: { handler: echo, params: { by: "{{ nodes.ask.output.by }}" } }
outputs: { by: "{{ nodes.after.output.echoed_params.by }}" }
`;

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

describe('the timeline', () => {
  test('has all that happened, in order, page by page', async () => {
    const jobId = await runSpec(ONE_STEP);
    await untilJob(jobId, 'completed');
    const entries = await eventually(async () => {
      const found = await timelineOf(jobId);
      assert.ok(found.some(({ kind, node_id }) => kind === 'attempt_started' && node_id === 'second'));
      return found;
    }, 5_000);
    assert.deepEqual(entries.filter(({ kind }) => kind !== 'progress').map(nameOf), [
      'Job:Created',
      'Job:Running',
      'node first ready',
      'node first running',
      'attempt_started first 1',
      'node first completed',
      'node second ready',
      'node second running',
      'attempt_started second 1',
      'node second completed',
      'Job:Completed',
    ]);
    const times = entries.map(({ occurred_at }) => occurred_at);
    assert.deepEqual(times, [...times].sort());
  });

  test('tells of failed attempts, with what they failed with', async () => {
    const jobId = await runSpec(
      FAILS_ONCE.replace('fails', `fails_${Date.now()}`).replaceAll('sorry', 'internal_trouble'),
    );
    await untilJob(jobId, 'failed');
    await eventually(async () => {
      const failed = (await timelineOf(jobId)).filter(({ kind }) => kind === 'attempt_failed').map(nameOf);
      assert.deepEqual(failed, ['attempt_failed bad 1 internal_trouble']);
    }, 5_000);
  });

  test('takes no cursor but its own, and no job but one that is there', async () => {
    const jobId = await runSpec(ONE_STEP);
    const answer = await client.get(`/api/jobs/${jobId}/timeline?cursor=x`);
    assert.deepEqual([answer.status, answer.body.code], [422, 'invalid_cursor']);
    assert.equal((await client.get('/api/jobs/nobody/timeline')).body.code, 'job_not_found');
  });
});

describe('progress', () => {
  test('as JSON: the job, its nodes, no estimate of what has ended', async () => {
    const jobId = await runSpec(ONE_STEP);
    await untilJob(jobId, 'completed');
    const { body } = await client.get(`/api/jobs/${jobId}/progress`);
    assert.deepEqual(
      [body.state, body.percent, body.is_paused, body.remaining_seconds, body.waiting_for],
      ['completed', 100, false, null, []],
    );
    assert.deepEqual(
      (body.nodes as { node_id: string; percent: number; attempt: number }[]).map((node) => [
        node.node_id,
        node.percent,
        node.attempt,
      ]),
      [
        ['first', 100, 1],
        ['second', 100, 1],
      ],
    );
  });

  test('as events: each change, then the end, and nothing more for who knows it', async () => {
    const jobId = await runSpec(ONE_STEP, { steps: 4, step_delay: 0.7 });
    const response = await follow(jobId);
    assert.equal(response.headers.get('content-type'), 'text/event-stream');
    const events = await readEvents(response);
    const last = events.at(-1);
    assert.deepEqual([last?.event, last?.id, last?.data], ['end', '1-end', { job_id: jobId, state: 'completed' }]);
    const told = events.filter(({ event }) => event === 'progress').map(({ data }) => data);
    assert.equal(told.at(-1)?.percent, 100);
    const percents = told.map(({ percent }) => Number(percent));
    assert.ok(new Set(percents).size >= 3, `${percents}`);
    assert.deepEqual(
      percents,
      [...percents].sort((a, b) => a - b),
    );
    assert.ok(told.some(({ remaining_seconds }) => Number(remaining_seconds) > 0));

    const again = await follow(jobId, { 'Last-Event-ID': '1-end' });
    assert.equal(again.status, 204);
    assert.equal((await readEvents(await follow(jobId))).at(-1)?.event, 'end', 'for a client that comes late');
  });

  test('a job that is not there is a problem, also for who asks for events', async () => {
    const response = await follow('nobody');
    assert.equal(response.status, 404);
    assert.match(await response.text(), /job_not_found/);
  });
});

describe('pause and resume', () => {
  test('a paused job starts nothing new until it is resumed, and the trail says who asked', async () => {
    const jobId = await runSpec(ONE_STEP, { steps: 2, step_delay: 0.5 });
    await untilJob(jobId, 'running');
    const asked = await client.post(`/api/jobs/${jobId}/pause`);
    assert.deepEqual([asked.status, asked.body], [202, { job_id: jobId, status: 'pause_requested' }]);
    const progress = async () => (await client.get(`/api/jobs/${jobId}/progress`)).body;
    const nodes = async () => ((await progress()).nodes as { state: string }[]).map(({ state }) => state);
    await eventually(async () => assert.equal((await progress()).is_paused, true), 5_000);
    await eventually(async () => assert.deepEqual(await nodes(), ['completed', 'ready']), 5_000);
    assert.equal((await progress()).remaining_seconds, null);
    await client.post(`/api/jobs/${jobId}/resume`);
    await untilJob(jobId, 'completed');
    const events = (await timelineOf(jobId)).flatMap(({ event }) => event?.kind ?? []);
    assert.deepEqual(events, [
      'Job:Created',
      'Job:Running',
      'Job:PauseRequested',
      'Job:Paused',
      'Job:ResumeRequested',
      'Job:Resumed',
      'Job:Completed',
    ]);
    const again = await client.post(`/api/jobs/${jobId}/pause`);
    assert.deepEqual([again.status, again.body.code], [409, 'job_already_ended']);
  });
});

describe('approvals', () => {
  test('a node waits, says for what, and goes on when it is decided', async () => {
    const jobId = await runSpec(ASKS);
    const decide = (node: string, body: object) => client.post(`/api/jobs/${jobId}/nodes/${node}/decision`, body);
    await eventually(async () => {
      const { body } = await client.get(`/api/jobs/${jobId}/progress`);
      assert.deepEqual(body.waiting_for, [{ node_id: 'ask', message: 'Publish 2 layers?' }]);
    }, 20_000);
    for (const [node, code, status] of [
      ['after', 'node_not_waiting', 409],
      ['nowhere', 'node_not_found', 404],
    ] as const) {
      const refused = await decide(node, { approved: true });
      assert.deepEqual([refused.status, refused.body.code], [status, code]);
    }
    const decided = await decide('ask', { approved: true, comment: 'fine' });
    assert.equal(decided.status, 200, JSON.stringify(decided.body));
    const { result } = await untilJob(jobId, 'completed');
    assert.equal((result as { outputs: { by: string } }).outputs.by, decided.body.by);
    const [trailed] = (await timelineOf(jobId)).filter(({ event }) => event?.kind === 'Approval:Approved');
    assert.deepEqual(trailed?.event?.after, { by: decided.body.by, comment: 'fine' });
    const late = await decide('ask', { approved: false });
    assert.deepEqual([late.status, late.body.code], [409, 'node_not_waiting']);
  });
});

describe('retry from failure', () => {
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
    }, 20_000);

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
    }, 5_000);
    assert.deepEqual(
      entries.filter(({ kind }) => kind === 'attempt_started').map((each) => `${each.job_attempt} ${each.node_id}`),
      ['1 good', '1 bad', '2 bad', '3 after'],
    );
    const asked = entries.filter(({ event }) => event?.kind === 'Job:RetryRequested').map(({ event }) => event?.after);
    assert.deepEqual(asked, [
      { state: 'pending', attempt: 2 },
      { state: 'pending', attempt: 3, outputs: { bad: { echoed_params: { n: 7 }, steps_taken: 0 } } },
    ]);
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

      assert.equal((await client.post(path, { items: { each: ['item-3'] } })).status, 202);
      await eventually(async () => {
        const job = (await client.get(`/api/status/job/${jobId}`)).body;
        assert.deepEqual([job.state, job.attempt], ['failed', 2]);
      }, 20_000);
      assert.equal((await client.post(path)).body.attempt, 3);
      const { result } = await untilJob(jobId, 'completed');
      assert.deepEqual((result as { outputs: unknown }).outputs, { all: [0, 1, 2, 3, 4] });
      await eventually(async () => {
        const failed = (await timelineOf(jobId)).filter(({ kind }) => kind === 'attempt_failed');
        assert.deepEqual(
          failed.map(({ job_attempt, item_key, error: fault }) => `${job_attempt} ${item_key} ${fault?.code}`).sort(),
          ['1 item-1 contract_violation', '1 item-3 contract_violation', '2 item-3 contract_violation'],
        );
      }, 5_000);
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
    const jobId = await runSpec(ONE_STEP, { steps: 6, step_delay: 0.5 });
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
    }, 20_000);
    const { pool, ...job } = await retriedJob(jobId);
    try {
      const queues = { light: stackEnv('RHUMBLINE_TASK_QUEUE_LIGHT'), heavy: stackEnv('RHUMBLINE_TASK_QUEUE_HEAVY') };
      assert.deepEqual(await startJob(await temporalClient(), queues, job), { kind: 'already_started' });
    } finally {
      await pool.end();
    }
    await eventually(async () => assert.equal(await runs(), 2), 10_000);
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
    }, 60_000);
    assert.match(String(refused.body.detail), /Submit it anew/);
    const { body } = await client.get(`/api/status/job/${jobId}`);
    assert.deepEqual([body.state, body.attempt], ['failed', 1]);
  });

  test('a cancelled job goes on too', async () => {
    const jobId = await runSpec(ONE_STEP, { steps: 6, step_delay: 0.5 });
    await untilJob(jobId, 'running');
    assert.equal((await client.post(`/api/jobs/${jobId}/cancel`)).status, 202);
    await untilJob(jobId, 'cancelled');
    assert.equal((await client.post(`/api/jobs/${jobId}/retry`)).body.attempt, 2);
    await untilJob(jobId, 'completed');
  });
});

describe('specs that are sent along', () => {
  test('faults come with their places', async () => {
    const spec = 'workflow_id: x\nversion: 1\nnodes:\n  a: { handler: ecko }\n';
    const answer = await client.post('/api/jobs/run', { spec });
    assert.deepEqual([answer.status, answer.body.code], [422, 'invalid_workflow']);
    const [fault] = answer.body.errors ?? [];
    assert.deepEqual(
      { ...fault, message: undefined },
      { pointer: '/spec', line: 4, column: 17, code: 'unknown-handler', message: undefined },
    );
    assert.match(String(fault?.message), /echo/);
  });

  test('inputs are checked as those of any submission', async () => {
    const answer = await client.post('/api/jobs/run', { spec: ONE_STEP, input_params: { steps: 'many', stops: 1 } });
    assert.deepEqual([answer.status, answer.body.code], [422, 'invalid_inputs']);
    assert.deepEqual(answer.body.errors?.map(({ pointer }) => pointer).sort(), [
      '/input_params/steps',
      '/input_params/stops',
    ]);
  });

  test('a container that is not there is refused', async () => {
    const spec = ONE_STEP.replace('inputs: {', 'inputs: { into: { type: string, format: container },');
    const answer = await client.post('/api/jobs/run', { spec, input_params: { into: 'nowhere' } });
    assert.deepEqual([answer.status, answer.body.code], [422, 'container_not_found']);
    assert.deepEqual(
      answer.body.errors?.map(({ pointer }) => pointer),
      ['/input_params/into'],
    );
  });

  test('the same spec and inputs are the same job, never that of the registered spec', async () => {
    const body = { spec: ONE_STEP.replace('one_step', `s${Date.now()}`) };
    const [first, again] = [await client.post('/api/jobs/run', body), await client.post('/api/jobs/run', body)];
    assert.equal(first.body.job_id, again.body.job_id);
  });
});

describe('who may', () => {
  const lifetime = suiteLifetime();

  test('a key that only reads sees, and changes nothing', async () => {
    const reader = await clientOf(lifetime, { scopes: ['read'], platform_id: null });
    const jobId = await runSpec(ONE_STEP);
    assert.equal((await reader.get(`/api/jobs/${jobId}/progress`)).status, 200);
    assert.equal((await reader.get(`/api/jobs/${jobId}/timeline`)).status, 200);
    for (const path of ['cancel', 'pause', 'resume', 'retry', 'nodes/first/decision']) {
      assert.equal((await reader.post(`/api/jobs/${jobId}/${path}`, {})).body.code, 'insufficient_scope', path);
    }
    assert.equal((await reader.get('/api/jobs/stats')).body.code, 'insufficient_scope');
    assert.equal((await reader.post('/api/jobs/run', { spec: ONE_STEP })).body.code, 'insufficient_scope');
  });

  test("a key of a platform reaches that platform's jobs and no others", async () => {
    const bound = await clientOf(lifetime, { scopes: ['read', 'submit'], platform_id: 'ddh' });
    const jobId = await runSpec(ONE_STEP);
    for (const path of ['progress', 'timeline']) {
      assert.equal((await bound.get(`/api/jobs/${jobId}/${path}`)).body.code, 'job_not_found');
    }
    for (const path of ['cancel', 'pause', 'retry']) {
      assert.equal((await bound.post(`/api/jobs/${jobId}/${path}`)).body.code, 'job_not_found');
    }
  });
});

describe('figures', () => {
  test('jobs by spec, queues with their workers, and the rate of failures', async () => {
    const jobId = await runSpec(FAILS_ONCE);
    await untilJob(jobId, 'failed');
    const { status, body } = await client.get('/api/jobs/stats');
    assert.equal(status, 200, JSON.stringify(body));
    const fails = (body.by_workflow as { workflow_id: string; failed: number }[]).find(
      (s) => s.workflow_id === 'fails',
    );
    assert.ok((fails?.failed ?? 0) >= 1);
    const rate = body.last_hour as { ended: number; failed: number; rate: number };
    assert.ok(rate.failed >= 1 && rate.rate > 0 && rate.rate <= 1);
    const queues = body.task_queues as { cost: string; workers: unknown[]; activity_backlog: number }[];
    assert.deepEqual(
      queues.map(({ cost, workers }) => [cost, workers.length >= 1]),
      [
        ['light', true],
        ['heavy', true],
      ],
    );
  });
});
