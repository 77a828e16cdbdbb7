import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { resultOfError, resultOfStatus } from '../../../src/activities/attempt_webhook/outcome-of.ts';
import { postCallback } from '../../../src/activities/attempt_webhook/post.ts';
import { isPublicAddress } from '../../../src/activities/attempt_webhook/public-address.ts';
import { addressesOf, receiverOf } from '../../../src/activities/attempt_webhook/receiver.ts';
import { FaultError } from '../../../src/plan/fault.ts';

const NOWHERE_ELSE = { local_hosts: [] };
const LOCAL = { local_hosts: ['localhost'] };
const isRefusal = (error: unknown) => error instanceof FaultError && error.fault.code === 'callback_address_refused';

describe('addresses', () => {
  for (const address of [
    ...['127.0.0.1', '127.255.255.254', '0.0.0.0', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
    ...['169.254.169.254', '100.64.0.1', '100.100.100.200', '168.63.129.16', '192.0.0.192', '192.0.2.1'],
    ...['198.18.0.1', '198.51.100.7', '203.0.113.9', '224.0.0.1', '240.0.0.1', '255.255.255.255'],
    ...['::1', '::', '::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:8.8.8.8', '::7f00:1', '64:ff9b::7f00:1'],
    ...['fc00::1', 'fd00:ec2::254', 'fe80::1', 'fe80::1%eth0', 'ff02::1', '2001:db8::1', '2002:7f00:1::1'],
    ...['2001::1', '3fff::1', '64:ff9b:1::1', '100::1', 'localhost', '', '8.8.8'],
  ]) {
    it(`${address} is no public one`, () => assert.equal(isPublicAddress(address), false));
  }
  for (const address of ['8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:4700:4700::1111', '2001:4860:4860::8888']) {
    it(`${address} is a public one`, () => assert.equal(isPublicAddress(address), true));
  }
});

describe('a callback_url', () => {
  it('is https, without credentials, and whatever its address is written as, a public one', () => {
    for (const url of [
      ...['http://example.com/', 'ftp://example.com/', 'https://u:p@example.com/', 'nothing'],
      ...['https://127.0.0.1/', 'https://2130706433/', 'https://0x7f.1/', 'https://0177.0.0.1/', 'https://127.1/'],
      ...['https://[::1]/', 'https://[::ffff:127.0.0.1]/', 'https://[fd00::1]:8443/', 'https://169.254.169.254/x'],
      ...[
        'http://localhost/',
        'http://127.0.0.1/',
        'https://localhost/',
        'https://LOCALHOST./',
        'https://a.localhost/',
      ],
      ...['https://example.com:0/', 'https://8.8.8.8:00/'],
      ...['https://gateway/', 'https://gateway./', 'https://ip6-loopback:8443/'],
    ]) {
      assert.throws(() => receiverOf(url, NOWHERE_ELSE), isRefusal);
    }
    assert.equal(receiverOf('https://example.com:8443/a?b=c', NOWHERE_ELSE).host, 'example.com');
    assert.equal(receiverOf('https://8.8.8.8/', NOWHERE_ELSE).host, '8.8.8.8');
    assert.equal(receiverOf('https://[2606:4700::1111]/', NOWHERE_ELSE).host, '2606:4700::1111');
  });

  it('may be a local one where the setting has its host, and no other', () => {
    assert.equal(receiverOf('http://localhost:8080/', LOCAL).is_local, true);
    assert.throws(() => receiverOf('http://127.0.0.1:8080/', LOCAL), isRefusal);
    assert.throws(() => receiverOf('http://localhost.example.com/', LOCAL), isRefusal);
    assert.equal(receiverOf('https://localhost.example.com/', LOCAL).is_local, false);
  });

  it('whose name has one address that is not public is refused, and the address is not told', async () => {
    const resolve = async () => [
      { address: '8.8.8.8', family: 4 },
      { address: '10.1.2.3', family: 4 },
    ];
    const receiver = receiverOf('https://rebound.example/', NOWHERE_ELSE);
    await assert.rejects(addressesOf(receiver, resolve), (error: Error) => {
      assert.match(error.message, /public addresses only, and rebound\.example is or has another/);
      assert.doesNotMatch(error.message, /10\.1/);
      return true;
    });
  });
});

/** A real receiver, on an address of this machine. */
async function receiver(
  t: TestContext,
  answer: RequestListener,
): Promise<{ port: number; requests: IncomingMessage[] }> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, requests };
}

const answering =
  (status: number, headers: Record<string, string> = {}) =>
  (_: IncomingMessage, response: ServerResponse) =>
    response.writeHead(status, headers).end('ok');

const { signal } = new AbortController();
const post = (url: string, more = {}) =>
  postCallback(
    { url, headers: { 'webhook-id': 'msg_1' }, body: '{"ü":1}' },
    { policy: LOCAL, signal, timeout_ms: 5_000, ...more },
  );

