import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assetJobId, parseAssetJobId, standaloneJobId } from '../../../src/assets/job-id.ts';

const JOB = { workflow_id: 'echo_test', version: 2, inputs: { b: 1, a: ['x'] }, idempotency_key: null };

test('a job of an asset is named after asset, ordinal and revision', () => {
  assert.equal(assetJobId('0910ea81c879a37008e1a4894f74db27', 3, 1), '0910ea81c879a37008e1a4894f74db27-v3-r1');
});

test("the name of an asset's job says which it is; other names do not", () => {
  const asset_id = '0910ea81c879a37008e1a4894f74db27';
  assert.deepEqual(parseAssetJobId(`${asset_id}-v3-r1`), { asset_id, ordinal: 3, revision: 1 });
  for (const other of ['echo_test-240f76e4d29f96e1', `${asset_id}-v3`, `x${asset_id}-v3-r1`, `${asset_id}-v3-r1\n`]) {
    assert.equal(parseAssetJobId(other), undefined, other);
  }
});

// sha256('{"inputs":{"a":["x"],"b":1},"version":2,"workflow_id":"echo_test"}')
test('a standalone job is named after spec, version and inputs, whatever the order of the keys', () => {
  assert.equal(standaloneJobId(JOB), 'echo_test-240f76e4d29f96e1');
  assert.equal(standaloneJobId({ ...JOB, inputs: { a: ['x'], b: 1 } }), 'echo_test-240f76e4d29f96e1');
});

test('another version or other inputs are another job', () => {
  assert.notEqual(standaloneJobId({ ...JOB, version: 3 }), standaloneJobId(JOB));
  assert.notEqual(standaloneJobId({ ...JOB, inputs: { a: ['y'], b: 1 } }), standaloneJobId(JOB));
});

// sha256('{"idempotency_key":"k1","version":2,"workflow_id":"echo_test"}')
test('an idempotency key takes the place of the inputs', () => {
  assert.equal(standaloneJobId({ ...JOB, idempotency_key: 'k1' }), 'echo_test-d3afa7d657fca01e');
  assert.equal(standaloneJobId({ ...JOB, idempotency_key: 'k1', inputs: {} }), 'echo_test-d3afa7d657fca01e');
});
