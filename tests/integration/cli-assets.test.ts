import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from '../support/stack.ts';
import { clientWith, echoSubmission, untilProcessed } from './support/gateway.ts';
import { rhumbline } from './support/rhumbline.ts';

async function processed(): Promise<{ asset_id: string; request_id: string }> {
  const submission = echoSubmission();
  const { body } = await clientWith().post('/api/platform/submit', submission);
  await untilProcessed(clientWith(), submission.request_id);
  return { asset_id: String(body.asset_id), request_id: submission.request_id };
}

const said = async (...args: string[]) => {
  const { exitCode, out, err } = await rhumbline(args);
  return [exitCode, out, err];
};

test('cli: an asset is reprocessed, approved, cleared, published, deleted and restored', async () => {
  const { asset_id, request_id } = await processed();
  assert.deepEqual(await said('reprocess', asset_id, '1'), [
    0,
    `Version 1 of ${asset_id} is queued, revision 1.\nFollow it: rhumbline watch ${asset_id}-v1-r1`,
    '',
  ]);
  await untilProcessed(clientWith(), request_id);
  assert.equal((await rhumbline(['approve', asset_id, '1'])).exitCode, 0);
  const refused = await rhumbline(['publish', asset_id]);
  assert.equal(refused.exitCode, 3);
  assert.match(refused.err, /^asset_not_cleared: The asset [0-9a-f]{32} is not cleared for official use yet\./);
  assert.deepEqual(await said('clear', asset_id, '--reviewer', 'cy'), [0, `${asset_id} is ouo.`, '']);
  assert.deepEqual(await said('publish', asset_id), [0, `${asset_id} is public.`, '']);
  const deleted = `${asset_id} is deleted. To have it back: rhumbline restore ${asset_id}`;
  assert.deepEqual(await said('delete', asset_id), [0, deleted, '']);
  assert.match((await rhumbline(['reprocess', asset_id, '1'])).err, /^asset_deleted: /);
  const restored = await rhumbline(['restore', asset_id, '--json']);
  assert.deepEqual(JSON.parse(restored.out), { asset_id, clearance: 'public', latest_ordinal: 1, deleted_at: null });
});

test('cli: an asset whose job runs is deleted when it is told to cancel that', async () => {
  const submission = echoSubmission({ input_params: { message: 'x', steps: 600, step_delay: 0.5 } });
  const { body } = await clientWith().post('/api/platform/submit', submission);
  const asset_id = String(body.asset_id);
  const refused = await rhumbline(['delete', asset_id, '--json']);
  assert.deepEqual([refused.exitCode, JSON.parse(refused.out).error.code], [3, 'job_running']);
  assert.equal((await rhumbline(['delete', asset_id, '--cancel-jobs'])).exitCode, 0);
  assert.equal((await untilProcessed(clientWith(), submission.request_id)).processing_state, 'cancelled');
});

test('cli: an API key is made, listed, rotated and revoked', async () => {
  const made = await rhumbline([
    'api-key',
    'create',
    '--name',
    'cli test',
    '--scope',
    'read',
    '--platform',
    'ddh',
    '--json',
  ]);
  assert.equal(made.exitCode, 0);
  const { prefix, key } = JSON.parse(made.out);
  assert.equal((await clientWith(key).get('/api/assets')).status, 200);
  const list = await rhumbline(['api-key', 'list', '--platform', 'ddh']);
  assert.ok(list.out.split('\n').includes(`${prefix}  active   read  ddh  cli test`), list.out);
  assert.ok(!list.out.includes(key.slice(16)));

  const rotated = await rhumbline(['api-key', 'rotate', prefix, '--overlap', '1h']);
  assert.match(rotated.out, /^The key [0-9a-z]{12}, which is told this once:\nrh_[0-9a-z]{12}_[A-Za-z0-9_-]{43}$/);
  const again = await rhumbline(['api-key', 'rotate', prefix]);
  assert.deepEqual([again.exitCode, again.err.split(':')[0]], [3, 'api_key_rotated']);
  assert.deepEqual(await said('api-key', 'revoke', prefix), [0, `The key ${prefix} is revoked.`, '']);
  await eventually(async () => assert.equal((await clientWith(key).get('/api/assets')).status, 401), 15_000);
  const unknown = await rhumbline(['api-key', 'create', '--name', 'x', '--scope', 'read', '--platform', 'nobody']);
  assert.deepEqual([unknown.exitCode, unknown.err.split(':')[0]], [3, 'unknown_platform']);
});
