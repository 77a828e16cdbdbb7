import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { type TestContext, test } from 'node:test';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { z } from 'zod';
import { domainUnavailable, isDomainAway } from '../../../src/api/gateway/domain-away.ts';
import { createDomainRelay } from '../../../src/api/gateway/relay.ts';
import { createBreaker } from '../../../src/api/shared/circuit-breaker.ts';
import { ProblemError } from '../../../src/api/shared/problem.ts';
import { serve } from './support/server.ts';

const CALLER = {
  identity: { actor: 'api-key:abc', scopes: ['submit'] as const, platform_id: 'ddh' },
  context: { request_id: 'r-1', traceparent: '00-11111111111111111111111111111111-2222222222222222-01' },
};

/** A relay whose breaker two failures in a row open, to a domain API at this address. */
function relayTo(url: string, timeout_ms?: number) {
  const breaker = createBreaker({
    ...{ dependency: 'domain_api', failures: 2, pause_ms: 60_000, metrics: new Registry() },
    log: pino({ level: 'silent' }),
    isFailure: isDomainAway,
    refusal: domainUnavailable,
  });
  return createDomainRelay({ url, service_key: new Uint8Array(32), breaker, ...(timeout_ms && { timeout_ms }) });
}

/** The codes that four requests in a row come to, and how many of them reached the domain API. */
async function fourTimes(t: TestContext, status: number, body: string) {
  let reached = 0;
  const url = await serve(t, (_request, response) => {
    reached += 1;
    if (status === 0) response.destroy();
    else response.writeHead(status).end(body);
  });
  const relay = relayTo(url);
  const codes: string[] = [];
  for (const _ of [1, 2, 3, 4]) {
    const error = await relay
      .send({ method: 'POST', path: '/x', body: {} }, CALLER, z.unknown())
      .catch((thrown: unknown) => thrown);
    assert.ok(error instanceof ProblemError, String(error));
    codes.push(`${error.code} ${error.headers['Retry-After'] ?? ''}`.trim());
  }
  return { reached, codes };
}

const problem = (code: string) => JSON.stringify({ code, detail: 'Why.' });
const four = (code: string) => [code, code, code, code];

test('a domain API that breaks connections is not asked for a while, and clients are told for how long', async (t) => {
  const { reached, codes } = await fourTimes(t, 0, '');
  assert.equal(reached, 2);
  assert.deepEqual(codes, [
    'domain_unavailable 5',
    'domain_unavailable 5',
    'domain_unavailable 60',
    'domain_unavailable 60',
  ]);
});

for (const [what, status, body] of [
  ['a proxy that finds nobody behind it', 502, '<html>'],
  ['a proxy that waited in vain', 504, ''],
  ['a domain API without its database', 503, problem('database_unavailable')],
] as const) {
  test(`${what} opens the breaker as well`, async (t) => {
    const { reached, codes } = await fourTimes(t, status, body);
    assert.equal(reached, 2);
    assert.deepEqual(
      codes.map((code) => code.split(' ')[0]),
      [...four('domain_error').slice(2), ...four('domain_unavailable').slice(2)],
    );
  });
}

for (const [what, status, body, expected] of [
  ['409', 409, problem('unresolved_version'), 'unresolved_version'],
  ['422', 422, problem('source_not_found'), 'source_not_found'],
  ['404 of no code', 404, 'nope', 'domain_error'],
  ['401 for a wrong service key', 401, problem('invalid_service_token'), 'domain_error'],
  ['429', 429, problem('too_many_jobs'), 'too_many_jobs'],
  ['500', 500, problem('internal_error'), 'domain_error'],
  ['503 of a part', 503, problem('storage_unavailable'), 'domain_error'],
  ['503 of a limit', 503, problem('compiler_busy'), 'compiler_busy'],
] as const) {
  test(`${what} never opens it`, async (t) => {
    assert.deepEqual(await fourTimes(t, status, body), { reached: 4, codes: four(expected) });
  });
}

for (const [what, begin] of [
  ['does not answer', () => {}],
  ['does not end its answer', (response) => response.writeHead(200, { 'Content-Length': '9' }).write('{')],
  ['does not end an answer of no length', (response) => unmeasured(response).write('{')],
] as const satisfies [string, (response: ServerResponse) => unknown][]) {
  test(`a domain API that hangs and ${what} in time opens it`, async (t) => {
    let reached = 0;
    const url = await serve(t, (_request, response) => {
      reached += 1;
      begin(response);
    });
    const relay = relayTo(url, 100);
    for (const _ of [1, 2, 3, 4]) {
      await assert.rejects(relay.get('/x', CALLER, z.unknown()), { code: 'domain_unavailable' });
    }
    assert.equal(reached, 2);
  });
}

/** Its end is the end of the connection. */
function unmeasured(response: ServerResponse): ServerResponse {
  response.useChunkedEncodingByDefault = false;
  return response.writeHead(200, { Connection: 'close' });
}

test('clients that go away while they wait do not open it', async (t) => {
  let reached = 0;
  let leaving = new AbortController();
  const url = await serve(t, () => {
    reached += 1;
    leaving.abort();
  });
  const relay = relayTo(url);
  for (const _ of [1, 2, 3]) {
    await assert.rejects(relay.stream('/x', undefined, CALLER, AbortSignal.abort()));
    leaving = new AbortController();
    await assert.rejects(relay.stream('/x', undefined, CALLER, leaving.signal));
  }
  assert.equal(reached, 3);
});
