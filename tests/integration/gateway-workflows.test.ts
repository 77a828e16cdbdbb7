import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { before, describe, test } from 'node:test';
import { stackEnv } from '../support/stack.ts';
import { type Answer, type Client, clientOf, clientWith, GATEWAY } from './support/gateway.ts';
import { suiteLifetime } from './support/lifetime.ts';

const lifetime = suiteLifetime();
const admin = clientWith();
let client: Client;
before(async () => {
  client = await clientOf(lifetime, { scopes: ['submit', 'read'], platform_id: null });
});

describe('workflows', () => {
  test('are listed, and told of one by one', async () => {
    const { workflows } = (await client.get('/api/workflows')).body as { workflows: { workflow_id: string }[] };
    const ids = workflows.map(({ workflow_id }) => workflow_id);
    assert.ok(ids.includes('raster_ingest') && ids.includes('echo_test'));
    assert.deepEqual(ids, ids.toSorted());
    const { body } = await client.get('/api/workflows/raster_ingest');
    assert.deepEqual([body.workflow_id, body.is_valid, body.diagnostics], ['raster_ingest', true, undefined]);
    assert.deepEqual(
      (body.nodes as { node_id: string }[]).map(({ node_id }) => node_id),
      [
        'validate',
        'plan_tiles',
        'by_size',
        'to_cog',
        'tiles',
        'tiles_made',
        'mosaic',
        'preview',
        'footprint',
        'register',
      ],
    );
    const { blob_name } = body.inputs as Record<string, { type: string; required: boolean }>;
    assert.deepEqual([blob_name?.type, blob_name?.required], ['string', true]);
    assert.ok(Array.isArray((await admin.get('/api/workflows/raster_ingest')).body.diagnostics));
  });

  test('come as YAML and as the plan that would run', async () => {
    const response = await fetch(`${GATEWAY}/api/workflows/echo_test/yaml`, {
      headers: { 'X-API-Key': stackEnv('RHUMBLINE_API_KEY') },
    });
    assert.equal(response.headers.get('content-type'), 'application/yaml');
    assert.equal(await response.text(), readFileSync('workflows/echo_test.yaml', 'utf8'));
    const plan = (await client.get('/api/workflows/echo_test/plan')).body;
    assert.deepEqual([plan.workflow_id, plan.plan_format], ['echo_test', 1]);
    assert.equal(plan.plan_hash, (await client.get('/api/workflows/echo_test')).body.plan_hash);
  });

  test('that are not there, and names that are none', async () => {
    for (const path of ['echo_tset', 'echo_tset/yaml', 'echo_tset/plan']) {
      const { status, body } = await client.get(`/api/workflows/${path}`);
      assert.deepEqual([status, body.code], [404, 'workflow_not_found'], path);
      assert.match(String(body.detail), /Did you mean .*echo_test/i);
    }
    for (const name of ['..%2f..%2fetc%2fpasswd', 'A', 'x'.repeat(65), 'echo_test.yaml']) {
      const { status, body } = await client.get(`/api/workflows/${name}/plan`);
      assert.deepEqual([status, body.code], [422, 'invalid_request'], name);
    }
  });
});

describe('a batch of jobs', () => {
  const submit = (jobs: unknown, who = client): Promise<Answer> => who.post('/api/gateway/submit/batch', { jobs });
  const echo = (message: string) => ({ workflow_id: 'echo_test', input_params: { message } });

  test('each is accepted or refused by itself, and the same jobs again are the same', async () => {
    const jobs = [
      echo(randomUUID()),
      { workflow_id: 'echo_tset' },
      echo(randomUUID()),
      { workflow_id: 'echo_test', input_params: { steps: 'many' } },
    ];
    const [first, again] = [await submit(jobs), await submit(jobs)];
    assert.deepEqual([first.status, first.body.accepted, first.body.refused], [202, 2, 2]);
    const results = first.body.results as { job: { job_id: string } | null; problem: Answer['body'] | null }[];
    assert.deepEqual(
      results.map(({ job, problem }) => problem?.code ?? /^echo_test-[0-9a-f]{16}$/.test(String(job?.job_id))),
      [true, 'unknown_workflow', true, 'invalid_inputs'],
    );
    assert.equal(results[1]?.problem?.errors?.[0]?.pointer, '/jobs/1/workflow_id');
    assert.match(String(results[3]?.problem?.errors?.[0]?.pointer), /^\/jobs\/3\/input_params/);
    assert.deepEqual(
      (again.body.results as typeof results).map(({ job }) => job?.job_id),
      results.map(({ job }) => job?.job_id),
    );
  });

  test('has 1 to 100 of them, every one in good form', async () => {
    assert.equal((await submit(Array.from({ length: 100 }, () => echo('the same')))).body.accepted, 100);
    for (const [jobs, pointer] of [
      [[], '/jobs'],
      [Array.from({ length: 101 }, () => echo('x')), '/jobs'],
      [[echo('x'), { workflow_id: 'echo_test', priority: 11 }], '/jobs/1/priority'],
      [[{ ...echo('x'), colour: 'red' }], '/jobs/0/colour'],
    ] as const) {
      const { status, body } = await submit(jobs);
      assert.deepEqual([status, body.code, body.errors?.[0]?.pointer], [422, 'invalid_request', pointer]);
    }
  });

  test('is for keys that are bound to no platform', async () => {
    const bound = await clientOf(lifetime, { scopes: ['submit'], platform_id: 'ddh' });
    assert.equal((await submit([echo('x')], bound)).body.code, 'platform_not_allowed');
  });
});
