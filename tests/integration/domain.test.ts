import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, test } from 'node:test';
import { signServiceToken } from '../../src/api/shared/service-token.ts';
import type { Scope } from '../../src/assets/api-keys/api-key.ts';
import { stackEnv } from '../support/stack.ts';
import { echoSubmission } from './support/gateway.ts';

const DOMAIN = stackEnv('RHUMBLINE_DOMAIN_URL');
const KEY = new TextEncoder().encode(stackEnv('RHUMBLINE_SERVICE_KEY'));

interface Asking {
  scopes?: readonly Scope[];
  platform_id?: string | null;
  /** Sent as the header; the token is always for `r-1`. */
  request_id?: string;
  /** What the token is for, where that is another request. */
  meant?: { method?: string; path?: string };
  key?: Uint8Array;
}

async function ask(path: string, body: unknown, asking: Asking = {}) {
  const { scopes = ['submit', 'review'], platform_id = null, request_id = 'r-1', key = KEY, meant = {} } = asking;
  const identity = { actor: 'api-key:test', scopes, platform_id };
  const token = signServiceToken(key, { identity, request_id: 'r-1', method: 'POST', path, ...meant });
  return answer(path, body, { Authorization: `Bearer ${token}`, 'X-Request-Id': request_id });
}

async function answer(path: string, body: unknown, headers: Record<string, string>) {
  const response = await fetch(`${DOMAIN}${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const SUBMIT = '/api/v1/domain/submit';

describe('the domain API', () => {
  test('believes a token of the gateway, for one request', async () => {
    assert.equal((await ask(SUBMIT, echoSubmission())).status, 202);
    for (const replay of [
      { request_id: 'r-2' },
      { meant: { path: '/api/jobs/submit/echo_test' } },
      { meant: { path: `${SUBMIT}/` } },
      { meant: { method: 'DELETE' } },
      { meant: { method: 'GET' } },
    ]) {
      const { status, body } = await ask(SUBMIT, echoSubmission(), replay);
      assert.deepEqual([status, body.code], [401, 'invalid_service_token'], JSON.stringify(replay));
    }
  });

  test('believes nobody else: no token, an API key, a token under another key', async () => {
    const submission = echoSubmission();
    for (const { status, body } of [
      await answer(SUBMIT, submission, {}),
      await answer(SUBMIT, submission, { 'X-API-Key': stackEnv('RHUMBLINE_API_KEY') }),
      await answer(SUBMIT, submission, { Authorization: 'Bearer x.y.z' }),
      await ask(SUBMIT, submission, { key: new TextEncoder().encode('k'.repeat(40)) }),
    ]) {
      assert.deepEqual([status, body.code], [401, 'invalid_service_token']);
    }
  });

  test('checks scopes and platform once more', async () => {
    const version = `/api/v1/domain/assets/${'0'.repeat(32)}/versions/1`;
    for (const [path, body, asking, status, code] of [
      [SUBMIT, echoSubmission(), { scopes: ['read', 'review'] }, 403, 'insufficient_scope'],
      [SUBMIT, echoSubmission(), { platform_id: 'other' }, 403, 'platform_not_allowed'],
      [`${version}/approve`, {}, { scopes: ['submit'] }, 403, 'insufficient_scope'],
      [`${version}/approve`, {}, {}, 404, 'version_not_found'],
      ['/api/jobs/submit/echo_test', {}, { platform_id: 'ddh' }, 403, 'platform_not_allowed'],
      ['/api/jobs/submit/echo_test', {}, { platform_id: 'ddh', scopes: ['admin'] }, 403, 'platform_not_allowed'],
      [
        '/api/jobs/batches',
        { jobs: [{ workflow_id: 'echo_test' }] },
        { platform_id: 'ddh', scopes: ['admin'] },
        403,
        'platform_not_allowed',
      ],
      ['/api/jobs/run', { spec: 'x' }, { platform_id: 'ddh', scopes: ['admin'] }, 403, 'platform_not_allowed'],
      ['/api/jobs/nobody/retry', { outputs: { a: 1 } }, { scopes: ['submit'] }, 403, 'insufficient_scope'],
      ['/api/jobs/nobody/retry', { item_outputs: { a: { b: 1 } } }, { scopes: ['submit'] }, 403, 'insufficient_scope'],
      [
        '/api/jobs/nobody/retry',
        { outputs: { a: 1 } },
        { platform_id: 'ddh', scopes: ['admin'] },
        403,
        'platform_not_allowed',
      ],
      ['/api/jobs/nobody/cancel', {}, {}, 404, 'job_not_found'],
    ] as const) {
      const { status: found, body: problem } = await ask(path, body, asking);
      assert.deepEqual([found, problem.code], [status, code], `${path} ${JSON.stringify(asking)}`);
    }
  });

  test('refuses a job under a key that was used with other inputs', async () => {
    const idempotency_key = randomUUID();
    const job = (message: string) => ({ idempotency_key, input_params: { message } });
    const first = await ask('/api/jobs/submit/echo_test', job('a'));
    const again = await ask('/api/jobs/submit/echo_test', job('a'));
    assert.equal(again.body.job_id, first.body.job_id);
    const other = await ask('/api/jobs/submit/echo_test', job('b'));
    assert.deepEqual([other.status, other.body.code], [422, 'idempotency_key_reused']);
  });
});
