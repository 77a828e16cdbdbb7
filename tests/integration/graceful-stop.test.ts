import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { eventually } from '../support/stack.ts';
import { startAnotherDomain } from './support/another-domain.ts';
import { spawnGateway } from './support/another-gateway.ts';
import { clientWith, echoSubmission } from './support/gateway.ts';

test('a domain API that is told to stop fails readiness, ends the request that it is at, and exits with 0', async (t) => {
  const domain = await startAnotherDomain(t, {
    RHUMBLINE_TEST_PAUSE_BEFORE_START_MS: '6000',
    RHUMBLINE_DRAIN_TIME: '3s',
  });
  const submission = echoSubmission();
  const answer = domain.submit(submission);
  // It is committed by now, and about to be started.
  const path = `/api/platform/status/${submission.request_id}`;
  await eventually(async () => assert.equal((await clientWith().get(path)).status, 200));
  const exited = once(domain.process, 'exit');
  domain.process.kill('SIGTERM');
  await eventually(
    async () => {
      const ready = await domain.get('/health/ready');
      assert.deepEqual([ready.status, ((await ready.json()) as { status: string }).status], [503, 'stopping']);
    },
    2_500,
    20,
  );
  assert.equal((await answer).status, 202);
  assert.deepEqual(await exited, [0, null]);
  await assert.rejects(domain.get('/health/live'));
});

/** More than what is under way gets to end, less than Docker and Kubernetes wait for. */
const PATIENCE_MS = 15_000;

test('a gateway whose domain API hangs does not wait for it when it is told to stop', async (t) => {
  const hanging = createServer(() => {}).listen(0, '127.0.0.1');
  t.after(() => hanging.close());
  await once(hanging, 'listening');
  const address = hanging.address();
  assert.ok(typeof address === 'object' && address !== null);
  const gateway = await spawnGateway(t, {
    RHUMBLINE_DOMAIN_URL: `http://127.0.0.1:${address.port}`,
  });
  const asked = once(hanging, 'connection');
  const answer = clientWith(undefined, gateway.url).post('/api/platform/submit', echoSubmission());
  const refused = answer.then(
    ({ status }) => assert.equal(status, 503),
    () => {},
  );
  await asked;
  const exited = once(gateway.process, 'exit', { signal: AbortSignal.timeout(PATIENCE_MS) });
  gateway.process.kill('SIGTERM');
  assert.deepEqual(await exited, [0, null]);
  await refused;
});
