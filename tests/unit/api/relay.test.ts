import assert from 'node:assert/strict';
import type { IncomingHttpHeaders } from 'node:http';
import { type TestContext, test } from 'node:test';
import { z } from 'zod';
import { isDomainAway } from '../../../src/api/gateway/domain-away.ts';
import { createDomainRelay } from '../../../src/api/gateway/relay.ts';
import { ProblemError } from '../../../src/api/shared/problem.ts';
import { verifyServiceToken } from '../../../src/api/shared/service-token.ts';
import { serve } from './support/server.ts';

const KEY = new TextEncoder().encode('a key of at least thirty-two characters');
const CALLER = {
  identity: { actor: 'api-key:abc', scopes: ['submit'] as const, platform_id: 'ddh' },
  context: { request_id: 'r-1', traceparent: '00-11111111111111111111111111111111-2222222222222222-01' },
};
const ANSWER = z.object({ job_id: z.string().optional() });
const POST = { method: 'POST', path: '/x', body: {} } as const;

/** What the relay makes of an answer of the domain API. */
async function relayed(t: TestContext, status: number, body: string, headers: Record<string, string> = {}) {
  const url = await serve(t, (_request, response) => response.writeHead(status, headers).end(body));
  try {
    return await createDomainRelay({ url, service_key: KEY }).send(POST, CALLER, ANSWER);
  } catch (error) {
    assert.ok(error instanceof ProblemError, String(error));
    return error;
  }
}

const problem = (code: string, over: object = {}) => JSON.stringify({ code, detail: 'Why.', ...over });

test('the answer of the domain comes back', async (t) => {
  assert.deepEqual(await relayed(t, 202, '{"job_id":"j"}'), { body: { job_id: 'j' }, etag: null, replayed: false });
  const headers = { ETag: '"3"', 'Idempotent-Replayed': 'true' };
  assert.deepEqual(await relayed(t, 202, '{}', headers), { body: {}, etag: '"3"', replayed: true });
});

test('the request carries the caller, the request id and the trace', async (t) => {
  let seen: IncomingHttpHeaders = {};
  const url = await serve(t, (request, response) => {
    seen = request.headers;
    response.end('{}');
  });
  await createDomainRelay({ url, service_key: KEY }).send({ ...POST, idempotency_key: 'a "key"' }, CALLER, ANSWER);
  assert.equal(seen['idempotency-key'], String.raw`"a \"key\""`);
  assert.equal(seen['x-request-id'], 'r-1');
  assert.equal(seen.traceparent, CALLER.context.traceparent);
  const token = seen.authorization?.replace('Bearer ', '') ?? '';
  assert.deepEqual(verifyServiceToken(KEY, token), {
    identity: CALLER.identity,
    ...{ method: 'POST', path: '/x', request_id: 'r-1' },
  });
});

test('the token is for the path as the domain sees it, without its query', async (t) => {
  const seen: string[] = [];
  const url = await serve(t, async (request, response) => {
    const { method, path } = verifyServiceToken(KEY, request.headers.authorization?.replace('Bearer ', '') ?? '');
    seen.push(`${request.method} ${request.url}`, `${method} ${path}`);
    response.end('{}');
  });
  const odd = encodeURIComponent(`é !"#$%&'()*+,/:;<=>?@[\\]^_\`{|}~`);
  await createDomainRelay({ url, service_key: KEY }).get(`/x/${odd}?a='b'&c=/d`, CALLER, ANSWER);
  assert.deepEqual(seen, [`GET /x/${odd}?a='b'&c=/d`, `GET /x/${odd}`]);
});

for (const [status, code] of [
  [400, 'malformed_json'],
  [404, 'version_not_found'],
  [409, 'unresolved_version'],
  [422, 'source_not_found'],
] as const) {
  test(`${status} ${code} passes through with its faults`, async (t) => {
    const errors = [{ pointer: '/a', code: 'x', message: 'y' }];
    const error = await relayed(t, status, problem(code, { errors, secret: 'left behind' }));
    assert.ok(error instanceof ProblemError);
    assert.equal(error.code, code);
    assert.equal(error.message, 'Why.');
    assert.deepEqual(error.faults, errors);
  });
}

