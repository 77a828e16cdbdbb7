import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { after, test } from 'node:test';
import { searchItems } from '../../src/catalog/search-items.ts';
import { isJsonObject } from '../../src/plan/json.ts';
import { poolOf } from './support/database.ts';
import { clientWith, echoSubmission, untilProcessed } from './support/gateway.ts';
import { runSpec, untilJob } from './support/jobs.ts';
import { gdal, makeRamp, makeRaster } from './support/rasters.ts';
import { blobMade, required, store } from './support/storage.ts';

/** No code in it: a header with it spells the projection out. */
const UTM_BY_PARAMETERS = '+proj=tmerc +lon_0=3.5 +k=0.9996 +x_0=500000 +datum=WGS84 +units=m';

const client = clientWith();
const pool = poolOf({ after }, required('DATABASE_URL_DOMAIN'));

test('everything that clients of old may say of a raster is taken, and is in the item', async (t) => {
  const collection_id = `test-${randomUUID()}`;
  t.after(() => pool.query('SELECT pgstac.delete_collection($1)', [collection_id]));
  let sha256 = '';
  const ref = await blobMade(t, async (path) => {
    await makeRaster(path);
    sha256 = createHash('sha256')
      .update(await readFile(path))
      .digest('hex')
      .toUpperCase();
  });
  const said = {
    title: 'A scene',
    access_level: 'restricted',
    dataset_id: 'DS-1',
    resource_id: 'R 1',
    version_id: 'v1',
  };
  const input_params = {
    ...{ ...ref, ...said, sha256, collection_id, item_id: 'scene.1', tags: ['a', 'b'], input_crs: null },
    ...{ target_crs: 'epsg:32631', raster_type: 'auto', output_tier: 'archive', datetime: '2024-02-29T12:00:00+02:00' },
  };
  const { workflow_id: _, ...submission } = echoSubmission({ input_params });
  const accepted = await client.post('/api/platform/submit', submission);
  assert.equal(accepted.status, 202, JSON.stringify(accepted.body));
  const done = await untilProcessed(client, submission.request_id);
  assert.equal(done.processing_state, 'completed', JSON.stringify(done));
  const [item] = await searchItems(pool, { collections: [collection_id] });
  assert.ok(isJsonObject(item?.properties));
  const { keywords, datetime, ...properties } = item.properties;
  assert.deepEqual([item.id, keywords, datetime], ['scene.1', ['a', 'b'], '2024-02-29T10:00:00.000Z']);
  const kept = Object.fromEntries(Object.keys(said).map((name) => [name, properties[name]]));
  assert.deepEqual(kept, said);
});

for (const [format, place] of [
  ['PNG', { input_crs: 'EPSG:32631', input_bounds: [500000, 4998000, 503000, 5000000] }],
  ['AAIGrid', { input_crs: 'EPSG:32631' }],
  ['netCDF', {}],
] as const) {
  test(`a raster of format ${format} becomes a product that lies where it should`, async (t) => {
    const collection_id = `test-${randomUUID()}`;
    t.after(() => pool.query('SELECT pgstac.delete_collection($1)', [collection_id]));
    const ref = await blobMade(t, async (path) => {
      await makeRamp(`${path}.ramp.tif`, 120, 80, '-ot', 'Byte', '-scale');
      await gdal('gdal_translate', '-q', '-of', format, `${path}.ramp.tif`, path);
    });
    const { workflow_id: _, ...submission } = echoSubmission({ input_params: { ...ref, ...place, collection_id } });
    assert.equal((await client.post('/api/platform/submit', submission)).status, 202);
    const done = await untilProcessed(client, submission.request_id);
    assert.equal(done.processing_state, 'completed', JSON.stringify(done));
    const [item] = await searchItems(pool, { collections: [collection_id] });
    assert.ok(isJsonObject(item?.properties));
    assert.deepEqual(item.properties['proj:transform'], [25, 0, 500000, 0, -25, 5000000]);
  });
}

test('a wish for another CRS is refused at submit where it shows, with nothing written', async (t) => {
  const ref = await blobMade(t, (path) => makeRaster(path));
  const submit = async (crs: object) => {
    const { workflow_id: _, ...submission } = echoSubmission({ input_params: { ...ref, ...crs } });
    return { submission, answer: await client.post('/api/platform/submit', submission) };
  };
  const declared = { input_crs: 'EPSG:25831' };
  for (const [crs, is] of [
    [{ target_crs: 'EPSG:3857' }, 'EPSG:32631'],
    [{ target_crs: 'epsg:32631', ...declared }, 'EPSG:25831'],
  ] as const) {
    const { submission, answer } = await submit(crs);
    assert.deepEqual([answer.status, answer.body.code], [422, 'unsupported_input'], JSON.stringify(answer.body));
    assert.deepEqual(
      answer.body.errors?.map(({ pointer, code }) => `${pointer} ${code}`),
      ['/input_params/target_crs unsupported_input'],
    );
    assert.match(String(answer.body.detail), new RegExp(`^The raster is in ${is}, and its target_crs is EPSG:3`));
    assert.equal((await client.get(`/api/platform/status/${submission.request_id}`)).status, 404);
    const refs = JSON.stringify(submission.platform_refs);
    const { rowCount } = await pool.query('SELECT FROM rhumbline.assets WHERE platform_refs = $1::jsonb', [refs]);
    assert.equal(rowCount, 0);
  }
  const { submission, answer } = await submit({ target_crs: 'EPSG:25831', ...declared });
  assert.equal(answer.status, 202, JSON.stringify(answer.body));
  assert.equal((await untilProcessed(client, submission.request_id)).processing_state, 'completed');
});

test('a wish for another CRS is refused by the job where only GDAL can tell', async (t) => {
  const ref = await blobMade(t, async (path) => {
    await makeRaster(`${path}.utm.tif`);
    await gdal('gdal_translate', '-q', '-of', 'GTiff', '-a_srs', UTM_BY_PARAMETERS, `${path}.utm.tif`, path);
  });
  const { workflow_id: _, ...submission } = echoSubmission({ input_params: { ...ref, target_crs: 'EPSG:3857' } });
  assert.equal((await client.post('/api/platform/submit', submission)).status, 202);
  const { error } = await untilProcessed(client, submission.request_id);
  assert.equal((error as { code: string }).code, 'unsupported_input');
});

test('nothing is put into the container that data comes in by, whatever a spec says', async (t) => {
  const ref = await blobMade(t, (path) => makeRaster(path));
  const { etag, size } = (await store.head(ref)) ?? {};
  const destination = { container_name: 'bronze', blob_name: `tests/${randomUUID()}.tif` };
  const spec = `
workflow_id: puts_anywhere
version: 1
inputs: { source: { type: object }, destination: { type: object } }
nodes:
  cog: { handler: raster_cog, params: { source: "{{ inputs.source }}", destination: "{{ inputs.destination }}" } }
`;
  const job = await untilJob(await runSpec(spec, { source: { ...ref, etag, size }, destination }), 'failed');
  assert.equal((job.error as { code: string }).code, 'container_not_allowed');
  assert.equal(await store.head(destination), undefined);
});
