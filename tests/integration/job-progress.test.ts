import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { eventually } from '../support/stack.ts';
import { readEvents } from './support/event-stream.ts';
import { client, FAILS_ONCE, follow, nameOf, ONE_STEP, runSpec, timelineOf, untilJob } from './support/jobs.ts';

/** Both take long enough to be told of, and to be paused. */
const TWO_SLOW = `
workflow_id: two_slow
version: 1
nodes:
  first: { handler: echo, params: { steps: 10, step_delay: 0.5 } }
  second: { handler: echo, depends_on: first, params: { steps: 6, step_delay: 0.5 } }
`;

/** Of `echo_test`: `first`, then `second`. */
const USES = `
workflow_id: uses_echo
version: 1
nodes:
  one: { uses: echo_test, inputs: { message: one } }
  each:
    type: fan_out
    source: [north, south]
    key: "k{{ index }}"
    task: { uses: echo_test, inputs: { message: "{{ item }}" } }
`;

/** One chunk, as long as it may begin items. */
const IN_ONE_CHUNK = `
workflow_id: in_one_chunk
version: 1
nodes:
  each:
    type: fan_out
    source: "{{ range(12) }}"
    chunk: { size: 12 }
    max_concurrency: 1
    task: { handler: echo, params: { steps: 1, step_delay: 0.4 } }
`;

const ASKS = `
workflow_id: asks
version: 1
nodes:
  ask: { type: approval, message: "Publish {{ 1 + 1 }} layers?" }
  after: { handler: echo, params: { by: "{{ nodes.ask.output.by }}" } }
outputs: { by: "{{ nodes.after.output.echoed_params.by }}" }
`;

describe('the timeline', { concurrency: true }, () => {
  test('has all that happened, in order, page by page', async () => {
    const jobId = await runSpec(ONE_STEP);
    await untilJob(jobId, 'completed');
    const entries = await eventually(async () => {
      const found = await timelineOf(jobId);
      // Different workers may have run the two, and each tells of its own in its own time.
      assert.equal(found.filter(({ kind }) => kind === 'attempt_started').length, 2);
      return found;
    });
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

  test('tells of the nodes of used specs, by their paths', async () => {
    const jobId = await runSpec(USES);
    await untilJob(jobId, 'completed');
    await eventually(async () => {
      const names = (await timelineOf(jobId)).filter(({ kind }) => kind === 'node').map(nameOf);
      const of = (place: string) => names.filter((name) => name.startsWith(`node ${place} `));
      for (const place of ['one/first', 'each/k1/second']) {
        assert.deepEqual(of(place), [`node ${place} ready`, `node ${place} running`, `node ${place} completed`]);
      }
      assert.ok(names.indexOf('node one running') < names.indexOf('node one/first ready'), names.join(', '));
      assert.ok(names.indexOf('node one/second completed') < names.indexOf('node one completed'), names.join(', '));
    });
  });

  test('tells of failed attempts, with what they failed with', async () => {
    const jobId = await runSpec(
      FAILS_ONCE.replace('fails', `fails_${Date.now()}`).replaceAll('sorry', 'internal_trouble'),
    );
    await untilJob(jobId, 'failed');
    await eventually(async () => {
      const failed = (await timelineOf(jobId)).filter(({ kind }) => kind === 'attempt_failed').map(nameOf);
      assert.deepEqual(failed, ['attempt_failed bad 1 internal_trouble']);
    });
  });

  test('takes no cursor but its own, and no job but one that is there', async () => {
    const jobId = await runSpec(ONE_STEP);
    const answer = await client.get(`/api/jobs/${jobId}/timeline?cursor=x`);
    assert.deepEqual([answer.status, answer.body.code], [400, 'invalid_cursor']);
    assert.equal((await client.get('/api/jobs/nobody/timeline')).body.code, 'job_not_found');
  });
});

describe('progress', { concurrency: true }, () => {
  test('says of a node that failed what it failed of', async () => {
    const jobId = await runSpec(FAILS_ONCE.replace('fails', `fails_${Date.now()}`));
    await untilJob(jobId, 'failed');
    const { body } = await client.get(`/api/jobs/${jobId}/progress`);
    const nodes = body.nodes as { node_id: string; state: string; error: { code: string } | null }[];
    assert.deepEqual(
      nodes.filter(({ state }) => state === 'failed').map(({ node_id, error }) => [node_id, error?.code]),
      [['bad', 'sorry']],
    );
    assert.ok(nodes.every(({ state, error }) => state === 'failed' || error === null));
  });

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
    const jobId = await runSpec(ONE_STEP, { steps: 10, step_delay: 0.5 });
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

  test('counts the items of a chunk while it runs', async () => {
    const jobId = await runSpec(IN_ONE_CHUNK);
    const events = await readEvents(await follow(jobId));
    const told = events.filter(({ event }) => event === 'progress').map(({ data }) => data);
    const counts = told.flatMap(({ nodes }) => (nodes as { items: { completed: number } | null }[])[0]?.items ?? []);
    const completed = counts.map((items) => items.completed);
    assert.deepEqual(
      completed,
      [...completed].sort((a, b) => a - b),
    );
    assert.equal(completed.at(-1), 12);
    assert.ok(new Set(completed).size >= 4, `${completed}`);
    assert.ok(Number(told.at(-3)?.percent) > 0, 'the job moves with them');
  });

  test('a job that is not there is a problem, also for who asks for events', async () => {
    const response = await follow('nobody');
    assert.equal(response.status, 404);
    assert.match(await response.text(), /job_not_found/);
  });
});

describe('pause and resume', () => {
  test('a paused job starts nothing new until it is resumed, and the trail says who asked', async () => {
    const jobId = await runSpec(TWO_SLOW);
    await untilJob(jobId, 'running');
    const asked = await client.post(`/api/jobs/${jobId}/pause`);
    assert.deepEqual([asked.status, asked.body], [202, { job_id: jobId, status: 'pause_requested' }]);
    const progress = async () => (await client.get(`/api/jobs/${jobId}/progress`)).body;
    const nodes = async () => ((await progress()).nodes as { state: string }[]).map(({ state }) => state);
    await eventually(async () => assert.equal((await progress()).is_paused, true));
    await eventually(async () => assert.deepEqual(await nodes(), ['completed', 'ready']));
    assert.equal((await progress()).remaining_seconds, null);
    await client.post(`/api/jobs/${jobId}/resume`);
    await untilJob(jobId, 'completed');
    const entries = await timelineOf(jobId);
    const names = entries.map(nameOf);
    assert.ok(names.indexOf('Job:Resumed') < names.indexOf('node second running'), names.join(', '));
    const events = entries.flatMap(({ event }) => event?.kind ?? []);
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
    });
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
