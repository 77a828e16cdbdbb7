import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, describe, test } from 'node:test';
import { createApiKey } from '../../src/assets/api-keys/create-api-key.ts';
import { stackEnv } from '../support/stack.ts';
import { poolOf, statements } from './support/database.ts';
import { type Answer, type Client, clientOf, clientWith, echoSubmission, untilProcessed } from './support/gateway.ts';
import { suiteLifetime } from './support/lifetime.ts';

const lifetime = suiteLifetime();
const platform_id = `reads-${randomUUID().slice(0, 8)}`;
const admin = clientWith();
let client: Client;
/** Oldest first. */
const assets: { asset_id: string; request_id: string; job_id: string }[] = [];

before(async () => {
  await statements(stackEnv('DATABASE_URL'), [
    `INSERT INTO rhumbline.platforms (platform_id, display_name, required_refs)
     VALUES ('${platform_id}', 'Reads', ARRAY['dataset_id', 'resource_id'])`,
  ]);
  client = await clientOf(lifetime, { scopes: ['submit', 'read', 'review'], platform_id });
  for (let index = 0; index < 5; index += 1) {
    const submission = echoSubmission({ platform_id });
    const { body } = await client.post('/api/platform/submit', submission);
    const asset_id = String(body.asset_id);
    assets.push({ asset_id, request_id: submission.request_id, job_id: `${asset_id}-v1-r0` });
  }
  await Promise.all(assets.map(({ request_id }) => untilProcessed(client, request_id)));
  assert.equal((await client.post(`/api/assets/${assets[0]?.asset_id}/versions/1/approve`, {})).status, 200);
});

/** All items of a list, page by page, as its Link headers lead. */
async function walk(who: Client, first: string, items: string): Promise<{ pages: number; found: Item[] }> {
  const found: Item[] = [];
  let pages = 0;
  for (let path: string | undefined = first; path !== undefined; pages += 1) {
    const { status, headers, body }: Answer = await who.get(path);
    assert.equal(status, 200, `${path}: ${JSON.stringify(body)}`);
    found.push(...(body[items] as Item[]));
    path = /^<([^>]+)>; rel="next"$/.exec(headers.get('link') ?? '')?.[1];
    assert.equal(path === undefined, body.next_cursor === null, 'Link and next_cursor say the same');
  }
  return { pages, found };
}

type Item = Record<string, unknown>;

