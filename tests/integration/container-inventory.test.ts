import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { createBlobMetadata } from '../../src/activities/blob_metadata/activity.ts';
import { createPageReader } from '../../src/activities/container/page-reader.ts';
import { createListContainer } from '../../src/activities/list_container/activity.ts';
import { type ListContainerOutput, listContainerContract } from '../../src/activities/list_container/contract.ts';
import { checkBlobs } from '../../src/api/domain/preflight/check-blobs.ts';
import { FaultError } from '../../src/plan/fault.ts';
import type { BlobStore } from '../../src/storage/blob-store.ts';
import { createBlobStore } from '../../src/storage/create-blob-store.ts';
import { ROOT } from '../support/stack.ts';
import { activityContext } from './support/activity-context.ts';
import { clientOf, echoSubmission } from './support/gateway.ts';
import { client, untilJob } from './support/jobs.ts';
import { type Lifetime, suiteLifetime } from './support/lifetime.ts';
import { rhumbline } from './support/rhumbline.ts';
import { planOf } from './support/run-spec.ts';
import { storageUrl } from './support/storage.ts';
import { fill, inFolder, manyBlobs, SURVEY, surveyor } from './support/survey.ts';

interface File {
  container_name: string;
  blob_name: string;
  size: number;
  etag: string;
  content_type: string | null;
  last_modified: string;
  md5: string | null;
  metadata: Record<string, string>;
}

/** Of 2,000 blobs 213 are rasters. */
const BLOBS = manyBlobs(2_000, 213);
const RASTERS = BLOBS.filter(({ blob_name }) => /\.tif$/i.test(blob_name)).map(({ blob_name }) => blob_name);

/** Fresh each time: the same inputs are the same job. */
async function inventory(input_params: object) {
  const body = { workflow_id: 'container_inventory', input_params, idempotency_key: randomUUID() };
  const answer = await client.post('/api/gateway/submit', body);
  assert.equal(answer.status, 202, JSON.stringify(answer.body));
  const { result } = await untilJob(String(answer.body.job_id), 'completed');
  return (result as { outputs: Record<string, unknown> & { files: File[] } }).outputs;
}

const namesOf = (files: readonly { blob_name: string }[]) => files.map(({ blob_name }) => blob_name);

