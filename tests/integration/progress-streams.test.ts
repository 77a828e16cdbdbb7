import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { createApiKey } from '../../src/assets/api-keys/create-api-key.ts';
import { eventually, stackEnv } from '../support/stack.ts';
import { startAnotherDomain } from './support/another-domain.ts';
import { poolOf } from './support/database.ts';
import { readEvents, type StreamedEvent } from './support/event-stream.ts';
import { clientWith, GATEWAY } from './support/gateway.ts';
import { runSpec, untilJob } from './support/jobs.ts';

const client = clientWith();

const WAITS = `
workflow_id: waits_for_long
version: 1
nodes: { ask: { type: approval, message: Well? } }
`;

const steps = (count: number) => `
workflow_id: takes_steps
version: 1
nodes: { work: { handler: echo, params: { steps: ${count}, step_delay: 0.25 } } }
`;

/** Its progress has half a megabyte, and changes all the time. */
const TALKS = `
workflow_id: talks_much
version: 1
nodes:
${Array.from({ length: 240 }, (_, at) => `  ask${at}: { type: approval, message: "${'much to say '.repeat(160)}" }`).join('\n')}
  work: { handler: echo, params: { steps: 1000, step_delay: 0.25 } }
`;

const name = `streams-${randomUUID()}`;
const url = new URL(stackEnv('DATABASE_URL_DOMAIN'));
const pool = poolOf({ after }, url.href, 2);
url.searchParams.set('application_name', name);
const domain = await startAnotherDomain({ after }, { DATABASE_URL_DOMAIN: url.href });

const open = (jobId: string, signal?: AbortSignal, actor?: string): Promise<Response> => {
  const headers = { Accept: 'text/event-stream' };
  return domain.get(`/api/jobs/${jobId}/progress`, { headers, ...(signal ? { signal } : {}) }, actor);
};

/** Process ids of the domain API's sessions that listen. */
async function listening(): Promise<number[]> {
  const { rows } = await pool.query<{ pid: number }>(
    "SELECT pid FROM pg_stat_activity WHERE application_name = $1 AND query LIKE 'LISTEN %'",
    [name],
  );
  return rows.map(({ pid }) => pid);
}

async function cutOff(): Promise<number[]> {
  const pids = await listening();
  for (const pid of pids) await pool.query('SELECT pg_terminate_backend($1)', [pid]);
  return pids;
}