describe('lists', () => {
  test('go through everything once, in either order, whatever the size of the pages', async () => {
    const ids = assets.map(({ asset_id }) => asset_id);
    for (const [query, expected, pages] of [
      ['', ids.toReversed(), 1],
      ['?limit=1', ids.toReversed(), 5],
      ['?limit=2&order=asc', ids, 3],
      ['?limit=5&order=asc', ids, 1],
    ] as const) {
      const walked = await walk(client, `/api/assets${query}`, 'assets');
      assert.deepEqual([walked.found.map(({ asset_id }) => asset_id), walked.pages], [expected, pages], query);
    }
    const jobs = await walk(client, '/api/status/jobs?limit=2&order=asc', 'jobs');
    assert.deepEqual(
      jobs.found.map(({ job_id }) => job_id),
      assets.map(({ job_id }) => job_id),
    );
  });

  test('are filtered by what their items have', async () => {
    const approved = assets[0]?.asset_id;
    const all = assets.map(({ asset_id }) => asset_id);
    const { created_at } = (await client.get(`/api/assets/${all[2]}`)).body;
    for (const [query, expected] of [
      ['approval_state=approved', [approved]],
      ['approval_state=pending_review', all.slice(1)],
      ['processing_state=completed', all],
      ['processing_state=failed', []],
      ['clearance=uncleared&data_type=raster', all],
      ['clearance=public', []],
      ['data_type=vector', []],
      ['workflow_id=echo_test', all],
      ['workflow_id=another', []],
      [`platform_id=${platform_id}`, all],
      ['created_after=2100-01-01T00:00:00Z', []],
      ['created_before=2100-01-01T01:00:00%2B01:00', all],
      // An offset that RFC 3339 has and PostgreSQL has not.
      ['created_before=2100-01-01T01:00:00-18:10', all],
      [`created_before=${created_at}`, all.slice(0, 2)],
    ] as const) {
      const { found } = await walk(client, `/api/assets?order=asc&limit=2&${query}`, 'assets');
      assert.deepEqual(
        found.map(({ asset_id }) => asset_id),
        expected,
        query,
      );
    }
    for (const [query, count] of [
      ['state=completed', 5],
      ['state=failed', 0],
      ['workflow_id=echo_test', 5],
      [`asset_id=${approved}`, 1],
    ] as const) {
      assert.equal((await walk(client, `/api/status/jobs?${query}`, 'jobs')).found.length, count, query);
    }
  });

  test('take no cursor that is not theirs', async () => {
    const { next_cursor } = (await client.get('/api/assets?limit=2')).body;
    const cursor = String(next_cursor);
    const middle = cursor[20] === 'A' ? 'B' : 'A';
    for (const path of [
      '/api/assets?cursor=x',
      '/api/assets?cursor=%00',
      `/api/assets?cursor=${cursor.slice(0, 20)}${middle}${cursor.slice(21)}`,
      `/api/assets?cursor=${cursor}=`,
      `/api/assets?order=asc&cursor=${cursor}`,
      `/api/assets?clearance=public&cursor=${cursor}`,
      `/api/status/jobs?cursor=${cursor}`,
      `/api/assets?cursor=${Buffer.from('["1","x"]').toString('base64url')}`,
    ]) {
      const { status, body } = await client.get(path);
      assert.deepEqual([status, body.code, body.errors?.[0]?.parameter], [400, 'invalid_cursor', 'cursor'], path);
    }
    assert.equal((await client.get(`/api/assets?limit=3&cursor=${cursor}`)).status, 200, 'the size may change');
  });

  test('name the parameter that is wrong', async () => {
    const asset = `/api/assets/${assets[0]?.asset_id}`;
    for (const [path, parameter, code] of [
      ['/api/assets?limit=-1', 'limit', 'invalid_format'],
      ['/api/assets?limit=0', 'limit', 'invalid_value'],
      ['/api/assets?limit=1e9', 'limit', 'invalid_format'],
      ['/api/assets?limit=1000000000', 'limit', 'invalid_value'],
      ['/api/assets?limit=501', 'limit', 'invalid_value'],
      ['/api/assets?limit=1&limit=2', 'limit', 'wrong_type'],
      ['/api/assets?order=sideways', 'order', 'invalid_value'],
      ['/api/assets?colour=red', 'colour', 'unknown_field'],
      ['/api/assets?__proto__=1', '__proto__', 'unknown_field'],
      ['/api/assets?clearance=secret', 'clearance', 'invalid_value'],
      ['/api/assets?created_after=yesterday', 'created_after', 'invalid_format'],
      ['/api/assets?created_after=0000-01-01T00:00:00Z', 'created_after', 'invalid_value'],
      ['/api/assets?created_after=9999-12-31T23:59:59-18:00', 'created_after', 'invalid_value'],
      [`/api/assets?cursor=${'x'.repeat(1001)}`, 'cursor', 'out_of_range'],
      ['/api/assets?workflow_id=%00', 'workflow_id', 'invalid_format'],
      ['/api/assets/nonsense', 'asset_id', 'invalid_format'],
      [`${asset}?verbose=1`, 'verbose', 'unknown_field'],
      [`${asset}/versions/0`, 'ordinal', 'invalid_format'],
      ['/api/status/jobs?state=asleep', 'state', 'invalid_value'],
      ['/api/status/jobs?asset_id=x', 'asset_id', 'invalid_format'],
      ['/api/status/job/NO!', 'job_id', 'invalid_format'],
    ] as const) {
      const { status, body } = await client.get(path);
      assert.deepEqual([status, body.code], [422, 'invalid_request'], path);
      assert.deepEqual([body.errors?.[0]?.parameter, body.errors?.[0]?.code], [parameter, code], path);
    }
  });
});

