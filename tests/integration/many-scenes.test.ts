import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { after, describe, type TestContext, test } from 'node:test';
import { searchItems } from '../../src/catalog/search-items.ts';
import type { JsonObject } from '../../src/plan/json.ts';
import { poolOf } from './support/database.ts';
import { client, untilJob } from './support/jobs.ts';
import { makeRaster } from './support/rasters.ts';
import { blobMade, required, store } from './support/storage.ts';

const pool = poolOf({ after }, required('DATABASE_URL_DOMAIN'));

/** The specs that docs/stac.md has, which make scenes of a collection of the test's own. */
async function specsOf(collection: string): Promise<{ one: string; many: string }> {
  const page = await readFile(new URL('../../docs/stac.md', import.meta.url), 'utf8');
  const blocks = [...page.matchAll(/```yaml\n(workflow_id: .*?)```/gs)].map(([, block = '']) => block);
  const [one = '', many = ''] = ['make_scene', 'make_scenes'].map((id) =>
    blocks.find((block) => block.startsWith(`workflow_id: ${id}\n`)),
  );
  return {
    one: one.replaceAll('scenes/{{', `${collection}/{{`),
    many: many.replace('collection_id: scenes', `collection_id: ${collection}`),
  };
}

async function prepared(t: TestContext) {
  const collection = `test-${randomUUID()}`;
  const { container_name, blob_name } = await blobMade(t, (path) => makeRaster(path));
  const productsOf = async (job = '') =>
    (await store.list('silver', `${collection}/${job}`)).map((ref) => ref.blob_name.replace(`${collection}/`, ''));
  t.after(async () => {
    await pool.query('SELECT pgstac.delete_collection($1)', [collection]).catch(() => {});
    for (const name of await productsOf())
      await store.remove({ container_name: 'silver', blob_name: `${collection}/${name}` });
  });
  const specs = await specsOf(collection);
  const run = async (ids: readonly string[], { one, many } = specs): Promise<string> => {
    const scenes = ids.map((id) => ({ id, blob_name }));
    const answer = await client.post('/api/jobs/run', {
      spec: many,
      used_specs: { make_scene: one },
      input_params: { container_name, scenes },
      idempotency_key: randomUUID(),
    });
    assert.equal(answer.status, 202, JSON.stringify(answer.body));
    return String(answer.body.job_id);
  };
  return { collection, specs, run, productsOf };
}

const jobsIn = async (collection: string) =>
  Object.fromEntries(
    (await searchItems(pool, { collections: [collection] })).map(({ id, properties }) => [
      id,
      (properties as JsonObject)['rhumbline:job_id'],
    ]),
  );

describe('a job that makes many scenes', { concurrency: true }, () => {
  test('may be run again, and with more of them: each is there once, of the job that came last', async (t) => {
    const { collection, run } = await prepared(t);
    const first = await run(['a', 'b']);
    await untilJob(first, 'completed');
    assert.deepEqual(await jobsIn(collection), { a: first, b: first });
    const again = await run(['a', 'b']);
    assert.notEqual(again, first);
    await untilJob(again, 'completed');
    assert.deepEqual(await jobsIn(collection), { a: again, b: again });
    const more = await run(['b', 'c']);
    await untilJob(more, 'completed');
    assert.deepEqual(await jobsIn(collection), { a: again, b: more, c: more });
  });

  test('converts nothing of an item whose id is none', async (t) => {
    const { collection, specs, run, productsOf } = await prepared(t);
    const declared = /item_id: \{ type: string, pattern: .* \}\n/;
    assert.match(specs.one, declared);
    const byFormat = { ...specs, one: specs.one.replace(declared, 'item_id: { type: string, format: blob_part }\n') };
    const job = await run(['a', 'bad/../id'], byFormat);
    const { error } = await untilJob(job, 'failed');
    assert.equal((error as JsonObject).code, 'items_failed');
    assert.match(String((error as JsonObject).message), /invalid_blob_path: .*make_scene.*must be one part of a name/);
    assert.deepEqual(await productsOf(job), [`${job}/scenes/a.tif`]);
    assert.deepEqual(await jobsIn(collection), {});
  });
});
