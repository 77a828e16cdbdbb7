import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { z } from 'zod';
import { createApp } from '../../../src/api/shared/app.ts';
import { ProblemError } from '../../../src/api/shared/problem.ts';
import { defineRoute } from '../../../src/api/shared/route.ts';
import { routerOf } from '../../../src/api/shared/router.ts';
import { FaultError } from '../../../src/plan/fault.ts';
import { eventually } from '../../support/stack.ts';
import { serve } from './support/server.ts';

const thrown: Record<string, Error> = {
  fault: new FaultError({ code: 'unresolved_version', message: 'Version 1 blocks.' }),
  storage: new FaultError({ code: 'storage_unavailable', message: 'No answer.' }),
  foreign: new FaultError({ code: 'code_of_no_problem', message: 'internal detail' }),
  bug: new TypeError('secret stack and path /etc/x'),
  busy: new ProblemError('too_many_streams', '200 clients follow jobs already.'),
  database: Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' }),
};

const ROUTE = defineRoute({
  method: 'post',
  path: '/things/{name}',
  operation_id: 'makeThing',
  tag: 'Things',
  summary: 'Makes a thing',
  scope: 'submit',
  params: z.object({ name: z.string().max(10) }),
  body: z.strictObject({ throws: z.string().optional() }),
  reply: { status: 202, description: 'Made.', schema: z.object({ name: z.string() }) },
  problems: [],
  handle: async ({ params, body }) => {
    const error = thrown[body.throws ?? ''];
    if (error) throw error;
    const undocumented = { name: params.name, internal: 'not for you' };
    return { body: undocumented, headers: { Location: '/x' } };
  },
});

/** Tells of clients that came. */
const followers = new EventEmitter();

/** What is followed by nobody for long enough to begin. */
const FOLLOWED = defineRoute({
  ...{ method: 'get', path: '/things', operation_id: 'followThings', tag: 'Things', summary: 'Follows', scope: null },
  ...{ reply: { status: 200, description: 'Things.', schema: z.object({}) }, problems: [] },
  handle: async () => ({ body: {} }),
  stream: async (_call, { signal }) => {
    followers.emit('came');
    await once(signal, 'abort');
    throw new ProblemError('domain_unavailable', 'The client has gone.', { cause: signal.reason });
  },
});

async function app(t: TestContext, lines: string[] = []): Promise<string> {
  const log = pino({ level: 'info' }, { write: (line) => lines.push(line) });
  const router = routerOf([ROUTE, FOLLOWED], async (request) => {
    const scope = request.get('x-test-scope');
    if (scope === undefined) throw new ProblemError('missing_api_key', 'Send a key.');
    return { actor: 'test', scopes: scope === 'submit' ? ['submit'] : [], platform_id: null };
  });
  return serve(t, createApp({ metrics: new Registry(), log, routers: [router] }));
}

const HEADERS = { 'content-type': 'application/json', 'x-test-scope': 'submit' };

/** What the tests look at by name. */
type Answer = { code?: string; errors?: { parameter?: string; code: string }[] };

async function ask(url: string, init: RequestInit = {}) {
  const response = await fetch(url, { method: 'POST', headers: HEADERS, body: '{}', ...init });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Answer };
}

test('an answer holds what its schema has, and nothing else', async (t) => {
  const { status, headers, body } = await ask(`${await app(t)}/things/a`);
  assert.equal(status, 202);
  assert.equal(headers.get('location'), '/x');
  assert.deepEqual(body, { name: 'a' });
});

test('a problem has the form of RFC 9457', async (t) => {
  const url = await app(t);
  const headers = { ...HEADERS, 'x-request-id': 'mine-1' };
  const answer = await ask(`${url}/things/a?key=secret`, { headers, body: '{"throws":"fault"}' });
  assert.equal(answer.headers.get('content-type'), 'application/problem+json');
  assert.deepEqual(answer.body, {
    type: 'urn:rhumbline:problem:unresolved_version',
    title: 'An earlier version awaits its review',
    status: 409,
    detail: 'Version 1 blocks.',
    code: 'unresolved_version',
    instance: '/things/a',
    request_id: 'mine-1',
  });
});