describe('the inventory of a container of 2,000 blobs', () => {
  before(async () => {
    const marked = BLOBS.map((blob) =>
      blob.blob_name === RASTERS[0] ? { ...blob, metadata: { SensorName: 'OLI' } } : blob,
    );
    await fill(SURVEY, marked);
  });

  test('over HTTP: the 213 rasters with their properties', async () => {
    const { files, ...rest } = await inventory({ container_name: SURVEY, suffix: '.tif' });
    assert.equal(RASTERS.length, 213);
    assert.deepEqual(namesOf(files), RASTERS);
    const bytes = files.reduce((sum, { size }) => sum + size, 0);
    assert.deepEqual(rest, { count: 213, bytes, unread: [], unusable: [], next_cursor: null });
    const [first] = files;
    assert.deepEqual(
      { ...first, etag: '', last_modified: '' },
      {
        container_name: SURVEY,
        blob_name: 'part-000/000009.tif',
        size: 2,
        etag: '',
        content_type: 'image/tiff',
        last_modified: '',
        // Of two letters x.
        md5: '9336ebf25087d91c818ee6e9ec29f8c1',
        metadata: { sensorname: 'OLI' },
      },
    );
    assert.match(String(first?.etag), /^".+"$/);
    assert.ok(Date.parse(String(first?.last_modified)) > Date.now() - 3_600_000);
  });

  test('by the command line', async () => {
    const inputs = ['-i', `container_name=${SURVEY}`, '-i', 'suffix=.tif', '-i', 'prefix=part-00'];
    const { exitCode, out } = await rhumbline(['submit', 'container_inventory', ...inputs, '--wait', '--json']);
    assert.equal(exitCode, 0);
    const { files, count } = JSON.parse(out).job.result.outputs;
    const wanted = RASTERS.filter((name) => name.startsWith('part-00'));
    assert.deepEqual([count, namesOf(files)], [wanted.length, wanted]);
  });

  test('capitals count where that is asked for', async () => {
    const { files } = await inventory({ container_name: SURVEY, suffix: '.TIF', match_case: true });
    assert.deepEqual(
      namesOf(files),
      RASTERS.filter((name) => name.endsWith('.TIF')),
    );
  });

  test('a filter that nothing matches: completed, and empty', async () => {
    const outputs = await inventory({ container_name: SURVEY, suffix: '.jp2' });
    assert.deepEqual(outputs, { count: 0, bytes: 0, files: [], unread: [], unusable: [], next_cursor: null });
    const inputs = ['-i', `container_name=${SURVEY}`, '-i', 'prefix=nowhere/'];
    const { exitCode, out } = await rhumbline(['submit', 'container_inventory', ...inputs, '--wait']);
    assert.equal(exitCode, 0);
    assert.match(out, /No blob matches/);
  });

  test('page by page: every raster once', async () => {
    const found: string[] = [];
    let cursor: unknown = null;
    do {
      const { files, next_cursor } = await inventory({ container_name: SURVEY, suffix: '.tif', limit: 100, cursor });
      assert.ok(files.length <= 100);
      found.push(...namesOf(files));
      cursor = next_cursor;
    } while (cursor !== null);
    assert.deepEqual(found, RASTERS);
  });

  test('the summary counts all of them', async () => {
    const body = {
      workflow_id: 'container_summary',
      input_params: { container_name: SURVEY, prefix: 'part-', top: 3 },
    };
    const { job_id } = (await client.post('/api/gateway/submit', body)).body;
    const { result } = await untilJob(String(job_id), 'completed');
    const { outputs } = result as { outputs: Record<string, { count: number; extension: string }[]> };
    assert.deepEqual([outputs.count, outputs.bytes], [2_000, 5_000]);
    const extensions = (outputs.by_extension ?? []).map(({ extension, count }) => [extension, count]);
    assert.deepEqual(Object.fromEntries(extensions).tif, 213);
    assert.deepEqual([outputs.largest?.length, outputs.newest?.length], [3, 3]);
  });

  test('213 blobs of two pages are read by the requests that listed them, or by two more in another worker', async (t) => {
    const { counted, counts } = counting();
    const pages = createPageReader(counted);
    const listed = await list(t, { container_name: SURVEY, suffix: '.tif' }, counted, undefined, pages);
    const activity = createBlobMetadata({ store: counted, pages });
    const readBy = (reader: typeof activity) =>
      Promise.all(
        listed.blobs.map(async ({ blob_name, page }) =>
          reader.run({ container_name: SURVEY, blob_name, page }, await activityContext(t)),
        ),
      );
    const read = await readBy(activity);
    assert.deepEqual(namesOf(read), RASTERS);
    assert.deepEqual(counts, { pages: 2, heads: 0 });
    const elsewhere = createBlobMetadata({ store: counted, pages: createPageReader(counted) });
    assert.deepEqual(await readBy(elsewhere), read);
    assert.deepEqual(counts, { pages: 4, heads: 0 });
    const [first] = read;
    const alone = await activity.run({ container_name: SURVEY, blob_name: `${RASTERS[0]}` }, await activityContext(t));
    assert.deepEqual(first, alone, 'a listing says the same of a blob as the blob itself');
  });
});

/** Requests that a store makes. */
function counting() {
  const counts = { pages: 0, heads: 0 };
  const counted: BlobStore = {
    ...surveyor,
    listPage: (...args) => {
      counts.pages += 1;
      return surveyor.listPage(...args);
    },
    head: (...args) => {
      counts.heads += 1;
      return surveyor.head(...args);
    },
  };
  return { counted, counts };
}

