import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, test } from 'node:test';
import { clientOf } from './support/gateway.ts';
import { client, FAILS_ONCE, ONE_STEP, runSpec, untilJob } from './support/jobs.ts';
import { suiteLifetime } from './support/lifetime.ts';

describe('specs that are sent along', { concurrency: true }, () => {
  test('faults come with their places', async () => {
    const spec = 'workflow_id: x\nversion: 1\nnodes:\n  a: { handler: ecko }\n';
    const answer = await client.post('/api/jobs/run', { spec });
    assert.deepEqual([answer.status, answer.body.code], [422, 'invalid_workflow']);
    const [fault] = answer.body.errors ?? [];
    assert.deepEqual(
      { ...fault, message: undefined },
      { pointer: '/spec', line: 4, column: 17, code: 'unknown-handler', message: undefined },
    );
    assert.match(String(fault?.message), /echo/);
  });

  test('inputs are checked as those of any submission', async () => {
    const answer = await client.post('/api/jobs/run', { spec: ONE_STEP, input_params: { steps: 'many', stops: 1 } });
    assert.deepEqual([answer.status, answer.body.code], [422, 'invalid_inputs']);
    assert.deepEqual(answer.body.errors?.map(({ pointer }) => pointer).sort(), [
      '/input_params/steps',
      '/input_params/stops',
    ]);
  });

  test('a container that is not there is refused', async () => {
    const spec = ONE_STEP.replace('inputs: {', 'inputs: { into: { type: string, format: container },');
    const answer = await client.post('/api/jobs/run', { spec, input_params: { into: 'nowhere' } });
    assert.deepEqual([answer.status, answer.body.code], [422, 'container_not_found']);
    assert.deepEqual(
      answer.body.errors?.map(({ pointer }) => pointer),
      ['/input_params/into'],
    );
  });

  test('blobs are read where data comes in, and from the containers that the spec names itself', async () => {
    const source = (container: string, format = 'container') =>
      ONE_STEP.replace(
        'inputs: {',
        `inputs: { from: { type: string, format: ${format}${container} }, blob: { type: string, format: blob, container_input: from },`,
      );
    const blob = `tests/${randomUUID()}.tif`;
    for (const [spec, from, expected] of [
      [source(''), 'bronze', 'blob source_not_found'],
      [source(''), 'silver', 'from container_not_allowed'],
      [source('', 'blob_part'), 'silver', 'from container_not_allowed'],
      [source(', enum: [silver, bronze]'), 'silver', 'blob source_not_found'],
      [source(', default: silver'), undefined, 'blob source_not_found'],
      [source(', default: silver'), 'payloads', 'from container_not_allowed'],
    ] as const) {
      const answer = await client.post('/api/jobs/run', { spec, input_params: { blob, from } });
      assert.deepEqual(
        answer.body.errors?.map(({ pointer, code }) => `${pointer} ${code}`),
        [`/input_params/${expected}`],
        JSON.stringify(answer.body),
      );
    }
  });

  test('the same spec and inputs are the same job, never that of the registered spec', async () => {
    const body = { spec: ONE_STEP.replace('one_step', `s${Date.now()}`) };
    const [first, again] = [await client.post('/api/jobs/run', body), await client.post('/api/jobs/run', body)];
    assert.equal(first.body.job_id, again.body.job_id);
  });
});

