import { randomUUID } from 'node:crypto';
import { createApiKey, type NewApiKey } from '../../../src/assets/api-keys/create-api-key.ts';
import { eventually, stackEnv } from '../../support/stack.ts';
import { poolOf } from './database.ts';
import type { Lifetime } from './lifetime.ts';

export const GATEWAY = stackEnv('RHUMBLINE_GATEWAY_URL');

/** What tests look at by name in any answer. */
export interface Answer {
  status: number;
  headers: Headers;
  body: {
    code?: string;
    detail?: string;
    errors?: { pointer?: string; parameter?: string; header?: string; code: string; message: string }[];
    [field: string]: unknown;
  };
}

export interface Client {
  get(path: string): Promise<Answer>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  put(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>;
  patch(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>;
  delete(path: string, headers?: Record<string, string>): Promise<Answer>;
}

/** A client of the running gateway, with an API key; with none for an empty one. */
export function clientWith(key: string | undefined = stackEnv('RHUMBLINE_API_KEY'), gateway = GATEWAY): Client {
  return clientBy(key === '' ? {} : { 'X-API-Key': key }, gateway);
}

/** A client that shows who it is by these headers. */
export function clientBy(headers: Record<string, string>, gateway = GATEWAY): Client {
  const ask = async (path: string, init: RequestInit): Promise<Answer> => {
    const response = await fetch(`${gateway}${path}`, init);
    return { status: response.status, headers: response.headers, body: (await response.json()) as Answer['body'] };
  };
  const send = (method: string, path: string, body: unknown, more: Record<string, string> = {}) =>
    ask(path, {
      method,
      headers: { ...headers, ...more, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  return {
    get: (path) => ask(path, { headers }),
    post: (path, body, more) => send('POST', path, body, more),
    put: (path, body, more) => send('PUT', path, body, more),
    patch: (path, body, more) => send('PATCH', path, body, more),
    delete: (path, more) => send('DELETE', path, undefined, more),
  };
}

/** A client with a key of its own. */
export async function clientOf(t: Lifetime, key: Omit<NewApiKey, 'name'>): Promise<Client> {
  const pool = poolOf(t, stackEnv('DATABASE_URL'), 1);
  return clientWith((await createApiKey(pool, { name: 'a test', ...key })).key);
}

/** A submission that needs no blob: its workflow only says something. */
export function echoSubmission(over: Record<string, unknown> = {}) {
  return {
    platform_id: 'ddh',
    platform_refs: { dataset_id: `test-${randomUUID()}`, resource_id: 'R-1' },
    data_type: 'raster',
    workflow_id: 'echo_test',
    input_params: { message: 'hi' },
    request_id: randomUUID(),
    ...over,
  };
}

/** Polls the status, as a client would, until processing has come to an end. */
export function untilProcessed(client: Client, requestId: string): Promise<Answer['body']> {
  return eventually(async () => {
    const { body } = await client.get(`/api/platform/status/${requestId}`);
    if (!['completed', 'failed', 'cancelled'].includes(String(body.processing_state))) {
      throw new Error(`still ${JSON.stringify(body)}`);
    }
    return body;
  });
}
