import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { connect } from 'node:net';
import { describe, type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import express, { type Express } from 'express';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { createApp } from '../../../src/api/shared/app.ts';
import { healthRouter } from '../../../src/api/shared/health.ts';
import { type ServerOptions, startServer } from '../../../src/api/shared/server.ts';

const log = pino({ level: 'silent' });

async function start(
  t: TestContext,
  app: (readiness: { accepting: boolean }) => Express,
  over: Partial<ServerOptions> = {},
) {
  const readiness = { accepting: false };
  const server = await startServer({
    ...{ app: app(readiness), host: '127.0.0.1', port: 0, log, readiness, drain_ms: 1_000 },
    ...over,
  });
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= server.stop();
    return stopped;
  };
  t.after(stop);
  return { ...server, url: `http://127.0.0.1:${server.port}`, stop };
}

const plain = () =>
  createApp({
    metrics: new Registry(),
    log,
    routers: [express.Router().post('/body', express.text(), (_q, s) => void s.end())],
  });

/** What comes back for these bytes, until the server closes the connection. */
async function raw(
  port: number,
  ...parts: string[]
): Promise<{ status: number; head: string; body: Record<string, unknown> }> {
  const socket = connect(port, '127.0.0.1');
  let said = '';
  socket.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  for (const part of parts) socket.write(part);
  await once(socket, 'close');
  const [head = '', body = ''] = said.split('\r\n\r\n');
  return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1]), head, body: JSON.parse(body || '{}') };
}

describe('what never becomes a request is answered with a problem, and the connection closed', () => {
  const timeouts = { headers: 1_000, request: 2_000 };
  for (const [what, parts, status, code] of [
    ['what is no HTTP', ['hello\r\n\r\n'], 400, 'malformed_request'],
    ['a header with NUL', ['GET / HTTP/1.1\r\nHost: x\r\nX-A: \0\r\n\r\n'], 400, 'malformed_request'],
    [
      'two lengths',
      ['POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n'],
      400,
      'malformed_request',
    ],
    [
      'a length and chunks',
      ['POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n'],
      400,
      'malformed_request',
    ],
    ['no host', ['POST /body HTTP/1.1\r\nConnection: close\r\n\r\n'], 400, 'malformed_request'],
    ['two hosts', ['POST /body HTTP/1.1\r\nHost: x\r\nHost: y\r\nConnection: close\r\n\r\n'], 400, 'malformed_request'],
    [
      'a body in a coding that is not undone',
      [
        'POST /body HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\nConnection: close\r\n\r\n1\r\nx\r\n0\r\n\r\n',
      ],
      400,
      'malformed_request',
    ],
    ['a path that is too long', [`GET /${'x'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`], 431, 'headers_too_large'],
    [
      'headers that are too long',
      [`GET / HTTP/1.1\r\nHost: x\r\nX-A: ${'x'.repeat(20_000)}\r\n\r\n`],
      431,
      'headers_too_large',
    ],
    ['headers that do not end', ['GET / HTTP/1.1\r\nHost: x\r\n'], 408, 'request_timeout'],
    ['nothing at all', [], 408, 'request_timeout'],
    [
      'a body that does not end',
      ['POST /body HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 9\r\n\r\n', 'some'],
      408,
      'request_timeout',
    ],
  ] as const) {
    test(`${what}: ${status} ${code}`, async (t) => {
      const { port } = await start(t, plain, { timeouts });
      const answer = await raw(port, ...parts);
      assert.deepEqual([answer.status, answer.body.code, answer.body.status], [status, code, status]);
      assert.match(answer.head, /^Content-Type: application\/problem\+json\r$/m);
      assert.match(answer.head, new RegExp(`^X-Request-Id: ${answer.body.request_id}\r$`, 'm'));
    });
  }

  test('and what was being answered is not spoiled', async (t) => {
    const { port } = await start(t, () =>
      createApp({
        metrics: new Registry(),
        log,
        routers: [
          express.Router().get('/half', (_request, response) => {
            response.setHeader('Content-Length', '8').write('half');
          }),
        ],
      }),
    );
    const socket = connect(port, '127.0.0.1');
    let said = '';
    socket.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    socket.write('GET /half HTTP/1.1\r\nHost: x\r\n\r\n');
    while (!said.includes('half')) await sleep(10);
    socket.write('nonsense\r\n\r\n');
    await once(socket, 'close');
    assert.match(said, /\r\n\r\nhalf$/);
  });
});

