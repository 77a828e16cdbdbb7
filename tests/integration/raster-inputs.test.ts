import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { after, test } from 'node:test';
import { searchItems } from '../../src/catalog/search-items.ts';
import { createPool } from '../../src/db/pool.ts';
import { isJsonObject } from '../../src/plan/json.ts';
import { clientWith, echoSubmission, untilProcessed } from './support/gateway.ts';
import { makeRaster } from './support/rasters.ts';
import { blobMade, required } from './support/storage.ts';

const client = clientWith();
const url = required('DATABASE_URL_DOMAIN');
const pool = createPool({ url, application_name: 'rhumbline-test', onError: () => {} });
after(() => pool.end());

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

test('a wish for another CRS is refused, not ignored', async (t) => {
  const ref = await blobMade(t, (path) => makeRaster(path));
  const { workflow_id: _, ...submission } = echoSubmission({ input_params: { ...ref, target_crs: 'EPSG:3857' } });
  await client.post('/api/platform/submit', submission);
  const { error } = await untilProcessed(client, submission.request_id);
  assert.equal((error as { code: string }).code, 'unsupported_input');
});
