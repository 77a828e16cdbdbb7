import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { createDomainRelay } from '../../src/api/gateway/relay.ts';
import { eventually, ROOT, stackEnv } from '../support/stack.ts';
import { clientWith, echoSubmission, GATEWAY } from './support/gateway.ts';
import { servedGateway } from './support/served-gateway.ts';

const client = clientWith();
const submit = (body: unknown) => client.post('/api/gateway/submit', body);

describe('jobs over the gateway', () => {
  test('the same workflow and inputs are the same job', async () => {
    const job = { workflow_id: 'echo_test', input_params: { message: randomUUID() } };
    const [first, again] = [await submit(job), await submit(job)];
    assert.equal(first.status, 202);
    assert.match(String(first.body.job_id), /^echo_test-[0-9a-f]{16}$/);
    const job_id = first.body.job_id;
    assert.deepEqual(first.body, { job_id, workflow_id: 'echo_test', status: 'pending', created: true });
    assert.equal(first.headers.get('location'), `/api/status/job/${first.body.job_id}`);
    assert.deepEqual([again.status, again.body.job_id, again.body.created], [202, job_id, false]);
    const ended = await eventually(async () => {
      const { body } = await client.get(`/api/status/job/${first.body.job_id}`);
      assert.equal(body.state, 'completed');
      return body;
    });
    assert.deepEqual(Object.keys(ended), [
      ...[
        'job_id',
        'workflow_id',
        'workflow_version',
        'state',
        'is_paused',
        'percent',
        'attempt',
        'asset_id',
        'version_ordinal',
      ],
      ...['created_at', 'started_at', 'ended_at', 'result', 'error'],
    ]);
    assert.ok(String(ended.started_at) <= String(ended.ended_at));
  });

  test('a running job is cancelled within seconds, and only once', async () => {
    const input_params = { message: randomUUID(), steps: 600, step_delay: 0.1 };
    const { body } = await submit({ workflow_id: 'echo_test', input_params });
    const path = `/api/status/job/${body.job_id}`;
    await eventually(async () => assert.equal((await client.get(path)).body.state, 'running'));
    const asked = await client.post(`${path}/cancel`);
    assert.deepEqual([asked.status, asked.body], [202, { job_id: body.job_id, status: 'cancel_requested' }]);
    await eventually(async () => assert.equal((await client.get(path)).body.state, 'cancelled'));
    const again = await client.post(`${path}/cancel`);
    assert.deepEqual([again.status, again.body.code], [409, 'job_already_ended']);
  });

  test('what is not there, and what is no question', async () => {
    for (const [path, status, code] of [
      ['/api/status/job/nobody', 404, 'job_not_found'],
      ['/api/status/job/nobody/nodes', 404, 'job_not_found'],
      ['/api/status/job/NOT_AN_ID!', 422, 'invalid_request'],
      ['/api/platform/status/nobody', 404, 'submission_not_found'],
      [`/api/assets/${'0'.repeat(32)}/versions`, 404, 'asset_not_found'],
      [`/api/assets/${'0'.repeat(32)}/versions/1`, 404, 'version_not_found'],
      [`/api/assets/${'0'.repeat(32)}/versions/0`, 422, 'invalid_request'],
      [`/api/assets/${'0'.repeat(32)}/versions/1e3`, 422, 'invalid_request'],
      ['/api/assets/xyz/versions', 422, 'invalid_request'],
      ['/api/status/lookup', 422, 'invalid_request'],
      ['/api/status/lookup?request_id=a&asset_id=b', 422, 'invalid_request'],
      ['/api/status/lookup?request_id=a&request_id=b', 422, 'invalid_request'],
      ['/api/status/lookup?request_id=nobody', 404, 'job_not_found'],
      ['/api/nowhere', 404, 'not_found'],
    ] as const) {
      const answer = await client.get(path);
      assert.deepEqual([answer.status, answer.body.code], [status, code], path);
    }
  });
});

describe('a gateway whose domain API is away', () => {
  test('answers reads, and 503 with a time to try again to everything else', async (t) => {
    const domain = createDomainRelay({ url: 'http://127.0.0.1:9', service_key: new Uint8Array(32).fill(1) });
    const lonely = clientWith(undefined, await servedGateway(t, { domain }));

    const refused = await lonely.post('/api/platform/submit', echoSubmission());
    assert.deepEqual([refused.status, refused.body.code], [503, 'domain_unavailable']);
    assert.equal(refused.headers.get('retry-after'), '5');
    assert.equal((await lonely.get('/api/platform/status/nobody')).body.code, 'submission_not_found');
    const { status, body } = await lonely.get('/health/ready');
    assert.equal(status, 503);
    const checks = body.checks as Record<string, { status: string }>;
    assert.deepEqual([checks.database?.status, checks.domain_api?.status], ['ok', 'failed']);
  });
});

describe('what both services say of themselves', () => {
  for (const [name, url, checks, copy] of [
    ['the gateway', GATEWAY, ['database', 'domain_api'], 'gateway'],
    ['the domain API', stackEnv('RHUMBLINE_DOMAIN_URL'), ['database', 'temporal', 'storage', 'workflows'], 'domain'],
  ] as const) {
    test(`${name} is live, ready and documented`, async () => {
      const service = clientWith('', url);
      assert.deepEqual((await service.get('/health/live')).body, { status: 'live' });
      const ready = await service.get('/health/ready');
      assert.equal(ready.body.status, 'ready');
      assert.deepEqual(Object.keys(ready.body.checks as object), checks);
      const promised = JSON.parse(readFileSync(join(ROOT, `schemas/${copy}.openapi.json`), 'utf8'));
      assert.deepEqual((await service.get('/openapi.json')).body, promised);
      const docs = await fetch(`${url}/docs`);
      assert.match(await docs.text(), /swagger-ui/);
      assert.equal((await fetch(`${url}/docs/assets/swagger-ui-bundle.js`, { method: 'HEAD' })).status, 200);
    });
  }
});
