import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { execa } from 'execa';
import { createGatewayClient } from '../../src/cli/gateway-client/gateway-client.ts';
import { blobOf, required } from './support/storage.ts';

const DEMO = resolve(import.meta.dirname, '../../src/main/demo.ts');

const gateway = createGatewayClient({
  url: required('RHUMBLINE_GATEWAY_URL'),
  apiKey: required('RHUMBLINE_API_KEY'),
  signal: AbortSignal.timeout(600_000),
});

test('demo: two rasters come to the catalogue, also after a run that left a version unresolved', async (t) => {
  const left = await gateway.submitAsset({
    platform_id: 'ddh',
    platform_refs: { dataset_id: 'rhumbline-demo', resource_id: 'blue-marble' },
    data_type: 'raster',
    request_id: randomUUID(),
    input_params: { ...(await blobOf(t, 'no raster')) },
  });

  const { exitCode, stdout, stderr } = await execa(process.execPath, [DEMO], { reject: false });
  assert.equal(exitCode, 0, `${stdout}\n${stderr}`);
  assert.match(stdout, new RegExp(`\\n {2}An earlier run left version ${left.version_ordinal} unresolved \\(`));
  const rejected = await gateway.version(left.asset_id, left.version_ordinal);
  assert.equal(rejected.approval_state, 'rejected');

  assert.match(
    stdout,
    new RegExp(`\\n {4}Version {6}${left.version_ordinal + 1} of ${left.asset_id}: completed, approved\\n`),
  );
  assert.match(stdout, /\n {17}\d+\.\d MB, 4096 × 2048, 3 × Byte, ZSTD, SHA-256 [0-9a-f]{16}… as on record\n/);
  assert.match(stdout, /\n {17}\d+\.\d MB, 2388 × 1434, 4 × UInt16, ZSTD, SHA-256 [0-9a-f]{16}… as on record\n/);
  assert.equal(stdout.match(/\n {17}one of \d+ found by a search over /g)?.length, 2);
  assert.match(stdout, /\nDone: everything above was checked, and it took (\d+ min )?[\d.]+ s\.$/);
});

test('demo: says in a sentence why it cannot go on', async () => {
  const env = { RHUMBLINE_GATEWAY_URL: 'http://127.0.0.1:9' };
  const { exitCode, stderr } = await execa(process.execPath, [DEMO], { env, reject: false });
  assert.equal(exitCode, 1);
  assert.match(stderr, /^\nThe demo failed\. stack_not_ready: The gateway at http:\/\/127\.0\.0\.1:9 is not ready/);
});