describe('who may', { concurrency: true }, () => {
  const lifetime = suiteLifetime();

  test('a key that only reads sees, and changes nothing', async () => {
    const reader = await clientOf(lifetime, { scopes: ['read'], platform_id: null });
    const jobId = await runSpec(ONE_STEP);
    assert.equal((await reader.get(`/api/jobs/${jobId}/progress`)).status, 200);
    assert.equal((await reader.get(`/api/jobs/${jobId}/timeline`)).status, 200);
    for (const path of ['cancel', 'pause', 'resume', 'retry', 'nodes/first/decision']) {
      assert.equal((await reader.post(`/api/jobs/${jobId}/${path}`, {})).body.code, 'insufficient_scope', path);
    }
    assert.equal((await reader.get('/api/jobs/stats')).body.code, 'insufficient_scope');
    assert.equal((await reader.post('/api/jobs/run', { spec: ONE_STEP })).body.code, 'insufficient_scope');
  });

  test('outputs by hand are for those who run the service: whoever submits retries without', async () => {
    const jobId = await runSpec(FAILS_ONCE);
    await untilJob(jobId, 'failed');
    const submits = await clientOf(lifetime, { scopes: ['read', 'submit'], platform_id: null });
    const bound = await clientOf(lifetime, { scopes: ['admin'], platform_id: 'ddh' });
    const path = `/api/jobs/${jobId}/retry`;
    const outputs = { bad: { echoed_params: { n: 7 }, steps_taken: 0 } };
    const refused = await submits.post(path, { outputs });
    assert.deepEqual([refused.status, refused.body.code], [403, 'insufficient_scope']);
    assert.equal(refused.body.detail, 'Outputs given by hand (outputs) need the scope admin.');
    assert.match(refused.headers.get('www-authenticate') ?? '', /scope="admin"/);
    const items = await submits.post(path, { nodes: ['good'], item_outputs: { bad: { x: {} } } });
    assert.deepEqual([items.status, items.body.code], [403, 'insufficient_scope']);
    const foreign = await bound.post(path, { outputs });
    assert.deepEqual([foreign.status, foreign.body.code], [403, 'platform_not_allowed']);
    assert.equal((await client.get(`/api/status/job/${jobId}`)).body.attempt, 1, 'nothing has changed');
    assert.equal((await submits.post(path)).status, 202);
  });

  test("a key of a platform reaches that platform's jobs and no others", async () => {
    const bound = await clientOf(lifetime, { scopes: ['read', 'submit'], platform_id: 'ddh' });
    const jobId = await runSpec(ONE_STEP);
    for (const path of ['progress', 'timeline']) {
      assert.equal((await bound.get(`/api/jobs/${jobId}/${path}`)).body.code, 'job_not_found');
    }
    for (const path of ['cancel', 'pause', 'retry']) {
      assert.equal((await bound.post(`/api/jobs/${jobId}/${path}`)).body.code, 'job_not_found');
    }
  });
});

describe('figures', () => {
  test('jobs by spec, queues with their workers, and the rate of failures', async (t) => {
    const jobId = await runSpec(FAILS_ONCE);
    await untilJob(jobId, 'failed');
    const { status, body } = await client.get('/api/jobs/stats');
    assert.equal(status, 200, JSON.stringify(body));
    const fails = (body.by_workflow as { workflow_id: string; failed: number }[]).find(
      (s) => s.workflow_id === 'fails',
    );
    assert.ok((fails?.failed ?? 0) >= 1);
    const platform_id = `test-${randomUUID().slice(0, 8)}`;
    const platform = { platform_id, display_name: 'Without jobs', required_refs: ['thing'] };
    assert.equal((await client.post('/api/admin/platforms', platform)).status, 201);
    const bound = await clientOf(t, { scopes: ['admin'], platform_id });
    const own = (await bound.get('/api/jobs/stats')).body;
    assert.deepEqual([own.by_workflow, own.last_day], [[], { ended: 0, failed: 0, rate: null }]);
    const rate = body.last_hour as { ended: number; failed: number; rate: number };
    assert.ok(rate.failed >= 1 && rate.rate > 0 && rate.rate <= 1);
    const queues = body.task_queues as { cost: string; workers: unknown[]; activity_backlog: number }[];
    assert.deepEqual(
      queues.map(({ cost, workers }) => [cost, workers.length >= 1]),
      [
        ['light', true],
        ['heavy', true],
      ],
    );
  });
});