describe('a post', () => {
  it('brings the body and the headers, and the status back', async (t) => {
    let body = '';
    const { port, requests } = await receiver(t, (request, response) => {
      request.on('data', (chunk: Buffer) => {
        body += chunk.toString('utf8');
      });
      request.on('end', () => response.writeHead(204).end());
    });
    assert.equal(await post(`http://localhost:${port}/hook?x=1`), 204);
    assert.equal(body, '{"ü":1}');
    const [request] = requests;
    assert.deepEqual([request?.method, request?.url], ['POST', '/hook?x=1']);
    assert.equal(request?.headers['webhook-id'], 'msg_1');
    assert.equal(request?.headers['content-type'], 'application/json');
    assert.equal(request?.headers['content-length'], '8');
  });

  it('connects to the address that was looked at: the name is resolved once', async (t) => {
    const { port } = await receiver(t, answering(200));
    let asked = 0;
    const resolve = async (host: string) => {
      asked += 1;
      assert.equal(host, 'named.example');
      return [{ address: '127.0.0.1', family: 4 }];
    };
    const policy = { local_hosts: ['named.example'] };
    assert.equal(await post(`http://named.example:${port}/`, { policy, resolve }), 200);
    assert.equal(asked, 1);
  });

  it('goes nowhere when the name has a private address by now, or on the second look', async (t) => {
    const { port, requests } = await receiver(t, answering(200));
    const answers = ['8.8.8.8', '127.0.0.1'];
    const resolve = async () => [{ address: answers.shift() ?? '', family: 4 }];
    const looked = receiverOf(`https://rebound.example:${port}/`, NOWHERE_ELSE);
    assert.deepEqual(await addressesOf(looked, resolve), [{ address: '8.8.8.8', family: 4 }]);
    await assert.rejects(post(`https://rebound.example:${port}/`, { policy: NOWHERE_ELSE, resolve }), isRefusal);
    await assert.rejects(post(`https://127.0.0.1:${port}/`, { policy: NOWHERE_ELSE }), isRefusal);
    assert.equal(requests.length, 0);
  });

  it('does not follow redirects', async (t) => {
    const target = await receiver(t, answering(200));
    const { port } = await receiver(t, answering(307, { Location: `http://localhost:${target.port}/` }));
    assert.equal(await post(`http://localhost:${port}/`), 307);
    assert.equal(target.requests.length, 0);
  });

  it('reads no more of an answer than there is need for', async (t) => {
    const ended = Promise.withResolvers<number>();
    const { port } = await receiver(t, (_, response) => {
      let sent = 0;
      const more = () => {
        sent += 65_536;
        if (!response.destroyed) response.write(Buffer.alloc(65_536), () => setImmediate(more));
      };
      response.on('close', () => ended.resolve(sent));
      response.writeHead(200);
      more();
    });
    assert.equal(await post(`http://localhost:${port}/`), 200);
    const sent = await ended.promise;
    assert.ok(sent < 100_000_000, `${sent} bytes`);
  });

  it('waits so long and no longer', async (t) => {
    const { port } = await receiver(t, () => {});
    const started = performance.now();
    await assert.rejects(post(`http://localhost:${port}/`, { timeout_ms: 200 }), { name: 'TimeoutError' });
    assert.ok(performance.now() - started < 4_000);
  });
});

describe('what becomes of an attempt', () => {
  it('2xx is success, 410 the end, everything else is tried again', () => {
    const shown = (status: number) => {
      const result = resultOfStatus(status);
      return result.is_taken ? 'taken' : `${result.fault.code}${result.is_final ? ' final' : ''}`;
    };
    assert.deepEqual([200, 202, 204, 299].map(shown), Array(4).fill('taken'));
    assert.deepEqual([301, 302, 307, 308].map(shown), Array(4).fill('callback_redirected'));
    assert.equal(shown(410), 'callback_gone final');
    assert.deepEqual([400, 401, 404, 429, 500, 503, 100].map(shown), Array(7).fill('callback_not_taken'));
  });

  it('an error is named without the address in it', () => {
    const codeOf = (error: unknown) => {
      const result = resultOfError(error);
      assert.ok(!result.is_taken && !result.is_final && !/10\.0/.test(result.fault.message));
      return result.fault.code;
    };
    const nodes = (code: string, syscall = 'connect') =>
      Object.assign(new Error(`${syscall} ${code} 10.0.0.1:443`), { code, syscall });
    assert.equal(codeOf(nodes('ECONNREFUSED')), 'callback_unreachable');
    assert.equal(codeOf(new AggregateError([nodes('ECONNRESET')])), 'callback_unreachable');
    for (const code of ['ENOTFOUND', 'EAI_AGAIN']) {
      assert.equal(codeOf(nodes(code, 'getaddrinfo')), 'callback_unresolved');
    }
    for (const code of ['ENODATA', 'ETIMEOUT', 'ECONNREFUSED']) {
      assert.equal(codeOf(nodes(code, 'queryA')), 'callback_unresolved');
    }
    assert.equal(codeOf(nodes('DEPTH_ZERO_SELF_SIGNED_CERT')), 'callback_failed');
    assert.equal(codeOf(new DOMException('over', 'TimeoutError')), 'callback_timeout');
    assert.equal(codeOf('?'), 'callback_failed');
  });
});
