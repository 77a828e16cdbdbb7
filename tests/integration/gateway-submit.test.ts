import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, describe, test } from 'node:test';
import { poolOf } from './support/database.ts';
import { clientWith, echoSubmission, GATEWAY, untilProcessed } from './support/gateway.ts';
import { checksumsOf, cutIntoFiles } from './support/make-files.ts';
import { makeRamp, makeRaster } from './support/rasters.ts';
import { blobMade, blobOf, required, store, temporaryFolder } from './support/storage.ts';

const client = clientWith();
const pool = poolOf({ after }, required('DATABASE_URL_DOMAIN'));
const submit = (body: unknown) => client.post('/api/platform/submit', body);

describe('a submission over the gateway', () => {
  test('is accepted, processed, approved; the next is version 2', async () => {
    const submission = echoSubmission({ version_label: '2026-Q1', submitted_by: 'ana' });
    const accepted = await submit(submission);
    assert.equal(accepted.status, 202);
    const { asset_id } = accepted.body;
    const { request_id } = submission;
    assert.deepEqual(accepted.body, { asset_id, version_ordinal: 1, request_id, status: 'accepted' });
    assert.equal(accepted.headers.get('location'), `/api/platform/status/${request_id}`);

    const { submitted_at, updated_at, ...status } = await untilProcessed(client, request_id);
    assert.deepEqual(status, {
      request_id,
      asset_id,
      version_ordinal: 1,
      version_label: '2026-Q1',
      processing_state: 'completed',
      percent: 100,
      approval_state: 'pending_review',
      error: null,
    });
    assert.match(String(submitted_at), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    assert.ok(String(updated_at) >= String(submitted_at));

    const version = `/api/assets/${asset_id}/versions/1`;
    const early = await submit({ ...submission, request_id: randomUUID() });
    assert.deepEqual([early.status, early.body.code], [409, 'unresolved_version']);
    const approved = await client.post(`${version}/approve`, { reviewer: 'bo' });
    assert.deepEqual(approved.body, {
      ...{ asset_id, version_ordinal: 1, approval_state: 'approved', processing_state: 'completed', revision: 0 },
    });
    const twice = await client.post(`${version}/approve`);
    assert.deepEqual([twice.status, twice.body.code], [409, 'version_already_resolved']);
    const read = await client.get(version);
    assert.deepEqual([read.body.approval_state, read.body.reviewer, read.body.submitted_by], ['approved', 'bo', 'ana']);

    const second = await submit({ ...submission, request_id: randomUUID() });
    assert.deepEqual([second.status, second.body.version_ordinal], [202, 2]);
    const list = await client.get(`/api/assets/${asset_id}/versions`);
    assert.equal((list.body.versions as unknown[]).length, 2);
  });

  test('has one name for its job: in the row, in the version and at Temporal', async () => {
    const submission = echoSubmission();
    const { body } = await submit(submission);
    const job_id = `${body.asset_id}-v1-r0`;
    await untilProcessed(client, submission.request_id);
    const byRequest = await client.get(`/api/status/lookup?request_id=${submission.request_id}`);
    const byVersion = await client.get(`/api/status/lookup?asset_id=${body.asset_id}&version_ordinal=1`);
    assert.equal(byRequest.body.job_id, job_id);
    assert.deepEqual(byVersion.body, byRequest.body);
    assert.equal((await client.get(`/api/assets/${body.asset_id}/versions/1`)).body.current_job_id, job_id);
    const job = await client.get(`/api/status/job/${job_id}`);
    assert.equal(job.body.state, 'completed');
    const { outputs, _provenance } = job.body.result as { outputs: object; _provenance: { job_id: string } };
    assert.deepEqual(outputs, { message: 'HI' });
    assert.equal(_provenance.job_id, job_id, 'the workflow knows itself by the same name');
    const nodes = (await client.get(`/api/status/job/${job_id}/nodes`)).body.nodes as Record<string, unknown>[];
    assert.deepEqual(
      nodes.map(({ node_id, handler, state, percent }) => [node_id, handler, state, percent]),
      [
        ['first', 'echo', 'completed', 100],
        ['second', 'echo', 'completed', 100],
      ],
    );
  });

  test('without a request id gets one', async () => {
    const { request_id: _, ...submission } = echoSubmission();
    const { status, body, headers } = await submit(submission);
    assert.equal(status, 202);
    assert.match(String(body.request_id), /^[0-9a-f-]{36}$/);
    assert.equal(headers.get('location'), `/api/platform/status/${body.request_id}`);
  });

  test('20 times at once is one version and one job, and 20 times the same answer', async () => {
    const submission = echoSubmission();
    const answers = await Promise.all(Array.from({ length: 20 }, () => submit(submission)));
    assert.deepEqual(
      answers.map(({ status, body }) => [status, body]),
      Array(20).fill([202, answers[0]?.body]),
    );
    const list = await client.get(`/api/assets/${answers[0]?.body.asset_id}/versions`);
    assert.equal((list.body.versions as unknown[]).length, 1);
  });

  test('20 at once with request ids of their own: one is accepted, the rest meet an unresolved version', async () => {
    const submission = echoSubmission();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => submit({ ...submission, request_id: randomUUID() })),
    );
    assert.deepEqual(answers.map(({ status, body }) => `${status} ${body.code ?? body.status}`).sort(), [
      '202 accepted',
      ...Array(19).fill('409 unresolved_version'),
    ]);
  });

  test('under a request id that was used with another body is a conflict', async () => {
    const submission = echoSubmission();
    await submit(submission);
    const other = await submit({ ...submission, input_params: { message: 'other' } });
    assert.deepEqual([other.status, other.body.code], [409, 'request_id_conflict']);
  });

  test('that is sent again after its source has gone has the answer of the first time', async (t) => {
    const ref = await blobOf(t, 'not a raster');
    const { workflow_id: _, ...submission } = echoSubmission({ input_params: { ...ref } });
    const first = await submit(submission);
    assert.equal(first.status, 202, JSON.stringify(first.body));
    const { store } = await import('./support/storage.ts');
    await store.remove(ref);
    assert.deepEqual((await submit(submission)).body, first.body);
    const status = await untilProcessed(client, submission.request_id);
    assert.equal(status.processing_state, 'failed');
    const { code, message } = status.error as { code: string; message: string };
    assert.match(code, /^[a-z_]+$/);
    assert.doesNotMatch(message, /sig=|\/vsi|\/tmp/);
    const rejected = await client.post(`/api/assets/${first.body.asset_id}/versions/1/reject`, {
      rejection_reason: 'not a raster',
    });
    assert.equal(rejected.body.approval_state, 'rejected');
  });
});

