import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, test } from 'node:test';
import { readItemJob } from '../../src/catalog/read-item-job.ts';
import { poolOf } from './support/database.ts';
import { clientWith, echoSubmission, GATEWAY, untilProcessed } from './support/gateway.ts';
import { untilJob } from './support/jobs.ts';
import { makeRaster } from './support/rasters.ts';
import { blobMade, required } from './support/storage.ts';

const client = clientWith();
const pool = poolOf({ after }, required('DATABASE_URL_DOMAIN'));

test("an item is its asset's: another asset is refused at submit, the next version replaces it when it is approved", async (t) => {
  const collection_id = `test-${randomUUID()}`;
  t.after(() => pool.query('SELECT pgstac.delete_collection($1)', [collection_id]));
  const ref = await blobMade(t, (path) => makeRaster(path));
  const input_params = { ...ref, collection_id, item_id: 'scene' };
  const submission = (over = {}) => ({ ...echoSubmission({ workflow_id: 'raster_ingest', input_params, ...over }) });

  const first = submission();
  const { body } = await client.post('/api/platform/submit', first);
  const done = await untilProcessed(client, first.request_id);
  assert.equal(done.processing_state, 'completed', JSON.stringify(done));
  assert.equal(await readItemJob(pool, collection_id, 'scene'), `${body.asset_id}-v1-r0`);

  for (const item_id of ['scene', `${body.asset_id}-v7-r0`]) {
    const other = await client.post('/api/platform/submit', submission({ input_params: { ...input_params, item_id } }));
    assert.deepEqual([other.status, other.body.code], [409, 'item_belongs_to_another_asset'], item_id);
    assert.deepEqual(
      other.body.errors?.map(({ pointer, code }) => `${pointer} ${code}`),
      ['/input_params/item_id item_belongs_to_another_asset'],
    );
  }

  await client.post(`/api/assets/${body.asset_id}/versions/1/approve`);
  const second = { ...first, request_id: randomUUID() };
  assert.equal((await client.post('/api/platform/submit', second)).status, 202);
  assert.equal((await untilProcessed(client, second.request_id)).processing_state, 'completed');
  assert.equal(await readItemJob(pool, collection_id, 'scene'), `${body.asset_id}-v1-r0`);
  await client.post(`/api/assets/${body.asset_id}/versions/2/approve`);
  assert.equal(await readItemJob(pool, collection_id, 'scene'), `${body.asset_id}-v2-r0`);
});

test('an item of a job without an asset is replaced by any other such job, and by no asset', async (t) => {
  const collection_id = `test-${randomUUID()}`;
  t.after(() => pool.query('SELECT pgstac.delete_collection($1)', [collection_id]));
  const ref = await blobMade(t, (path) => makeRaster(path));
  const body = { workflow_id: 'raster_ingest', input_params: { ...ref, collection_id, item_id: 'scene' } };
  const run = async (over: object, created: boolean) => {
    const { status, body: job } = await client.post('/api/gateway/submit', { ...body, ...over });
    assert.deepEqual([status, job.created], [202, created], JSON.stringify(job));
    await untilJob(String(job.job_id), 'completed');
    return job.job_id;
  };

  const first = await run({}, true);
  assert.equal(await readItemJob(pool, collection_id, 'scene'), first);
  assert.equal(await run({}, false), first);
  const second = await run({ idempotency_key: randomUUID() }, true);
  assert.notEqual(second, first);
  assert.equal(await readItemJob(pool, collection_id, 'scene'), second);

  const asset = echoSubmission({ workflow_id: 'raster_ingest', input_params: body.input_params });
  const refused = await client.post('/api/platform/submit', asset);
  assert.deepEqual([refused.status, refused.body.code], [409, 'item_belongs_to_another_asset']);
  assert.equal(refused.body.errors?.[0]?.pointer, '/input_params/item_id');
  assert.equal(await readItemJob(pool, collection_id, 'scene'), second);
  const stranger = await fetch(`${GATEWAY}/stac/collections/${collection_id}/items/scene`);
  assert.equal(stranger.status, 404, 'an item of jobs without an asset is for administrators');
});

test("a job without an asset takes no asset's item, whatever the state of its version", async (t) => {
  const collection_id = `test-${randomUUID()}`;
  t.after(() => pool.query('SELECT pgstac.delete_collection($1)', [collection_id]));
  const ref = await blobMade(t, (path) => makeRaster(path));
  const input_params = { ...ref, collection_id, item_id: 'scene' };
  const submission = echoSubmission({ workflow_id: 'raster_ingest', input_params });
  const { body } = await client.post('/api/platform/submit', submission);
  assert.equal((await untilProcessed(client, submission.request_id)).processing_state, 'completed');
  const decisions = [() => undefined, () => client.post(`/api/assets/${body.asset_id}/versions/1/approve`)];
  for (const decide of decisions) {
    await decide();
    for (const item_id of ['scene', `${body.asset_id}-v7-r0`]) {
      const job = { workflow_id: 'raster_ingest', input_params: { ...input_params, item_id } };
      const refused = await client.post('/api/gateway/submit', job);
      assert.deepEqual([refused.status, refused.body.code], [409, 'item_belongs_to_another_asset'], item_id);
    }
  }
  assert.equal(await readItemJob(pool, collection_id, 'scene'), `${body.asset_id}-v1-r0`);
});

test('a job without an asset is of no platform: what it registers is for any other such job to replace', async () => {
  const { body } = await client.post('/api/gateway/submit', {
    workflow_id: 'hello_world',
    idempotency_key: randomUUID(),
  });
  const change = pool.query("UPDATE rhumbline.jobs SET platform_id = 'ddh' WHERE job_id = $1", [body.job_id]);
  await assert.rejects(change, /jobs_of_platform/);
});
