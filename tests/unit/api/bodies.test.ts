import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { z } from 'zod';
import { parseOrRefuse } from '../../../src/api/shared/parse.ts';
import { ProblemError } from '../../../src/api/shared/problem.ts';
import { approveBody, gatewayJobBody, platformSubmitBody, rejectBody } from '../../../src/api/shared/schemas/bodies.ts';
import { retryBody } from '../../../src/api/shared/schemas/retry-body.ts';

const SUBMISSION = {
  platform_id: 'ddh',
  platform_refs: { dataset_id: 'DS-1', resource_id: 'R-1' },
  data_type: 'raster',
};

/** `pointer code` of every fault. */
function faultsOf(schema: z.ZodType, body: unknown): string[] {
  try {
    parseOrRefuse(schema, body, 'body');
  } catch (error) {
    assert.ok(error instanceof ProblemError, String(error));
    assert.equal(error.code, 'invalid_request');
    return error.faults.map(({ pointer, code }) => `${pointer} ${code}`);
  }
  return [];
}

test('the least submission, with what is left out filled in', () => {
  assert.deepEqual(parseOrRefuse(platformSubmitBody, SUBMISSION, 'body'), {
    ...SUBMISSION,
    version_label: null,
    workflow_id: null,
    input_params: {},
    submitted_by: null,
    callback_url: null,
  });
});

test('an id that stands in a path is no step in it', () => {
  for (const step of ['.', '..']) {
    assert.deepEqual(faultsOf(gatewayJobBody, { workflow_id: step }), ['/workflow_id invalid_format']);
    assert.deepEqual(faultsOf(platformSubmitBody, { ...SUBMISSION, platform_id: step }), [
      '/platform_id invalid_format',
    ]);
  }
  assert.deepEqual(faultsOf(gatewayJobBody, { workflow_id: '...' }), []);
});

test('null means left out', () => {
  const nulls = { version_label: null, workflow_id: null, request_id: null, submitted_by: null, callback_url: null };
  assert.deepEqual(faultsOf(platformSubmitBody, { ...SUBMISSION, ...nulls }), []);
});

test('every fault comes at once, with its pointer', () => {
  assert.deepEqual(
    faultsOf(platformSubmitBody, {
      platform_refs: { dataset_id: 7 },
      data_type: 'pointcloud',
      request_id: '../../etc',
      callback_url: 'ftp://x',
      colour: 'red',
    }),
    [
      '/platform_id missing_field',
      '/platform_refs/dataset_id wrong_type',
      '/data_type invalid_value',
      '/callback_url invalid_format',
      '/request_id invalid_format',
      '/colour unknown_field',
    ],
  );
});

for (const [what, over, fault] of [
  ['a platform_id of 51 characters', { platform_id: 'x'.repeat(51) }, '/platform_id out_of_range'],
  ['a version_label of 101 characters', { version_label: 'x'.repeat(101) }, '/version_label out_of_range'],
  ['a workflow_id of 65 characters', { workflow_id: 'x'.repeat(65) }, '/workflow_id out_of_range'],
  ['a request_id of 65 characters', { request_id: 'x'.repeat(65) }, '/request_id invalid_format'],
  ['a request_id that a URL would swallow', { request_id: '..' }, '/request_id invalid_format'],
  ['a submitted_by of 65 characters', { submitted_by: 'x'.repeat(65) }, '/submitted_by out_of_range'],
  ['a callback_url of 513 characters', { callback_url: `https://x/${'y'.repeat(503)}` }, '/callback_url out_of_range'],
  ['a callback_url with a line end', { callback_url: 'https://x/\r\ny' }, '/callback_url invalid_format'],
  ['a callback_url with a password', { callback_url: 'https://u:p@x/' }, '/callback_url invalid_value'],
  ['a control character', { version_label: 'a\nb' }, '/version_label invalid_format'],
  ['inputs that are a list', { input_params: [] }, '/input_params wrong_type'],
  ['references that are a list', { platform_refs: [] }, '/platform_refs wrong_type'],
  ...['\u0000', 'a\nb', 'a\u202eb', 'a\u200bb', 'a\ufeffb', 'a\u2066b', '\u00ada'].map(
    (dataset_id) =>
      [
        `the reference ${JSON.stringify(dataset_id)}, of which something is not seen,`,
        { platform_refs: { dataset_id } },
        '/platform_refs/dataset_id invalid_format',
      ] as const,
  ),
  ...[' ', ' a', 'a\u00a0', '\u3000'].map(
    (dataset_id) =>
      [
        `the reference ${JSON.stringify(dataset_id)} with blanks around it`,
        { platform_refs: { dataset_id } },
        '/platform_refs/dataset_id invalid_format',
      ] as const,
  ),
  ['an empty reference', { platform_refs: { dataset_id: '' } }, '/platform_refs/dataset_id out_of_range'],
] as const) {
  test(`${what} is refused`, () => assert.deepEqual(faultsOf(platformSubmitBody, { ...SUBMISSION, ...over }), [fault]));
}