for (const [what, init, status, code] of [
  ['broken JSON', { body: '{"a"' }, 400, 'malformed_json'],
  [
    'a body of no declared type',
    { headers: { 'x-test-scope': 'submit', 'content-type': '' } },
    415,
    'unsupported_media_type',
  ],
  [
    'a form',
    { headers: { ...HEADERS, 'content-type': 'application/x-www-form-urlencoded' } },
    415,
    'unsupported_media_type',
  ],
  ['a body over 1 MB', { body: JSON.stringify({ throws: 'x'.repeat(1_100_000) }) }, 413, 'body_too_large'],
  ['an unknown field', { body: '{"x":1}' }, 422, 'invalid_request'],
  ['a forbidden key', { body: '{"__proto__":{}}' }, 422, 'invalid_request'],
  ['a bare number', { body: '5' }, 422, 'invalid_request'],
  ['no identity', { headers: { 'content-type': 'application/json' } }, 401, 'missing_api_key'],
  ['no identity and a broken body', { headers: { 'content-type': 'x' }, body: '{' }, 401, 'missing_api_key'],
  ['too little scope', { headers: { ...HEADERS, 'x-test-scope': 'read' } }, 403, 'insufficient_scope'],
  ['another method', { method: 'PUT' }, 405, 'method_not_allowed'],
  [
    'a charset nobody has',
    { headers: { ...HEADERS, 'content-type': 'application/json; charset=x' } },
    415,
    'unsupported_media_type',
  ],
  [
    'another charset than that of JSON',
    { headers: { ...HEADERS, 'content-type': 'application/json; charset=utf-16le' } },
    415,
    'unsupported_media_type',
  ],
  ['storage away', { body: '{"throws":"storage"}' }, 503, 'storage_unavailable'],
  ['the database away', { body: '{"throws":"database"}' }, 503, 'database_unavailable'],
  ['a bug', { body: '{"throws":"bug"}' }, 500, 'internal_error'],
  ['a fault that is no problem', { body: '{"throws":"foreign"}' }, 500, 'internal_error'],
] as const) {
  test(`${what}: ${status} ${code}`, async (t) => {
    const answer = await ask(`${await app(t)}/things/a`, init);
    assert.equal(answer.status, status);
    assert.equal(answer.body.code, code);
  });
}

test('every answer has the headers that keep browsers from harm, and none that tells of the software', async (t) => {
  const url = await app(t);
  for (const path of ['/things/a', '/nothing', '/things/%zz']) {
    const { headers } = await ask(`${url}${path}`);
    assert.equal(headers.get('x-content-type-options'), 'nosniff', path);
    assert.equal(headers.get('x-frame-options'), 'SAMEORIGIN', path);
    assert.match(headers.get('content-security-policy') ?? '', /default-src 'self'.*object-src 'none'/, path);
    assert.equal(headers.get('cross-origin-resource-policy'), 'same-origin', path);
    assert.deepEqual([headers.get('x-powered-by'), headers.get('server')], [null, null], path);
  }
});

test('a body that is small only on its way is measured by what it comes to', async (t) => {
  const url = `${await app(t)}/things/a`;
  const headers = { ...HEADERS, 'content-encoding': 'gzip' };
  const packed = (text: string) => gzipSync(Buffer.from(text));
  assert.equal((await ask(url, { headers, body: packed('{}') })).status, 202);
  const bomb = packed(`{"throws":"${'x'.repeat(50_000_000)}"}`);
  assert.ok(bomb.length < 100_000);
  assert.equal((await ask(url, { headers, body: bomb })).body.code, 'body_too_large');
  assert.equal((await ask(url, { headers, body: Buffer.from('{}') })).body.code, 'malformed_request');
});

test('what nobody foresaw is logged and not shown', async (t) => {
  const lines: string[] = [];
  const url = await app(t, lines);
  const { body } = await ask(`${url}/things/a`, { body: '{"throws":"bug"}' });
  assert.doesNotMatch(JSON.stringify(body), /secret|etc|TypeError|\.ts/);
  assert.match(lines.join(''), /secret stack and path/);
});

test('a limit that refuses is a warning; what fails is an error, with what it failed of', async (t) => {
  const lines: string[] = [];
  const url = await app(t, lines);
  for (const throws of ['busy', 'database', 'storage'])
    await ask(`${url}/things/a`, { body: JSON.stringify({ throws }) });
  const told = lines.map((line) => JSON.parse(line)).filter(({ code }) => code !== undefined);
  assert.deepEqual(
    told.map(({ level, msg, code, err }) => [pino.levels.labels[level], msg, code, err !== undefined]),
    [
      ['warn', 'Request:Refused', 'too_many_streams', false],
      ['error', 'Request:Failed', 'database_unavailable', true],
      ['error', 'Request:Failed', 'storage_unavailable', true],
    ],
  );
});

