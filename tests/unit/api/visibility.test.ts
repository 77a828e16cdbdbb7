import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { job, version } from '../../../src/api/shared/schemas/replies.ts';
import { adminOnly, clientForm, reducedForClients } from '../../../src/api/shared/visibility.ts';
import { withoutPlaces } from '../../../src/api/shared/without-places.ts';

const secret = adminOnly(z.string());
const reduced = reducedForClients(
  z.string(),
  z.preprocess((text) => String(text).slice(0, 1), z.string()),
);

test('a field for admins is not in what clients see, wherever it stands', () => {
  const schema = z.object({
    open: z.string(),
    secret,
    inner: z.object({ open: z.string(), secret }).nullable(),
    list: z.array(z.object({ open: z.string(), secret })),
    map: z.record(z.string(), z.object({ open: z.string(), secret })),
    maybe: z.object({ open: z.string(), secret }).optional(),
  });
  const one = { open: 'o', secret: 's' };
  const whole = { ...one, inner: one, list: [one], map: { a: one }, maybe: one };
  const open = { open: 'o' };
  assert.deepEqual(clientForm(schema).parse(whole), {
    ...open,
    inner: open,
    list: [open],
    map: { a: open },
    maybe: open,
  });
  assert.deepEqual(schema.parse(whole), whole);
  assert.equal(clientForm(z.object({ inner: secret.nullable() })).safeParse({ inner: null }).success, true);
});

test('a field that is reduced is told in its short form', () => {
  const schema = z.object({ one: reduced, list: z.array(reduced), none: reduced.nullable() });
  const whole = { one: 'abc', list: ['def'], none: null };
  assert.deepEqual(clientForm(schema).parse(whole), { one: 'a', list: ['d'], none: null });
});

test('a schema without such fields stays itself', () => {
  const schema = z.object({ a: z.array(z.object({ b: z.string().nullable() })) });
  assert.equal(clientForm(schema), schema);
});

test('a reviewer is told by the name that they gave, and by no id of their credentials', () => {
  const { reviewer } = version.shape;
  for (const [stored, told] of [
    ['A. Cartographer', 'A. Cartographer'],
    ['api-key:adelf83f1w3n', null],
    ['entra:0f0e0d0c-1111-2222-3333-444455556666', null],
    [null, null],
  ] as const) {
    assert.equal(clientForm(reviewer).parse(stored), told);
    assert.equal(reviewer.parse(stored), stored);
  }
});

test('of versions and jobs clients see no places, and no failures of ours', () => {
  const shape = (schema: z.ZodType) => Object.keys((clientForm(schema) as z.ZodObject).shape);
  for (const name of ['blob_path', 'table_name', 'current_job_id', 'deleted_at']) {
    assert.ok(!shape(version).includes(name), name);
  }
  const seen = clientForm(job).parse({
    ...{
      job_id: 'a',
      workflow_id: 'w',
      workflow_version: 1,
      state: 'failed',
      is_paused: false,
      percent: 1,
      attempt: 1,
    },
    ...{
      asset_id: null,
      version_ordinal: null,
      created_at: '2026-01-02T03:04:05.678Z',
      started_at: null,
      ended_at: null,
    },
    result: null,
    error: { code: 'contract_violation', message: 'at /srv/x.ts:3', detail: { stack: 'x' } },
  }) as { error: { code: string; message: string } };
  assert.deepEqual(Object.keys(seen.error), ['code', 'message']);
  assert.equal(seen.error.code, 'processing_failed');
  assert.doesNotMatch(JSON.stringify(seen), /srv|stack/);
});

test('places are taken out of outputs at any depth, and signed URLs with them', () => {
  const outputs = {
    blob_path: 'silver/x.tif',
    items: [{ container_name: 'silver', blob_name: 'x.tif', width: 3 }],
    link: 'https://a.blob.core.windows.net/c/x?sv=1&sig=abc',
    count: 2,
  };
  assert.deepEqual(withoutPlaces(outputs), { items: [{ width: 3 }], link: null, count: 2 });
});
