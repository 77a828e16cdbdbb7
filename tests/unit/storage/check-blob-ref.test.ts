import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkBlobPrefix } from '../../../src/plan/blob-names.ts';
import { FaultError } from '../../../src/plan/fault.ts';
import { checkBlobRef } from '../../../src/storage/check-blob-ref.ts';

const taken = [
  'scene.tif',
  'a/b/c.tif',
  'été 2024/Zürich (1).tif',
  '100%.tif',
  'a..b.tif',
  'x=1&y=2?.tif',
  'visualisation/vsi-notes.tif',
  'a'.repeat(1024),
];
for (const blob_name of taken) {
  test(`takes the blob name ${blob_name.slice(0, 40)}`, () => {
    assert.deepEqual(checkBlobRef({ container_name: 'bronze', blob_name }), { container_name: 'bronze', blob_name });
  });
}

const refused: [string, RegExp][] = [
  ['', /must not be empty/],
  ['a'.repeat(1025), /at most 1024/],
  ['../secret.tif', /\. or \.\./],
  ['a/../../b.tif', /\. or \.\./],
  ['a/./b.tif', /\. or \.\./],
  ['a/%2e%2e/b.tif', /encoded dots/],
  ['a/%2E%2E%2fb.tif', /encoded dots/],
  ['a/%252e%252e/b.tif', /encoded dots/],
  ['a%00.tif', /encoded dots, slashes or control/],
  ['a\\b.tif', /backslash/],
  ['a\u0000.tif', /control characters/],
  ['a\nb.tif', /control characters/],
  ['a\ud800.tif', /well-formed/],
  ['/vsicurl/http://169.254.169.254/', /must not start with \//],
  ['vsicurl/x.tif', /virtual file systems/],
  ['a/VSIMEM/x.tif', /virtual file systems/],
  ['-of.tif', /must not start with -/],
  ['/etc/passwd', /must not start with \//],
  ['a//b.tif', /empty part/],
  ['a/b/', /empty part/],
  ['a./b.tif', /ends with a dot/],
  [Array(256).fill('a').join('/'), /at most 254 parts/],
];
for (const [blob_name, says] of refused) {
  test(`refuses the blob name ${JSON.stringify(blob_name).slice(0, 40)}`, () => {
    assert.throws(
      () => checkBlobRef({ container_name: 'bronze', blob_name }),
      (error) => {
        assert.ok(error instanceof FaultError);
        assert.equal(error.fault.code, 'invalid_blob_path');
        assert.equal(error.fault.detail?.field, 'blob_name');
        assert.match(error.message, says);
        assert.equal(error.retryable, false);
        return true;
      },
    );
  });
}

for (const container_name of ['Bronze', 'ab', 'a--b', '-ab', 'ab-', 'a_b', '$web', 'a/b', '..', 'a'.repeat(64)]) {
  test(`refuses the container name ${container_name.slice(0, 20)}`, () => {
    assert.throws(() => checkBlobRef({ container_name, blob_name: 'x.tif' }), /container name .* must have 3 to 63/);
  });
}

for (const prefix of ['', 'a', 'a/', 'a/b', 'a/b.', 'part-00', '.', 'a'.repeat(1024)]) {
  test(`takes the prefix ${JSON.stringify(prefix.slice(0, 20))}`, () => assert.equal(checkBlobPrefix(prefix), prefix));
}

for (const [prefix, says] of [
  ['..', /must not have \.\. as a part/],
  ['a/../b', /must not have \.\. as a part/],
  ['a/..', /must not have \.\. as a part/],
  ['/a', /must not start with \//],
  ['a//', /empty part/],
  ['a%2e%2e', /encoded dots/],
  ['a\\b', /backslash/],
  ['a\nb', /control characters/],
  ['vsicurl/', /virtual file systems/],
  ['a'.repeat(1025), /at most 1024 characters/],
  [`${'a'.repeat(1023)}/`, /empty part/],
] as const) {
  test(`refuses the prefix ${JSON.stringify(prefix.slice(0, 20))} for ${says.source}`, () => {
    assert.throws(
      () => checkBlobPrefix(prefix),
      (error) => error instanceof FaultError && error.fault.code === 'invalid_blob_path' && says.test(error.message),
    );
  });
}