describe('streams of progress', () => {
  test('go on when PostgreSQL ends the session that listens', async () => {
    const jobId = await runSpec(steps(1_000));
    const seen: StreamedEvent[] = [];
    const reading = readEvents(await open(jobId), (event) => {
      seen.push(event);
      return false;
    });
    await eventually(() => assert.ok(seen.length >= 3));
    const [before] = await cutOff();
    assert.ok(before);
    await eventually(async () => {
      const [pid] = await listening();
      assert.ok(pid !== undefined && pid !== before, 'another session listens');
    });
    const told = seen.length;
    await eventually(() => assert.ok(seen.length >= told + 3, 'news comes again'));
    assert.ok(!seen.some(({ event }) => event === 'end'), 'while the job runs');
    await client.post(`/api/jobs/${jobId}/cancel`);
    assert.deepEqual((await reading).at(-1)?.data, { job_id: jobId, state: 'cancelled' });
  });

  test('tell what happened while no session listened', async () => {
    const jobId = await runSpec(steps(4));
    const ended = new AbortController();
    const events = readEvents(await open(jobId));
    const cutting = (async () => {
      while (!ended.signal.aborted) {
        await cutOff();
        await sleep(20);
      }
    })();
    await untilJob(jobId, 'completed');
    ended.abort();
    await cutting;
    assert.deepEqual((await events).at(-1)?.data, { job_id: jobId, state: 'completed' });
  });

  test('are as many as one process takes, over one session; a place that is left is given away', async (t) => {
    const jobId = await runSpec(WAITS);
    t.after(() => client.post(`/api/jobs/${jobId}/cancel`));
    const leaving = new AbortController();
    t.after(() => leaving.abort());
    const first = new AbortController();
    const responses = [await open(jobId, first.signal)];
    const crowd = (actor: string, count: number) =>
      Promise.all(Array.from({ length: count }, () => open(jobId, leaving.signal, actor)));
    const count = (status: number, of: Response[]) => of.filter((response) => response.status === status).length;
    // All of them at once, and more than a client may have.
    for (const actor of ['a', 'b', 'c', 'd']) {
      const answers = await crowd(actor, 45);
      assert.deepEqual([count(200, answers), count(503, answers)], [40, 5], actor);
      responses.push(...answers.filter(({ status }) => status === 200));
    }
    responses.push(...(await crowd('e', 39)));
    assert.deepEqual([responses.length, new Set(responses.map(({ status }) => status))], [200, new Set([200])]);
    // It may have been cut off a moment ago, and be on its way back.
    await eventually(async () => assert.equal((await listening()).length, 1));

    const refused = await open(jobId);
    const { code } = (await refused.json()) as { code: string };
    assert.deepEqual([refused.status, code, refused.headers.get('retry-after')], [503, 'too_many_streams', '30']);
    const asJson = await domain.get(`/api/jobs/${jobId}/progress`);
    assert.equal(asJson.status, 200, 'who asks for JSON is answered');

    first.abort();
    await eventually(async () => assert.equal((await open(jobId, leaving.signal)).status, 200));
    assert.equal((await open(jobId)).status, 503, 'one place, one stream');
  });

  test('wait for a client that reads slowly: it misses what is old, and holds nobody up', async () => {
    const jobId = await runSpec(TALKS);
    const slow = await open(jobId);
    const isLarge = (data: unknown) => JSON.stringify(data).length > 400_000;
    const enough = 18;
    let seen = 0;
    const fast = await readEvents(await open(jobId), ({ data }) => {
      if (isLarge(data)) seen += 1;
      if (seen === enough) void client.post(`/api/jobs/${jobId}/cancel`);
      return false;
    });
    assert.equal(fast.at(-1)?.event, 'end');
    const progress = fast.filter(({ event }) => event === 'progress');
    // More than the buffers between the two processes hold.
    assert.ok(progress.filter(({ data }) => isLarge(data)).length >= enough);

    const late = await readEvents(slow);
    assert.equal(late.at(-1)?.event, 'end');
    assert.deepEqual(late.at(-2)?.data, progress.at(-1)?.data, 'it is told how things stand at the end');
    assert.ok(late.length < fast.length, `${late.length} of ${fast.length} events`);
  });

  test('are not opened by HEAD, which is told what GET would be and leaves the connection free', async (t) => {
    const jobId = await runSpec(WAITS);
    t.after(() => client.post(`/api/jobs/${jobId}/cancel`));
    const { hostname, port, host } = new URL(GATEWAY);
    const head = (id: string) =>
      `HEAD /api/jobs/${id}/progress HTTP/1.1\r\nHost: ${host}\r\nAccept: text/event-stream\r\n` +
      `X-API-Key: ${stackEnv('RHUMBLINE_API_KEY')}\r\n\r\n`;
    const socket = connect(Number(port), hostname).setTimeout(60_000, () => socket.destroy(new Error('no answer')));
    socket.write(
      `${head(jobId)}${head('nobody')}GET /health/live HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
    );
    const answers = await text(socket);
    assert.deepEqual(answers.match(/(?<=^HTTP\/1\.1 )\d+|(?<=^content-type: )[\w/+-]+/gim), [
      ...['200', 'text/event-stream'],
      ...['404', 'application/problem+json'],
      ...['200', 'application/json'],
    ]);
  });

  test('end when the key is revoked that opened them', async (t) => {
    const jobId = await runSpec(WAITS);
    t.after(() => client.post(`/api/jobs/${jobId}/cancel`));
    const owner = poolOf(t, stackEnv('DATABASE_URL'), 1);
    const { key, prefix } = await createApiKey(owner, { name: 'leaves', scopes: ['read'], platform_id: null });
    const headers = { Accept: 'text/event-stream', 'X-API-Key': key };
    const signal = AbortSignal.timeout(60_000);
    const events = readEvents(await fetch(`${GATEWAY}/api/jobs/${jobId}/progress`, { headers, signal }));
    // It is looked at while it is good, too.
    await sleep(1_500);
    await client.delete(`/api/admin/api-keys/${prefix}`);
    const last = (await events).at(-1);
    assert.deepEqual([last?.event, last?.data.code], ['problem', 'invalid_api_key']);
  });
});
