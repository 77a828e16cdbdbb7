import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
import { signServiceToken } from '../../../src/api/shared/service-token.ts';
import { eventually, ROOT, stackEnv } from '../../support/stack.ts';
import { poolOf } from '../support/database.ts';
import { clientWith, echoSubmission, untilProcessed } from '../support/gateway.ts';
import { closeTemporalClient, temporalClient } from '../support/run-spec.ts';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  assert.ok(address !== null && typeof address === 'object');
  return address.port;
}

test('a domain API killed between commit and start: the job starts by itself, exactly once', async (t) => {
  t.after(closeTemporalClient);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const domain = spawn(process.execPath, [join(ROOT, 'src/main/domain.ts')], {
    env: { ...process.env, RHUMBLINE_DOMAIN_PORT: `${port}`, RHUMBLINE_TEST_PAUSE_BEFORE_START_MS: '60000' },
    stdio: 'ignore',
  });
  t.after(() => domain.kill('SIGKILL'));
  await eventually(async () => assert.equal((await fetch(`${url}/health/live`)).status, 200), 30_000);

  const submission = echoSubmission();
  const key = new TextEncoder().encode(stackEnv('RHUMBLINE_SERVICE_KEY'));
  const request_id = 'domain-death';
  const identity = { actor: 'test', scopes: ['submit'], platform_id: null } as const;
  const token = await signServiceToken(key, { identity, request_id });
  const answer = fetch(`${url}/api/v1/domain/submit`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}`, 'X-Request-Id': request_id },
    body: JSON.stringify(submission),
  }).then(
    ({ status }) => status,
    () => 'no answer',
  );

  const pool = poolOf(t, stackEnv('DATABASE_URL'), 1);
  const jobId = await eventually(
    async () => {
      const { rows } = await pool.query('SELECT current_job_id FROM rhumbline.asset_versions WHERE request_id = $1', [
        submission.request_id,
      ]);
      assert.equal(rows.length, 1, 'not committed yet');
      return String(rows[0].current_job_id);
    },
    10_000,
    20,
  );
  domain.kill('SIGKILL');
  const killedAt = Date.now();
  assert.equal(await answer, 'no answer');

  const status = await untilProcessed(clientWith(), submission.request_id);
  assert.equal(status.processing_state, 'completed');
  assert.ok(Date.now() - killedAt < 15_000, `it took ${Date.now() - killedAt} ms`);
  const { workflow } = await temporalClient();
  const runs = [];
  for await (const run of workflow.list({ query: `WorkflowId = '${jobId}'` })) runs.push(run.runId);
  assert.equal(runs.length, 1);
});
