import assert from 'node:assert/strict';
import process from 'node:process';
import { after, test } from 'node:test';
import { eventually, pidOf, stackEnv } from '../../support/stack.ts';
import { closeTemporalClient, run } from '../support/run-spec.ts';

after(closeTemporalClient);

for (const [part, setting] of [
  ['gateway', 'RHUMBLINE_GATEWAY_URL'],
  ['domain', 'RHUMBLINE_DOMAIN_URL'],
] as const) {
  test(`stack: a ${part} that is killed is replaced, and is ready again`, async () => {
    const before = pidOf(part);
    process.kill(before, 'SIGKILL');
    await eventually(async () => {
      assert.notEqual(pidOf(part), before);
      assert.equal((await fetch(`${stackEnv(setting)}/health/ready`)).status, 200);
    });
  });
}

test('stack: a worker that is killed is replaced, and goes on with what waits for it', async () => {
  const before = pidOf('worker');
  process.kill(before, 'SIGKILL');
  const { status } = await run('workflow_id: waits\nversion: 1\nnodes: { only: { handler: echo } }');
  assert.equal(status, 'COMPLETED');
  assert.notEqual(pidOf('worker'), before);
});

test('stack: the gateway is ready again after the database was killed', async () => {
  const before = pidOf('postgres');
  process.kill(before, 'SIGKILL');
  await eventually(async () => {
    assert.notEqual(pidOf('postgres'), before);
    for (const name of ['RHUMBLINE_GATEWAY_URL', 'RHUMBLINE_DOMAIN_URL']) {
      assert.equal((await fetch(`${stackEnv(name)}/health/ready`)).status, 200);
    }
  });
});