test('a reference may have what names are made of', () => {
  for (const dataset_id of ['DS 2041/é', '数据集', 'مجموعة', '🌍', 'x'.repeat(255)]) {
    assert.deepEqual(faultsOf(platformSubmitBody, { ...SUBMISSION, platform_refs: { dataset_id } }), [], dataset_id);
  }
});

test('of very many faults the first hundred are told, and of a very long name its beginning', () => {
  const fields = Object.fromEntries(Array.from({ length: 50_000 }, (_, index) => [`field_${index}`, 1]));
  const [many, long] = [fields, { ['x'.repeat(1_000_000)]: 1 }].map((more) => {
    try {
      parseOrRefuse(platformSubmitBody, { ...SUBMISSION, ...more }, 'body');
    } catch (error) {
      if (error instanceof ProblemError) return error;
    }
    throw new Error('not refused');
  });
  assert.equal(many?.faults.length, 100);
  assert.match(String(many?.message), / And 49999 more: errors has the first 100\.$/);
  assert.ok(JSON.stringify([long?.faults, long?.message]).length < 10_000);
});

test('a body that is no object is refused as a whole', () => {
  assert.deepEqual(faultsOf(platformSubmitBody, []), [' wrong_type']);
});

test('no body is told apart, with everything that a body must have', () => {
  const fields = ['/platform_id missing_field', '/platform_refs missing_field', '/data_type missing_field'];
  assert.deepEqual(faultsOf(platformSubmitBody, {}), fields);
  assert.deepEqual(faultsOf(platformSubmitBody, undefined), [' missing_field', ...fields]);
  assert.throws(() => parseOrRefuse(platformSubmitBody, undefined, 'body'), {
    message: 'A body is required: a JSON object. And 3 more: see errors.',
  });
});

test('a job takes priorities 0 to 10', () => {
  const job = { workflow_id: 'echo_test' };
  assert.equal(parseOrRefuse(gatewayJobBody, job, 'body').priority, 5);
  assert.deepEqual(faultsOf(gatewayJobBody, { ...job, priority: 11 }), ['/priority out_of_range']);
  assert.deepEqual(faultsOf(gatewayJobBody, { ...job, priority: -1 }), ['/priority out_of_range']);
  assert.deepEqual(faultsOf(gatewayJobBody, { ...job, priority: 1.5 }), ['/priority wrong_type']);
});

test('an approval needs no body, a rejection a reason', () => {
  assert.deepEqual(parseOrRefuse(approveBody, undefined, 'body'), { reviewer: null });
  assert.deepEqual(faultsOf(rejectBody, {}), ['/rejection_reason missing_field']);
  assert.deepEqual(faultsOf(rejectBody, { rejection_reason: '  ' }), ['/rejection_reason out_of_range']);
});

test('a retry names something, or leaves the field out', () => {
  assert.deepEqual(faultsOf(retryBody, {}), []);
  assert.deepEqual(faultsOf(retryBody, { nodes: [], items: {}, outputs: {}, item_outputs: { tiles: {} } }), [
    '/nodes out_of_range',
    '/items invalid_value',
    '/outputs invalid_value',
    '/item_outputs/tiles invalid_value',
  ]);
});

test('a retry says one thing of a node, and of an item', () => {
  const items = { tiles: ['t1', 't2'] };
  assert.deepEqual(
    faultsOf(retryBody, { nodes: ['b'], outputs: { a: 1 }, items, item_outputs: { tiles: { t3: 1 } } }),
    [],
  );
  assert.deepEqual(faultsOf(retryBody, { nodes: ['b', 'a', 'tiles'], outputs: { a: 1 }, items }), [
    '/nodes/1 invalid_value',
    '/nodes/2 invalid_value',
  ]);
  assert.deepEqual(faultsOf(retryBody, { nodes: ['tiles'], items, item_outputs: { tiles: { t2: 1 } } }), [
    '/nodes/0 invalid_value',
    '/items/tiles/1 invalid_value',
  ]);
});
