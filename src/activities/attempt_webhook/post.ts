import http from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import { addressesOf, type ReceiverPolicy, receiverOf } from './receiver.ts';
import { type Resolve, resolveByDns } from './resolve.ts';

export interface Callback {
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
}

export interface PostOptions {
  policy: ReceiverPolicy;
  signal: AbortSignal;
  /** From the first look at the name to the answer's headers. */
  timeout_ms: number;
  resolve?: Resolve;
}

/** Of an answer so much is read, and thrown away: only its status counts. */
const READ_BYTES = 16_384;

/**
 * Posts JSON to a receiver, and connects to an address that was looked at: a name is resolved once, for the look and for
 * the connection. Redirects are not followed, no connection is kept, no proxy is asked.
 *
 * @returns the status of the answer
 * @throws FaultError `callback_address_refused`; errors of node:net, node:tls and node:dns; a TimeoutError
 */
export async function postCallback(callback: Callback, options: PostOptions): Promise<number> {
  const { policy, resolve = resolveByDns } = options;
  const receiver = receiverOf(callback.url, policy);
  const timeout = AbortSignal.timeout(options.timeout_ms);
  const signal = AbortSignal.any([options.signal, timeout]);
  const lookup: LookupFunction = (host, { all }, answer) => {
    addressesOf({ host, is_local: receiver.is_local }, resolve).then(
      (addresses) => {
        const [first] = addresses;
        if (first === undefined) answer(new Error(`${host} has no address`), '', 0);
        else if (all) answer(null, addresses);
        else answer(null, first.address, first.family);
      },
      (error: Error) => answer(error, '', 0),
    );
  };
  const { promise, resolve: answered, reject } = Promise.withResolvers<number>();
  const { request } = receiver.url.protocol === 'https:' ? https : http;
  const headers = {
    ...callback.headers,
    'Content-Type': 'application/json',
    'Content-Length': `${Buffer.byteLength(callback.body)}`,
  };
  request(receiver.url, { method: 'POST', headers, lookup, signal, agent: false })
    .on('error', (error) => reject(timeout.aborted ? timeout.reason : error))
    .on('response', (response) => {
      discard(response);
      answered(response.statusCode ?? 0);
    })
    .end(callback.body);
  return promise;
}

function discard(response: http.IncomingMessage): void {
  let left = READ_BYTES;
  response.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) response.destroy();
  });
  // What breaks off after the status is of no interest.
  response.on('error', () => {});
}
