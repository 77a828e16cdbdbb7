import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually, stackEnv } from '../support/stack.ts';
import { startAnotherDomain } from './support/another-domain.ts';
import { poolOf } from './support/database.ts';
import { clientWith, echoSubmission, untilProcessed } from './support/gateway.ts';
import { closeTemporalClient, temporalClient } from './support/run-spec.ts';

test('a domain API killed between commit and start: the job starts by itself, exactly once', async (t) => {
  t.after(closeTemporalClient);
  const domain = await startAnotherDomain(t, { RHUMBLINE_TEST_PAUSE_BEFORE_START_MS: '60000' });
  const submission = echoSubmission();
  const answer = domain.submit(submission).then(
    ({ status }) => status,
    () => 'no answer',
  );

  const pool = poolOf(t, stackEnv('DATABASE_URL'), 1);
  const jobId = await eventually(async () => {
    const { rows } = await pool.query('SELECT current_job_id FROM rhumbline.asset_versions WHERE request_id = $1', [
      submission.request_id,
    ]);
    assert.equal(rows.length, 1, 'not committed yet');
    return String(rows[0].current_job_id);
  });
  domain.process.kill('SIGKILL');
  const killedAt = Date.now();
  assert.equal(await answer, 'no answer');

  const status = await untilProcessed(clientWith(), submission.request_id);
  assert.equal(status.processing_state, 'completed');
  const { workflow } = await temporalClient();
  const { startTime } = await workflow.getHandle(jobId).describe();
  // Two seconds of grace, five between sweeps, and room for a busy machine.
  const late = startTime.getTime() - killedAt;
  assert.ok(late < 20_000, `it started ${late} ms after the kill`);
  const runs = [];
  for await (const run of workflow.list({ query: `WorkflowId = '${jobId}'` })) runs.push(run.runId);
  assert.equal(runs.length, 1);
});