for (const [what, status, body] of [
  ['500', 500, problem('internal_error')],
  ['503', 503, problem('storage_unavailable')],
  ['an HTML page', 502, '<html>'],
  ['a refused token', 401, problem('invalid_service_token')],
  ['a code that is not known here', 409, problem('brand_new')],
  ['a code under the wrong status', 409, problem('internal_error')],
  ['an answer that is no JSON', 404, 'nope'],
  ['a success that is no JSON', 200, 'nope'],
  ['a success without a body', 204, ''],
  ['a success of another form', 202, '{"job_id":7}'],
  ['a path that is not there, which nobody asked for', 404, problem('not_found')],
] as const) {
  test(`${what} becomes domain_error and says nothing of it`, async (t) => {
    const error = await relayed(t, status, body);
    assert.ok(error instanceof ProblemError);
    assert.equal(error.code, 'domain_error');
    assert.equal(error.message, 'The request failed behind the gateway. Quote the request_id.');
  });
}

test('the wait that the domain asks for is handed on', async (t) => {
  const error = await relayed(t, 503, problem('storage_unavailable'), { 'Retry-After': '7' });
  assert.ok(error instanceof ProblemError);
  assert.deepEqual(error.headers, { 'Retry-After': '7' });
});

for (const [status, code] of [
  [503, 'too_many_streams'],
  [503, 'compiler_busy'],
  [429, 'too_many_jobs'],
] as const) {
  test(`a limit of the domain is no failure: ${code} passes through, with the wait`, async (t) => {
    const error = await relayed(t, status, problem(code), { 'Retry-After': '30' });
    assert.ok(error instanceof ProblemError);
    assert.deepEqual([error.code, error.message, error.headers], [code, 'Why.', { 'Retry-After': '30' }]);
  });
}

test('a wait that is no number of seconds is not', async (t) => {
  const error = await relayed(t, 503, problem('storage_unavailable'), { 'Retry-After': 'soon\xff' });
  assert.ok(error instanceof ProblemError);
  assert.deepEqual(error.headers, {});
});

test('when the relay stops, nothing is waited for any more', async (t) => {
  const asked = Promise.withResolvers<void>();
  const relay = createDomainRelay({ url: await serve(t, () => asked.resolve()), service_key: KEY });
  const sent = assert.rejects(relay.send(POST, CALLER, ANSWER), { code: 'domain_unavailable' });
  await asked.promise;
  await relay.stop();
  await sent;
});

test('a domain API that is not there is domain_unavailable, with a time to try again', async () => {
  const relay = createDomainRelay({ url: 'http://127.0.0.1:9', service_key: KEY });
  await assert.rejects(relay.send(POST, CALLER, ANSWER), {
    code: 'domain_unavailable',
    headers: { 'Retry-After': '5' },
  });
});

for (const status of [202, 409]) {
  test(`an answer ${status} that breaks off is domain_unavailable as well, and counts as such`, async (t) => {
    const url = await serve(t, (_request, response) => {
      response.writeHead(status, { 'Content-Length': '100' }).write('{"job_id"');
      setTimeout(() => response.destroy(), 20);
    });
    const breaker = async <T>(ask: () => Promise<T>): Promise<T> => {
      await assert.rejects(ask, (error) => isDomainAway(error));
      throw new Error('counted');
    };
    const alone = createDomainRelay({ url, service_key: KEY });
    await assert.rejects(alone.send(POST, CALLER, ANSWER), {
      code: 'domain_unavailable',
      headers: { 'Retry-After': '5' },
    });
    await assert.rejects(createDomainRelay({ url, service_key: KEY, breaker }).send(POST, CALLER, ANSWER), /counted/);
  });
}
