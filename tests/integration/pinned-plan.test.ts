import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { stackEnv } from '../support/stack.ts';
import { startAnotherDomain } from './support/another-domain.ts';
import { poolOf } from './support/database.ts';
import { clientWith, echoSubmission, untilProcessed } from './support/gateway.ts';
import { closeTemporalClient, temporalClient } from './support/run-spec.ts';

const spec = (version: number, word: string) => `
workflow_id: changing
version: ${version}
nodes:
  slow: { handler: echo, params: { steps: 10, step_delay: 0.2 } }
  say: { handler: echo, depends_on: slow, params: { word: ${word} } }
outputs: { word: "{{ nodes.say.output.echoed_params.word }}" }
`;

test('a spec changed while its job runs does not change the job; its id is one string in three places', async (t) => {
  t.after(closeTemporalClient);
  const folder = await mkdtemp(join(tmpdir(), 'rhumbline-specs-'));
  t.after(() => rm(folder, { recursive: true }));
  const domain = await startAnotherDomain(t, { RHUMBLINE_WORKFLOWS_DIR: folder });
  const submit = async () => {
    const submission = echoSubmission({ workflow_id: 'changing', input_params: {} });
    assert.equal((await domain.submit(submission)).status, 202);
    return submission.request_id;
  };

  await writeFile(join(folder, 'changing.yaml'), spec(1, 'before'));
  const first = await submit();
  await writeFile(join(folder, 'changing.yaml'), spec(2, 'after'));
  const second = await submit();

  const client = clientWith();
  const pool = poolOf(t, stackEnv('DATABASE_URL'), 1);
  const { workflow } = await temporalClient();
  for (const [requestId, version, word] of [
    [first, 1, 'before'],
    [second, 2, 'after'],
  ] as const) {
    assert.equal((await untilProcessed(client, requestId)).processing_state, 'completed');
    const { rows } = await pool.query(
      `SELECT current_job_id, job_id, result FROM rhumbline.asset_versions
       JOIN rhumbline.jobs ON jobs.job_id = current_job_id WHERE request_id = $1`,
      [requestId],
    );
    assert.equal(rows.length, 1);
    const { job_id, current_job_id, result } = rows[0];
    assert.deepEqual(result.outputs, { word });
    assert.equal(result._provenance.version, version);
    assert.equal((await workflow.getHandle(job_id).describe()).workflowId, current_job_id);
    assert.equal(result._provenance.job_id, current_job_id);
  }
});
