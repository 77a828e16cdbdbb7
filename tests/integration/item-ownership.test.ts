import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, test } from 'node:test';
import { readItemJob } from '../../src/catalog/read-item-job.ts';
import { poolOf } from './support/database.ts';
import { clientWith, echoSubmission, untilProcessed } from './support/gateway.ts';
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

test("an item of a job without an asset is the job's: another job is refused at submit, the same one is not", async (t) => {
  const collection_id = `test-${randomUUID()}`;
  t.after(() => pool.query('SELECT pgstac.delete_collection($1)', [collection_id]));
  const ref = await blobMade(t, (path) => makeRaster(path));
  const body = { workflow_id: 'raster_ingest', input_params: { ...ref, collection_id, item_id: 'scene' } };
  const first = await client.post('/api/gateway/submit', body);
  assert.deepEqual([first.status, first.body.created], [202, true], JSON.stringify(first.body));
  await untilJob(String(first.body.job_id), 'completed');

  const jobs = async () =>
    (
      await pool.query<{ count: number }>('SELECT count(*)::int FROM rhumbline.jobs WHERE inputs::jsonb @> $1', [
        { collection_id },
      ])
    ).rows[0]?.count;
  const same = await client.post('/api/gateway/submit', body);
  assert.deepEqual([same.status, same.body.job_id, same.body.created], [202, first.body.job_id, false]);
  const { input_params } = body;
  for (const other of [
    { ...body, input_params: { ...input_params, title: 'Mine' } },
    { ...body, idempotency_key: randomUUID() },
  ]) {
    const { status, body: problem } = await client.post('/api/gateway/submit', other);
    assert.deepEqual([status, problem.code], [409, 'item_belongs_to_another_asset']);
    assert.equal(problem.errors?.[0]?.pointer, '/input_params/item_id');
  }
  const submission = echoSubmission({ workflow_id: 'raster_ingest', input_params });
  assert.equal((await client.post('/api/platform/submit', submission)).body.code, 'item_belongs_to_another_asset');
  assert.equal(await jobs(), 1, 'nothing was written');
});