describe('single things', () => {
  test('an asset and its versions', async () => {
    const asset_id = assets[0]?.asset_id;
    const { body, headers } = await client.get(`/api/assets/${asset_id}`);
    assert.deepEqual(
      [body.platform_id, body.data_type, body.clearance, body.latest_ordinal, body.newest_ordinal],
      [platform_id, 'raster', 'uncleared', 1, 1],
    );
    assert.deepEqual(
      [body.processing_state, body.approval_state, body.workflow_id],
      ['completed', 'approved', 'echo_test'],
    );
    assert.match(headers.get('etag') ?? '', /^"2\.[0-9a-f]{16}"$/);
    assert.equal((await client.get(`/api/assets/${asset_id}/versions/latest`)).body.version_ordinal, 1);
    const pending = `/api/assets/${assets[1]?.asset_id}`;
    const none = await client.get(`${pending}/versions/latest`);
    assert.deepEqual([none.status, none.body.code], [404, 'version_not_found']);
    assert.equal((await client.get(pending)).body.latest_ordinal, null);
    const { versions } = (await client.get(`${pending}/versions?approval_state=pending_review`)).body;
    assert.equal((versions as Item[]).length, 1);
    assert.deepEqual((await client.get(`${pending}/versions?approval_state=approved`)).body.versions, []);
  });

  test('what has not changed is not sent again', async () => {
    const pool = poolOf(lifetime, stackEnv('DATABASE_URL'), 1);
    const { key } = await createApiKey(pool, { name: 'etags', scopes: ['read'], platform_id });
    const asset = assets[0];
    for (const path of [
      `/api/assets/${asset?.asset_id}`,
      `/api/assets/${asset?.asset_id}/versions/1`,
      `/api/assets/${asset?.asset_id}/versions`,
      `/api/status/job/${asset?.job_id}`,
      '/api/status/jobs?state=completed',
    ]) {
      const ask = (headers: Record<string, string>) =>
        fetch(`${stackEnv('RHUMBLINE_GATEWAY_URL')}${path}`, { headers: { 'X-API-Key': key, ...headers } });
      const first = await ask({});
      const etag = first.headers.get('etag') ?? '';
      assert.match(etag, /^(W\/)?".+"$/, path);
      assert.equal(first.headers.get('cache-control'), 'private, no-cache', path);
      await first.body?.cancel();
      const again = await ask({ 'If-None-Match': etag });
      assert.deepEqual([again.status, await again.text()], [304, ''], path);
      const other = await ask({ 'If-None-Match': '"another"' });
      assert.equal(other.status, 200, path);
      await other.body?.cancel();
      const unacceptable = await ask({ Accept: 'text/html' });
      assert.deepEqual(
        [unacceptable.status, ((await unacceptable.json()) as Answer['body']).code],
        [406, 'not_acceptable'],
        path,
      );
    }
  });

  test('a job, its nodes and its trail', async () => {
    const job = `/api/status/job/${assets[0]?.job_id}`;
    const { events } = (await client.get(`${job}/events?limit=3`)).body;
    assert.deepEqual(
      (events as Item[]).map(({ kind }) => kind),
      ['AssetVersion:Submitted', 'Job:Created', 'Job:Running'],
    );
    const stats = (await client.get('/api/status/stats')).body;
    assert.deepEqual(
      (stats.by_workflow as Item[]).map(({ workflow_id, completed }) => [workflow_id, completed]),
      [['echo_test', 5]],
    );
    assert.equal((await client.get('/api/status/job/nobody/events')).body.code, 'job_not_found');
  });
});

describe('what only those who run the service see', () => {
  const places = /blob_path|table_name|current_job_id|submitted_by"|"actor|"before|"priority/;

  test('is not in what clients are told', async () => {
    const { asset_id, job_id } = assets[0] ?? {};
    for (const path of [
      `/api/assets/${asset_id}/versions/1`,
      `/api/status/job/${job_id}/events`,
      `/api/jobs/${job_id}/timeline`,
    ]) {
      const [seen, all] = await Promise.all([client.get(path), admin.get(path)]);
      assert.doesNotMatch(JSON.stringify(seen.body).replace('"submitted_by":null', ''), places, path);
      assert.match(JSON.stringify(all.body), places, path);
    }
  });

  test('is whose credentials a reviewer had who gave no name', async () => {
    const path = `/api/assets/${assets[0]?.asset_id}/versions/1`;
    assert.equal((await client.get(path)).body.reviewer, null);
    assert.match(String((await admin.get(path)).body.reviewer), /^api-key:[0-9a-z]{12}$/);
  });

  test('is behind the scope admin', async () => {
    for (const [path, field] of [
      ['/api/admin/active-jobs', 'jobs'],
      ['/api/admin/recent-events?limit=2', 'events'],
      ['/api/admin/recent-events?kind=Job:Created&limit=2', 'events'],
      ['/api/admin/orphans', 'orphans'],
      ['/api/admin/running-nodes', 'nodes'],
      ['/api/admin/failed-nodes', 'nodes'],
    ] as const) {
      assert.equal((await client.get(path)).body.code, 'insufficient_scope', path);
      const { status, body } = await admin.get(path);
      assert.deepEqual([status, Array.isArray(body[field])], [200, true], JSON.stringify(body));
    }
    assert.equal((await client.get('/api/assets?deleted=true')).body.code, 'insufficient_scope');
    assert.equal((await admin.get('/api/assets?deleted=true')).status, 200);
  });

  test('is how the service is and is set up, without secrets', async () => {
    const health = (await admin.get('/api/admin/health')).body;
    assert.equal(health.status, 'healthy', JSON.stringify(health));
    const open = (await clientWith('').get('/api/gateway/health')).body;
    assert.equal(open.status, 'healthy');
    assert.equal((await admin.get('/api/proxy/health')).body.status, 'healthy');
    const { settings } = (await admin.get('/api/admin/config')).body as { settings: Record<string, unknown> };
    assert.equal(settings.DATABASE_URL_GATEWAY, '(set)');
    assert.equal(settings.RHUMBLINE_SERVICE_KEY, '(set)');
    assert.equal(settings.RHUMBLINE_DOMAIN_URL, stackEnv('RHUMBLINE_DOMAIN_URL'));
    for (const path of ['/api/admin/health', '/api/admin/config', '/api/proxy/health']) {
      assert.equal((await client.get(path)).body.code, 'insufficient_scope', path);
    }
  });
});
