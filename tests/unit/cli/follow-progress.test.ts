import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { createGatewayClient, type JobProgress } from '../../../src/cli/gateway-client/gateway-client.ts';
import { progressOf } from '../../../src/cli/progress/progress-of.ts';

function progress(percent: number): JobProgress {
  return {
    ...{
      job_id: 'x-1',
      workflow_id: 'x',
      state: percent === 100 ? 'completed' : 'running',
      is_paused: false,
      attempt: 1,
    },
    ...{ percent, started_at: null, ended_at: null, remaining_seconds: null, waiting_for: [], nodes: [], error: null },
  };
}

const event = (percent: number) => `event: progress\nid: 1-${percent}\ndata: ${JSON.stringify(progress(percent))}\n\n`;
const END = 'event: end\nid: 1-end\ndata: {"job_id": "x-1", "state": "completed"}\n\n';

interface Asked {
  accept: string | undefined;
  told: string | undefined;
}

/** A gateway that gives the answers in turn to who asks for events, and a percentage to who asks for JSON. */
async function gateway(t: TestContext, answers: ((response: ServerResponse) => void)[], polled: number[]) {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const { accept, 'last-event-id': told } = request.headers;
    asked.push({ accept, told: told as string | undefined });
    const answer = accept === 'text/event-stream' ? answers.shift() : undefined;
    if (answer) return answer(response);
    response.setHeader('content-type', 'application/json').end(JSON.stringify(progress(polled.shift() ?? 100)));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { asked, url };
}

function stream(...parts: string[]) {
  return (response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const part of parts) response.write(part);
    response.end();
  };
}

async function percents(url: string, signal = new AbortController().signal): Promise<number[]> {
  const told: number[] = [];
  const client = createGatewayClient({ url, apiKey: 'rh_x', signal });
  for await (const { percent } of progressOf(client, 'x-1', signal)) told.push(percent);
  return told;
}

test('follow progress: events are told as they come, however they are cut, and the end is asked for', async (t) => {
  const text = `retry: 3000\n\n${event(10)}: alive\n\n${event(60)}${END}`;
  const pieces = text.match(/[\s\S]{1,17}/g) ?? [];
  const { asked, url } = await gateway(t, [stream(...pieces)], []);
  assert.deepEqual(await percents(url), [10, 60, 100]);
  assert.deepEqual(asked, [
    { accept: 'text/event-stream', told: undefined },
    { accept: 'application/json', told: undefined },
  ]);
});

test('follow progress: a connection that breaks off is taken up again after what was told', async (t) => {
  const cut = (response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(event(10));
    setTimeout(() => response.destroy(), 50);
  };
  const { asked, url } = await gateway(t, [cut, stream(event(70), END)], [20]);
  assert.deepEqual(await percents(url), [10, 20, 70, 100]);
  assert.deepEqual(
    asked.filter(({ accept }) => accept === 'text/event-stream').map(({ told }) => told),
    [undefined, '1-10'],
  );
});

test('follow progress: where there are no events it is asked for', async (t) => {
  const problem = { type: 'x', title: 'x', status: 503, detail: 'Too many.', code: 'too_many_streams' };
  const busy = (response: ServerResponse) => {
    const body = JSON.stringify({ ...problem, instance: '/x', request_id: 'r' });
    response.writeHead(503, { 'content-type': 'application/problem+json' }).end(body);
  };
  const json = (response: ServerResponse) => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify(progress(30)));
  };
  const told = (response: ServerResponse) => response.writeHead(204).end();
  const { url } = await gateway(t, [busy, json, told], [20, 40, 100]);
  assert.deepEqual(await percents(url), [20, 40, 100]);
});

test('follow progress: what is refused is not asked for again', async (t) => {
  const problem = { type: 'x', title: 'x', status: 404, detail: 'There is no job x-1.', code: 'job_not_found' };
  const missing = (response: ServerResponse) => {
    const body = JSON.stringify({ ...problem, instance: '/x', request_id: 'r' });
    response.writeHead(404, { 'content-type': 'application/problem+json' }).end(body);
  };
  const { asked, url } = await gateway(t, [missing], []);
  await assert.rejects(percents(url), { code: 'job_not_found', exitCode: 3 });
  assert.equal(asked.length, 1);
});

test('follow progress: an interrupt ends a connection on which nothing comes', async (t) => {
  const silent = (response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
  };
  const { url } = await gateway(t, [silent], []);
  const interrupt = new AbortController();
  setTimeout(() => interrupt.abort(), 100);
  await assert.rejects(percents(url, interrupt.signal), { name: 'AbortError' });
});
