import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { suiteLifetime } from './support/lifetime.ts';
import { rhumbline } from './support/rhumbline.ts';
import { closeTemporalClient, scheduledActivities, temporalClient } from './support/run-spec.ts';
import { temporaryFolder } from './support/storage.ts';

after(closeTemporalClient);

const UNLUCKY = [3, 141, 278, 500, 627, 810, 999];

/** A thousand items, of which seven fail in the job's first attempt. */
function specOf(chunk: string): string {
  return `
workflow_id: retry_items
version: 1
inputs:
  unlucky: { type: array }
nodes:
  each:
    type: fan_out
    source: "{{ range(1000) }}"
    key: "tile-{{ item }}"
    ${chunk}
    task:
      handler: flaky_echo
      params:
        message: "{{ item }}"
        fail_for: "{{ inputs.unlucky if job.attempt == 1 else [] }}"
        permanent: true
  total: { type: fan_in, from: each, aggregation: sum, value: "{{ output.message }}" }
  all: { type: fan_in, from: each, aggregation: collect, value: "{{ output.message }}" }
outputs: { total: "{{ nodes.total.output }}", all: "{{ nodes.all.output }}" }
`;
}

describe('of 1,000 items 7 fail and are named', { concurrency: true }, () => {
  const lifetime = suiteLifetime();
  const folder = temporaryFolder(lifetime);
  const runAndWait = async (chunk: string, unlucky: readonly number[]): Promise<Ended> => {
    const file = join(await folder, `${randomUUID()}.yaml`);
    await writeFile(file, specOf(chunk));
    const inputs = ['-i', `unlucky=${JSON.stringify(unlucky)}`, '--idempotency-key', randomUUID()];
    const { out } = await rhumbline(['run', file, ...inputs, '--wait', '--json']);
    return (JSON.parse(out) as { job: Ended }).job;
  };
  let withoutFailures: unknown;
  before(async () => {
    const { state, job_id } = await runAndWait('', []);
    assert.equal(state, 'completed');
    withoutFailures = await outputsOf(job_id);
  });

  for (const [how, chunk] of Object.entries({ 'in chunks': '', 'one by one': 'chunk: { size: 1 }' })) {
    test(`${how}: a retry runs these 7 again and gives what a run without failures gives`, async () => {
      const failed = await runAndWait(chunk, UNLUCKY);
      assert.equal(failed.state, 'failed');
      assert.equal(failed.error?.code, 'items_failed');
      for (const item of UNLUCKY) assert.match(String(failed.error?.message), new RegExp(`\\btile-${item}\\b`));

      const retried = await rhumbline(['retry', failed.job_id, '--wait', '--json']);
      assert.equal(retried.exitCode, 0, retried.err);
      const handle = (await temporalClient()).workflow.getHandle(failed.job_id);
      const ran = (await scheduledActivities(handle)).filter((id) => id.startsWith('each'));
      assert.deepEqual(ran.toSorted(), UNLUCKY.map((item) => `each/tile-${item}`).toSorted());
      assert.deepEqual(await outputsOf(failed.job_id), withoutFailures);
    });
  }
});

interface Ended {
  job_id: string;
  state: string;
  error: { code: string; message: string } | null;
}

async function outputsOf(jobId: string): Promise<unknown> {
  const { outputs } = await (await temporalClient()).workflow.getHandle(jobId).result();
  return outputs;
}