describe('a submission of several files', () => {
  test('becomes one product and one item, that the catalogue has', async (t) => {
    const whole = await makeRamp(`${await temporaryFolder(t)}/whole.tif`, 600, 400);
    const refs = await cutIntoFiles(t, whole, [
      [0, 0, 300, 400],
      [280, 0, 320, 400],
    ]);
    const collection_id = `test-${randomUUID()}`;
    t.after(async () => {
      await pool.query('SELECT pgstac.delete_collection($1)', [collection_id]);
      for (const blob of await store.list('silver', `${collection_id}/`)) await store.remove(blob);
    });
    const input_params = {
      container_name: 'bronze',
      blob_names: refs.map(({ blob_name }) => blob_name),
      collection_id,
    };
    const submission = echoSubmission({ workflow_id: 'raster_mosaic', input_params });
    const { body } = await submit(submission);
    const status = await untilProcessed(client, submission.request_id);
    assert.equal(status.processing_state, 'completed', JSON.stringify(status.error));
    const version = (await client.get(`/api/assets/${body.asset_id}/versions/1`)).body;
    const { blob_path, stac_item_id } = version as { blob_path: string; stac_item_id: string };
    assert.equal(blob_path, `silver/${collection_id}/${body.asset_id}-v1-r0.tif`);
    const [container_name, ...parts] = blob_path.split('/');
    const product = { container_name: String(container_name), blob_name: parts.join('/') };
    const wanted = await checksumsOf(t, whole);
    assert.deepEqual(await checksumsOf(t, product), wanted);
    const { features } = (await client.get(`/stac/search?collections=${collection_id}`)).body as {
      features: { id: string; properties: Record<string, unknown> }[];
    };
    assert.deepEqual(
      features.map(({ id, properties }) => [id, properties['proj:shape']]),
      [[stac_item_id, [400, 600]]],
    );
  });

  test('that do not make one raster tells of the file that differs', async (t) => {
    const whole = await makeRamp(`${await temporaryFolder(t)}/whole.tif`, 600, 400);
    const [one, other] = await cutIntoFiles(t, whole, [
      [0, 0, 300, 400],
      [300, 0, 300, 400],
    ]);
    const odd = await blobMade(t, (path) => makeRaster(path));
    const blob_names = [one, other, odd].map((ref) => ref?.blob_name);
    const submission = echoSubmission({
      ...{ workflow_id: 'raster_mosaic', input_params: { container_name: 'bronze', blob_names } },
    });
    await submit(submission);
    const status = await untilProcessed(client, submission.request_id);
    const { code, message } = status.error as { code: string; message: string };
    assert.deepEqual([status.processing_state, code], ['failed', 'files_disagree']);
    assert.match(message, new RegExp(`bronze/${odd.blob_name} has pixels of 10 × 10, and the first of 5 × 5; warp it`));
  });
});

