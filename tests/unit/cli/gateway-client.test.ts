import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { createGatewayClient } from '../../../src/cli/gateway-client/gateway-client.ts';

const KEY = 'rh_secret_of_the_client';

/** Something that listens where the gateway was meant to be. */
async function listen(t: TestContext, listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function clientOf(url: string, signal = new AbortController().signal) {
  return createGatewayClient({ url, apiKey: KEY, signal });
}

test('gateway client: where nothing listens it says so, with the address and the cause', async (t) => {
  const url = await listen(t, () => undefined);
  const closed = url.replace(/\d+$/, '9');
  await assert.rejects(clientOf(closed).job('a'), (error: Error & { code?: string; exitCode?: number }) => {
    assert.deepEqual([error.code, error.exitCode], ['gateway_unreachable', 4]);
    assert.match(
      error.message,
      /^The gateway at http:\/\/127\.0\.0\.1:9 cannot be reached \(.+\)\. Is the stack running\?/,
    );
    return true;
  });
});

test('gateway client: a web server that is not the gateway is told from it', async (t) => {
  const url = await listen(t, (_, response) => {
    response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad Gateway</h1>');
  });
  await assert.rejects(clientOf(url).job('a'), {
    code: 'unexpected_answer',
    exitCode: 4,
    status: 502,
    message: `${url} answered 502 with text/html, not with JSON. Is RHUMBLINE_GATEWAY_URL the gateway's address?`,
  });
});

test('gateway client: JSON of another shape is not taken for an answer', async (t) => {
  const url = await listen(t, (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"hello": "world"}');
  });
  await assert.rejects(clientOf(url).job('a'), { code: 'unexpected_answer', exitCode: 4, status: 200 });
});

test('gateway client: the API key does not follow a redirect', async (t) => {
  const followed: (string | undefined)[] = [];
  const elsewhere = await listen(t, (request, response) => {
    followed.push(request.url);
    response.end('{}');
  });
  const url = await listen(t, (_, response) => response.writeHead(307, { location: `${elsewhere}/taken` }).end());
  await assert.rejects(clientOf(url).job('a'), { code: 'unexpected_answer', status: 307 });
  assert.deepEqual(followed, []);
});

test('gateway client: ids cannot leave their place in the path', async (t) => {
  const asked: (string | undefined)[] = [];
  const url = await listen(t, (request, response) => {
    asked.push(request.url);
    response.writeHead(404).end();
  });
  const client = clientOf(url);
  await Promise.allSettled([client.job('../../admin?x=1'), client.lookUp('a&b=c')]);
  assert.deepEqual(asked.sort(), [
    '/api/status/job/..%2F..%2Fadmin%3Fx%3D1',
    '/api/status/lookup?request_id=a%26b%3Dc',
  ]);
});

test('gateway client: an interrupt breaks off a request', async (t) => {
  const url = await listen(t, () => undefined);
  const interrupt = new AbortController();
  const answer = clientOf(url, interrupt.signal).job('a');
  setTimeout(() => interrupt.abort(), 20);
  await assert.rejects(answer, { name: 'AbortError' });
});

const BODY = { workflow_id: 'echo_test' };
const ACCEPTED = JSON.stringify({ job_id: 'a', workflow_id: 'echo_test', status: 'pending', created: true });
const IN_FLIGHT = JSON.stringify({
  ...{ type: 't', title: 't', status: 409, detail: 'd', code: 'idempotency_key_in_flight' },
  ...{ instance: '/', request_id: 'r' },
});

/** Answers by these in turn, and notes under which keys it was asked. */
async function inTurn(t: TestContext, answers: RequestListener[]) {
  const keys: (string | string[] | undefined)[] = [];
  const url = await listen(t, (request, response) => {
    keys.push(request.headers['idempotency-key']);
    answers.shift()?.(request, response);
  });
  return { keys, client: clientOf(url) };
}

const cutOff: RequestListener = (request) => void request.socket.destroy();
const json =
  (status: number, body: string): RequestListener =>
  (_, response) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(body);

test('gateway client: a creation whose answer is lost is asked for again, under the same key', async (t) => {
  const { keys, client } = await inTurn(t, [cutOff, json(409, IN_FLIGHT), json(202, ACCEPTED), json(202, ACCEPTED)]);
  assert.equal((await client.submitJob(BODY)).job_id, 'a');
  assert.match(String(keys[0]), /^[0-9a-f-]{36}$/);
  assert.deepEqual(keys, [keys[0], keys[0], keys[0]]);
  await client.submitJob(BODY);
  assert.notEqual(keys[3], keys[0], 'another creation has a key of its own');
});

const AWAY = JSON.stringify({ ...JSON.parse(IN_FLIGHT), status: 503, code: 'domain_unavailable' });

test('gateway client: a creation that meets a restart behind the gateway is asked for again, when it says', async (t) => {
  const away: RequestListener = (_, response) =>
    void response.writeHead(503, { 'content-type': 'application/problem+json', 'retry-after': '1' }).end(AWAY);
  const { keys, client } = await inTurn(t, [away, json(202, ACCEPTED), away, away, away, away]);
  const began = performance.now();
  assert.equal((await client.submitJob(BODY)).job_id, 'a');
  assert.ok(performance.now() - began >= 1_000, 'it waits as long as it is asked to');
  assert.deepEqual(keys, [keys[0], keys[0]]);
  await assert.rejects(client.submitJob(BODY), { code: 'domain_unavailable' });
  assert.equal(keys.length, 5);
});

test('gateway client: a creation whose answers are lost each time is given up', async (t) => {
  const { keys, client } = await inTurn(t, [cutOff, cutOff, cutOff, cutOff]);
  await assert.rejects(client.submitJob(BODY), { code: 'gateway_unreachable' });
  assert.equal(keys.length, 3);
});

test('gateway client: what would be done twice is not sent twice', async (t) => {
  const { keys, client } = await inTurn(t, [cutOff, json(200, '{}')]);
  await assert.rejects(client.approve('a', 1, {}), { code: 'gateway_unreachable' });
  assert.deepEqual(keys, [undefined]);
});