describe('a client that does not read', () => {
  /** Answers `/big` with more than the buffers on the way hold, and counts the answers begun. */
  function big() {
    const begun = { count: 0 };
    const app = () =>
      createApp({
        metrics: new Registry(),
        log,
        routers: [
          express.Router().get('/big', (_request, response) => {
            begun.count += 1;
            response.end(Buffer.alloc(20_000_000));
          }),
          express.Router().get('/late', async (_request, response) => {
            await sleep(300);
            response.end('late');
          }),
        ],
      });
    return { app, begun };
  }
  const GET = (path: string) => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`;

  test('has one answer begun, however many it asks for, and loses its connection', async (t) => {
    const { app, begun } = big();
    const { port } = await start(t, app, { timeouts: { stall: 300 }, drain_ms: 0 });
    const socket = connect(port, '127.0.0.1').pause();
    socket.write(GET('/big').repeat(10));
    await sleep(200);
    assert.equal(begun.count, 1);
    await sleep(1_300);
    let read = 0;
    for await (const chunk of socket.on('error', () => {})) read += (chunk as Buffer).length;
    assert.ok(read < 20_000_000, `${read} bytes`);
    assert.equal(begun.count, 1);
  });

  test('is not one that waits for its answer, or asks for several and reads them', async (t) => {
    const { port } = await start(t, big().app, { timeouts: { stall: 100 }, drain_ms: 0 });
    const socket = connect(port, '127.0.0.1');
    socket.write(GET('/late').repeat(2) + GET('/late').replace('Host', 'Connection: close\r\nHost'));
    let said = '';
    for await (const chunk of socket) said += String(chunk);
    assert.equal(said.match(/\r\n\r\nlate/g)?.length, 3);
  });

  test('may not have hundreds of requests wait', async (t) => {
    const { app, begun } = big();
    const { port } = await start(t, app, { drain_ms: 0 });
    const socket = connect(port, '127.0.0.1').on('error', () => {});
    socket.pause().write(GET('/big').repeat(18));
    socket.resume();
    await once(socket, 'close');
    assert.equal(begun.count, 1);
  });
});

test('beyond its limit of connections a server closes new ones at once', async (t) => {
  const { port } = await start(t, plain, { max_connections: 1, drain_ms: 0 });
  const first = connect(port, '127.0.0.1');
  await once(first, 'connect');
  const second = connect(port, '127.0.0.1').resume();
  second.on('error', () => {});
  await once(second, 'close');
  assert.ok(!first.destroyed);
  first.destroy();
});

describe('a server that is told to stop', () => {
  /** Answers `/slow` after so long, once a request is there. */
  function slow(ms: number) {
    const began = Promise.withResolvers<void>();
    const app = (readiness: { accepting: boolean }) =>
      createApp({
        metrics: new Registry(),
        log,
        routers: [
          healthRouter(async () => ({}), readiness),
          express.Router().get('/slow', async (_request, response) => {
            began.resolve();
            await sleep(ms);
            response.json({ done: true });
          }),
        ],
      });
    return { app, began: began.promise };
  }

  test('fails readiness first, while it still answers; then refuses; ends what is under way; then is gone', async (t) => {
    const { app, began } = slow(2_500);
    const { url, port, stop } = await start(t, app);
    const agent = new Agent({ keepAlive: true });
    t.after(() => agent.destroy());
    const answer = new Promise<unknown>((resolve, reject) => {
      get(`${url}/slow`, { agent }, (response) => {
        response.resume().once('end', () => resolve([response.statusCode, response.headers.connection]));
      }).once('error', reject);
    });
    await began;
    const began_at = performance.now();
    const stopped = stop();
    const ready = await fetch(`${url}/health/ready`);
    assert.deepEqual([ready.status, ((await ready.json()) as { status: string }).status], [503, 'stopping']);
    assert.equal(ready.headers.get('connection'), 'close', 'the next one goes elsewhere');
    await sleep(1_500);
    await assert.rejects(fetch(`http://127.0.0.1:${port}/health/live`), 'no new connections');
    assert.deepEqual(await answer, [200, 'close']);
    await stopped;
    // Not after the 8 s of patience, or the 65 s for which an idle connection is kept.
    assert.ok(performance.now() - began_at < 8_000, `${performance.now() - began_at} ms`);
  });
});