describe('a submission that is refused', () => {
  const raster = (input_params: Record<string, unknown>, over = {}) => {
    const { workflow_id: _, ...submission } = echoSubmission({ input_params });
    return { ...submission, ...over };
  };
  const bronze = { container_name: 'bronze', blob_name: 'no/such/blob.tif' };

  for (const [what, body, status, faults] of [
    ['an unknown platform', echoSubmission({ platform_id: 'dhh' }), 422, ['/platform_id unknown_platform']],
    [
      'a missing and an unknown reference',
      echoSubmission({ platform_refs: { dataset_id: 'a', resorce_id: 'b' } }),
      422,
      ['/platform_refs/resource_id missing_platform_ref', '/platform_refs/resorce_id unknown_platform_ref'],
    ],
    ['an unknown workflow', echoSubmission({ workflow_id: 'raster_injest' }), 422, ['/workflow_id unknown_workflow']],
    ['a workflow id that is a path', echoSubmission({ workflow_id: '../x' }), 422, ['/workflow_id unknown_workflow']],
    ['vectors', raster({}, { data_type: 'vector' }), 422, ['/workflow_id unknown_workflow']],
    [
      'inputs that do not fit',
      echoSubmission({ input_params: { steps: 'many', mesage: 'x' } }),
      422,
      ['/input_params/mesage unknown_input', '/input_params/steps invalid_input'],
    ],
    ['a blob that is not there', raster(bronze), 422, ['/input_params/blob_name source_not_found']],
    ...(
      [
        [
          ['no/such.tif', '../x', 'no/such/2.tif'],
          ['0 source_not_found', '1 invalid_blob_path', '2 source_not_found'],
        ],
        [
          ['no/such.tif', 'no/such.tif'],
          ['0 source_not_found', '1 invalid_input'],
        ],
        [['no/such.tif', 7], [' invalid_input']],
        [[], [' invalid_input']],
        [Array(101).fill('a.tif'), [' invalid_input']],
        ['a.tif', [' invalid_input']],
      ] as [unknown, string[]][]
    ).map(
      ([blob_names, faults]) =>
        [
          `files, some of which are not there: ${JSON.stringify(blob_names).slice(0, 40)}`,
          echoSubmission({ workflow_id: 'raster_mosaic', input_params: { container_name: 'bronze', blob_names } }),
          422,
          faults.map((fault) => `/input_params/blob_names${fault.startsWith(' ') ? '' : '/'}${fault}`),
        ] as const,
    ),
    ...['payloads', 'silver', 'nowhere'].map(
      (container_name) =>
        [
          `a blob of the container ${container_name}, which is not looked for`,
          raster({ ...bronze, container_name }),
          422,
          ['/input_params/container_name container_not_allowed'],
        ] as const,
    ),
    ...['../x.tif', 'a/../../x.tif', '/vsicurl/http://x/y.tif', 'vsizip/x', '-co', 'a\\b', 'a%2e%2e/b', ''].map(
      (blob_name) =>
        [`the blob ${JSON.stringify(blob_name)}`, raster({ ...bronze, blob_name }), 422, undefined] as const,
    ),
    ...['../x', '', 'a/b', '-a', 'a\n', 'x'.repeat(256)].map(
      (collection_id) =>
        [
          `the collection ${JSON.stringify(collection_id.slice(0, 9))}`,
          raster({ ...bronze, collection_id }),
          422,
          ['/input_params/collection_id invalid_input', '/input_params/blob_name source_not_found'],
        ] as const,
    ),
    [
      'a collection that GDAL would take for a file system',
      raster({ ...bronze, collection_id: 'vsimem' }),
      422,
      ['/input_params/blob_name source_not_found', '/input_params/collection_id invalid_blob_path'],
    ],
    ...['bronze', 'payloads', 'nowhere', '..', ''].map(
      (output_container) =>
        [
          `a product into the container ${JSON.stringify(output_container)}`,
          raster({ ...bronze, output_container }),
          422,
          ['/input_params/output_container invalid_input', '/input_params/blob_name source_not_found'],
        ] as const,
    ),
    [
      'a container name that is none',
      raster({ ...bronze, container_name: 'No' }),
      422,
      ['/input_params/container_name invalid_blob_path'],
    ],
    ...[
      ...['yesterday', '', '2020-13-45T00:00:00Z'].map((datetime) => ({ datetime })),
      ...[
        [1, {}],
        ['a', null],
      ].map((tags) => ({ tags })),
      ...['xyz', 'a'.repeat(63), 'g'.repeat(64)].map((sha256) => ({ sha256 })),
      ...['nope', '/etc/passwd', 'EPSG:', '+proj=longlat', 'EPSG:4326\n'].map((input_crs) => ({ input_crs })),
    ].map(
      (input) =>
        [
          JSON.stringify(input).slice(0, 40),
          raster({ ...bronze, ...input }),
          422,
          [`/input_params/${Object.keys(input)[0]} invalid_input`, '/input_params/blob_name source_not_found'],
        ] as const,
    ),
    ...[
      [{}],
      [{ collection_id: '../a', item_id: 'x' }],
      [{ collection_id: 'a', item_id: 'x', href: 'y' }],
      Array(2).fill({ collection_id: 'a', item_id: 'x' }),
      Array.from({ length: 101 }, (_, place) => ({ collection_id: 'a', item_id: `x-${place}` })),
    ].map(
      (derived_from) =>
        [
          `derived from ${JSON.stringify(derived_from).slice(0, 60)}`,
          raster({ ...bronze, target_crs: 'EPSG:3857', derived_from }, { workflow_id: 'raster_reproject' }),
          422,
          ['/input_params/derived_from invalid_input', '/input_params/blob_name source_not_found'],
        ] as const,
    ),
    [
      'several things at once, of every kind',
      raster({ ...bronze, item_id: '../x', colour: 'red' }, { platform_refs: { dataset_id: 'a' } }),
      422,
      [
        '/platform_refs/resource_id missing_platform_ref',
        '/input_params/colour unknown_input',
        '/input_params/item_id invalid_input',
        '/input_params/blob_name source_not_found',
      ],
    ],
    [
      'a platform and a workflow that are both unknown',
      echoSubmission({ platform_id: 'dhh', workflow_id: 'raster_injest' }),
      422,
      ['/platform_id unknown_platform', '/workflow_id unknown_workflow'],
    ],
  ] as const) {
    test(what, async () => {
      const answer = await submit(body);
      assert.equal(answer.status, status, JSON.stringify(answer.body));
      const found = (answer.body.errors ?? []).map(({ pointer, code }) => `${pointer} ${code}`);
      assert.deepEqual(found, faults ?? ['/input_params/blob_name invalid_blob_path']);
      assert.equal(answer.body.code, CODES[String(found[0]?.split(' ')[1])] ?? found[0]?.split(' ')[1]);
      const after = await client.get(`/api/platform/status/${body.request_id}`);
      assert.equal(after.status, 404, 'no row was written');
    });
  }

  test('names the nearest right name', async () => {
    const { body } = await submit(echoSubmission({ workflow_id: 'ecko_test' }));
    assert.match(String(body.detail), /Did you mean `echo_test`\?/);
  });

  test('as broken JSON', async () => {
    const response = await fetch(`${GATEWAY}/api/platform/submit`, {
      method: 'POST',
      headers: { 'X-API-Key': String(process.env.RHUMBLINE_API_KEY), 'Content-Type': 'application/json' },
      body: '{"platform_id": ',
    });
    assert.equal(response.status, 400);
    assert.equal(((await response.json()) as { code: string }).code, 'malformed_json');
  });
});

/** Where the problem's code is another than its first fault's. */
const CODES: Record<string, string> = { unknown_input: 'invalid_inputs', invalid_input: 'invalid_inputs' };
