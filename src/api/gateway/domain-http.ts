import { type IncomingMessage, type RequestOptions, request as requestByHttp } from 'node:http';
import { request as requestByHttps } from 'node:https';
import { domainUnavailable } from './domain-away.ts';

/** Seconds after which a client may ask again. */
const RETRY_S = 5;

export interface Outgoing extends Pick<RequestOptions, 'method' | 'path'> {
  headers?: Record<string, string>;
  body?: string;
  signal: AbortSignal;
}

/** By Node's own client, which does a fraction of the work of fetch for a small request. It follows no redirects. */
export function reach(base: RequestOptions, { body, ...options }: Outgoing): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const request = base.protocol === 'https:' ? requestByHttps : requestByHttp;
  request({ ...base, ...options }, resolve)
    .on('error', (cause) => reject(domainUnavailable(RETRY_S, cause)))
    .end(body);
  return promise;
}

export function isSuccess({ statusCode = 0 }: IncomingMessage): boolean {
  return statusCode >= 200 && statusCode < 300;
}

/**
 * @throws ProblemError `domain_unavailable` where it breaks off: a domain API that dies in mid-answer looks like this, and one whose
 * time is over, also where the end of the connection would be the end of the answer
 */
export async function readToEnd(response: IncomingMessage, signal: AbortSignal): Promise<string> {
  try {
    const all = await wholeText(response);
    signal.throwIfAborted();
    return all;
  } catch (cause) {
    throw domainUnavailable(RETRY_S, cause);
  }
}

/** By its events: to go through it as an iterable takes three times as long, for an answer that has come in one piece. */
function wholeText(response: IncomingMessage): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let all = '';
  response
    .setEncoding('utf8')
    .on('data', (part: string) => {
      all += part;
    })
    .on('end', () => resolve(all))
    .on('error', reject)
    .on('close', () => reject(new Error('the answer has no end')));
  return promise;
}