async function list(
  t: Lifetime,
  more: object,
  store = surveyor,
  page_size?: number,
  pages = createPageReader(store),
): Promise<ListContainerOutput> {
  const activity = createListContainer({ store, pages, ...(page_size && { page_size }) });
  const input = listContainerContract.input.parse({ container_name: 'bronze', ...more });
  return listContainerContract.output.parse(await activity.run(input, await activityContext(t)));
}

const faultWith = (code: string) => (error: unknown) => {
  assert.ok(error instanceof FaultError, String(error));
  assert.equal(error.fault.code, code);
  return true;
};

describe('list_container and blob_metadata', { concurrency: true }, () => {
  const folder = randomUUID();
  const files = ['a.tif', 'b.txt', 'c.tif', 'd.tif', 'e.tif', 'f.txt', 'g.tif'];
  const names = files.map((file) => `${folder}/${file}`);
  before(() =>
    fill(
      'bronze',
      inFolder(
        folder,
        files.map((blob_name) => ({ blob_name, content: 'x' })),
      ),
    ),
  );

  test('a listing goes on in the middle of a page, also after a blob that is gone by then', async (t) => {
    const asked = { prefix: `${folder}/`, suffix: '.tif', limit: 2 };
    const first = await list(t, asked, surveyor, 3);
    assert.deepEqual([namesOf(first.blobs), first.looked_at], [[names[0], names[2]], 3]);
    const second = await list(t, { ...asked, cursor: first.next_cursor }, surveyor, 3);
    assert.deepEqual(namesOf(second.blobs), [names[3], names[4]]);
    const gone = { container_name: 'bronze', blob_name: `${folder}/d-gone.tif` };
    await surveyor.write(Buffer.from('x'), gone, { content_type: 'image/tiff', mode: 'replace' });
    const third = await list(t, { ...asked, limit: 3 }, surveyor, 100);
    assert.deepEqual(namesOf(third.blobs).at(-1), gone.blob_name);
    await surveyor.remove(gone);
    const rest = await list(t, { ...asked, limit: 5, cursor: third.next_cursor }, surveyor, 2);
    assert.deepEqual(namesOf(rest.blobs), [names[3], names[4], names[6]]);
    assert.equal(rest.next_cursor, null);
  });

  test('no more is asked for than is wanted', async (t) => {
    const { counted, counts } = counting();
    const { blobs, looked_at, next_cursor } = await list(t, { prefix: folder, limit: 3 }, counted);
    assert.deepEqual([namesOf(blobs), looked_at, counts.pages], [names.slice(0, 3), 3, 1]);
    assert.equal(typeof next_cursor, 'string');
  });

  test('a name that no handler takes is told of, and not listed', async (t) => {
    const prefix = `${randomUUID()}/`;
    await surveyor.write(
      Buffer.from('x'),
      { container_name: 'bronze', blob_name: `${prefix}fine.tif` },
      { content_type: 'a/b', mode: 'replace' },
    );
    const page = await surveyor.listPage('bronze', { prefix, size: 10 });
    const odd = { ...page.blobs[0], blob_name: `${prefix}/double.tif` } as (typeof page.blobs)[0];
    const store: BlobStore = { ...surveyor, listPage: async () => ({ blobs: [odd, ...page.blobs], next: undefined }) };
    const { blobs, unusable, unusable_count } = await list(t, { prefix }, store);
    assert.deepEqual([namesOf(blobs), unusable, unusable_count], [[`${prefix}fine.tif`], [`${prefix}/double.tif`], 1]);
  });

  test('a blob that went after it was listed has its code', async (t) => {
    const blob_name = `${folder}/never.tif`;
    const activity = createBlobMetadata({ store: surveyor, pages: createPageReader(surveyor) });
    const run = async (input: object) =>
      activity.run({ container_name: 'bronze', blob_name, ...input }, await activityContext(t));
    await assert.rejects(run({}), faultWith('source_not_found'));
    const [sibling] = (await list(t, { prefix: '' })).blobs;
    assert.equal(typeof sibling?.page, 'string');
    await assert.rejects(run({ page: sibling?.page }), faultWith('source_not_found'));
    await assert.rejects(run({ page: 'forged' }), faultWith('invalid_page'));
  });

  test('what may not be looked through is not, whatever asks', async (t) => {
    for (const container_name of ['silver', 'payloads']) {
      await assert.rejects(list(t, { container_name }), faultWith('container_not_allowed'));
      const one = createBlobMetadata({ store: surveyor, pages: createPageReader(surveyor) }).run(
        { container_name, blob_name: 'x' },
        await activityContext(t),
      );
      await assert.rejects(one, faultWith('container_not_allowed'));
    }
    await assert.rejects(list(t, { prefix: 'a/../b' }), faultWith('invalid_blob_path'));
    await assert.rejects(list(t, { cursor: 'forged' }), faultWith('invalid_cursor'));
    const { next_cursor } = await list(t, { prefix: folder, limit: 1 });
    await assert.rejects(list(t, { prefix: 'another', cursor: next_cursor }), faultWith('invalid_cursor'));
  });
});