test('a retryable problem says when, a wrong method says which are right', async (t) => {
  const url = await app(t);
  assert.equal((await ask(`${url}/things/a`, { body: '{"throws":"storage"}' })).headers.get('retry-after'), '5');
  assert.equal((await ask(`${url}/things/a`, { method: 'PUT' })).headers.get('allow'), 'POST');
});

test('paths that are not there, and paths that cannot be read', async (t) => {
  const url = await app(t);
  assert.equal((await ask(`${url}/nothing`)).body.code, 'not_found');
  assert.equal((await ask(`${url}/things/%zz`)).body.code, 'malformed_request');
  const long = await ask(`${url}/things/${'x'.repeat(11)}`);
  assert.deepEqual(
    long.body.errors?.map(({ parameter, code }) => [parameter, code]),
    [['name', 'out_of_range']],
  );
});

test('request id and trace come back; a hostile one is replaced', async (t) => {
  const url = await app(t);
  const traceparent = '00-11111111111111111111111111111111-2222222222222222-01';
  const kept = await ask(`${url}/things/a`, { headers: { ...HEADERS, 'x-request-id': 'abc', traceparent } });
  assert.equal(kept.headers.get('x-request-id'), 'abc');
  assert.equal(kept.headers.get('traceparent'), traceparent);
  const replaced = await ask(`${url}/things/a`, { headers: { ...HEADERS, 'x-request-id': 'a b', traceparent: 'x' } });
  assert.match(replaced.headers.get('x-request-id') ?? '', /^[0-9a-f-]{36}$/);
  assert.match(replaced.headers.get('traceparent') ?? '', /^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
});

test('a trace of a later version goes on, as far as it is understood', async (t) => {
  const url = await app(t);
  const [trace, span] = ['1'.repeat(32), '2'.repeat(16)];
  const given = async (traceparent: string) =>
    (await ask(`${url}/things/a`, { headers: { ...HEADERS, traceparent } })).headers.get('traceparent');
  for (const later of [`01-${trace}-${span}-01`, `cc-${trace}-${span}-01-what-comes`]) {
    assert.equal(await given(later), `00-${trace}-${span}-01`);
  }
  for (const wrong of [`00-${trace}-${span}-01-more`, `ff-${trace}-${span}-01`, `01-${trace}-${span}-01x`]) {
    assert.doesNotMatch((await given(wrong)) ?? '', new RegExp(trace));
  }
});

test('a client that goes away before its stream begins is no failure', async (t) => {
  const lines: string[] = [];
  const url = await app(t, lines);
  const gone = new AbortController();
  followers.once('came', () => gone.abort());
  await assert.rejects(fetch(`${url}/things`, { headers: { accept: 'text/event-stream' }, signal: gone.signal }));
  await eventually(() => assert.ok(lines.some((line) => line.includes('Request:Done'))));
  // What it came to inside is told after that.
  await sleep(50);
  assert.deepEqual(
    lines.filter((line) => line.includes('Request:Failed')),
    [],
  );
});

test('no credential and no query string is logged', async (t) => {
  const lines: string[] = [];
  const url = await app(t, lines);
  const headers = { ...HEADERS, 'x-api-key': 'rh_k', authorization: 'Bearer tok', cookie: 'c=1' };
  await ask(`${url}/things/a?sig=abc`, { headers });
  assert.match(lines.join(''), /Request:Done/);
  assert.doesNotMatch(lines.join(''), /rh_k|tok|c=1|sig=/);
});

test('a body with bytes that are not UTF-8 is refused, and not stored as something else', async (t) => {
  const url = `${await app(t)}/things/a`;
  for (const bytes of [[0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0xc0, 0xaf]]) {
    const body = Buffer.concat([Buffer.from('{"throws":"'), Buffer.from(bytes), Buffer.from('"}')]);
    const { status, body: problem } = await ask(url, { body });
    assert.deepEqual([status, problem.code], [400, 'malformed_json'], bytes.join());
  }
  assert.equal((await ask(url, { body: '{"throws":"\u00e9"}' })).status, 202);
});