describe('what can never be listed is refused when it is submitted', { concurrency: true }, () => {
  const lifetime = suiteLifetime();
  const REFUSALS: [what: string, inputs: object, code: string, pointer: string, message: RegExp][] = [
    [
      'a container that is none of those',
      { container_name: 'bronze-2' },
      'container_not_allowed',
      'container_name',
      /are: bronze, survey/,
    ],
    ['the container of products', { container_name: 'silver' }, 'container_not_allowed', 'container_name', /silver/],
    [
      'the container of payloads',
      { container_name: 'payloads' },
      'container_not_allowed',
      'container_name',
      /payloads/,
    ],
    ['no name of a container', { container_name: '../x' }, 'invalid_blob_path', 'container_name', /3 to 63/],
    ['a prefix that climbs out', { prefix: 'a/../b' }, 'invalid_blob_path', 'prefix', /must not have \.\. as a part/],
    ['a suffix of nothing', { suffix: '' }, 'invalid_inputs', 'suffix', /at least 1/],
    ['a limit of nothing', { limit: 0 }, 'invalid_inputs', 'limit', /at least 1/],
    ['a limit without bounds', { limit: 1e9 }, 'invalid_inputs', 'limit', /at most 20000/],
  ];
  test('a container that is not there', async () => {
    const store = createBlobStore({ url: storageUrl, inbound: ['nowhere'] });
    const { inputs } = planOf(await readFile(join(ROOT, 'workflows', 'container_summary.yaml'), 'utf8'));
    const signal = AbortSignal.timeout(10_000);
    const faults = await checkBlobs({ storage: store, max_source_bytes: 1, signal }, inputs, {
      container_name: 'nowhere',
      prefix: '',
    });
    assert.deepEqual(
      faults.map(({ pointer, code }) => [pointer, code]),
      [['/input_params/container_name', 'container_not_found']],
    );
  });

  test('the inventory of everybody, for a key of one platform', async () => {
    const bound = await clientOf(lifetime, { scopes: ['submit', 'read'], platform_id: 'ddh' });
    const submission = echoSubmission({ workflow_id: 'container_inventory', input_params: { container_name: SURVEY } });
    const { status, body } = await bound.post('/api/platform/submit', submission);
    assert.deepEqual([status, body.code, body.errors?.[0]?.pointer], [422, 'container_not_allowed', '/workflow_id']);
  });

  for (const [what, inputs, code, input, message] of REFUSALS) {
    test(what, async () => {
      const body = { workflow_id: 'container_inventory', input_params: { container_name: SURVEY, ...inputs } };
      const answer = await client.post('/api/gateway/submit', body);
      assert.deepEqual([answer.status, answer.body.code], [422, code]);
      const [error, ...more] = answer.body.errors ?? [];
      assert.deepEqual([error?.pointer, more], [`/input_params/${input}`, []]);
      assert.match(String(error?.message), message);
    });
  }
});
