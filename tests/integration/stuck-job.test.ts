import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { sweep } from '../../src/api/domain/reconciler/sweep.ts';
import { startJob } from '../../src/api/domain/temporal/start-job.ts';
import { submitVersion } from '../../src/assets/submit-version.ts';
import { type JobProgress, PROGRESS, RESUME } from '../../src/plan/job.ts';
import { PAYLOADS } from '../support/data-converter.ts';
import { eventually } from '../support/stack.ts';
import { ACTOR, one, submission } from './support/asset-service.ts';
import { OwnWorker } from './support/own-worker.ts';
import { planOf } from './support/run-spec.ts';
import { store } from './support/storage.ts';
import { quietDomain } from './support/temporal.ts';

const AT_ONCE = { min_age_ms: 0, recheck_after_ms: 0, budget_ms: 4_000, give_up: { failures: 1_000, after_ms: 0 } };
const plan = planOf(`
workflow_id: waits_with_much
version: 1
inputs: { much: { type: string } }
nodes:
  ask: { type: approval, message: "Go on?" }
`);

test('a job whose payloads are lost is told of as stuck, once, and can be ended from outside', {
  timeout: 180_000,
}, async (t) => {
  const services = await quietDomain(t);
  const worker = new OwnWorker(t);
  await worker.start();
  const inputs = { much: randomBytes(100_000).toString('hex') };
  const { job_id, asset_id } = await submitVersion(services.pool, submission({ plan, inputs }), ACTOR);
  const asset = { asset_id, platform_id: 'ddh', ordinal: 1, revision: 0 };
  const job = { job_id, attempt: 1, asset, plan, inputs, software_version: 'test', retry_request: null };
  const rank = { priority: 5, submitted_by: ACTOR.name };
  assert.deepEqual(
    await startJob(services.temporal, { ...services, task_queues: worker.queues }, { ...job, ...rank }),
    { kind: 'started' },
  );
  const handle = services.temporal.workflow.getHandle(job_id);
  await eventually(async () => {
    const { nodes } = await handle.query<JobProgress>(PROGRESS);
    assert.equal(nodes[0]?.state, 'running');
  });
  await sweep(services, AT_ONCE);

  const blobs = await store.list(PAYLOADS.payloadContainer, `${job_id}/`);
  assert.ok(blobs.length > 0);
  for (const blob of blobs) await store.remove(blob);
  // Another worker has none of it in memory.
  await worker.end('SIGKILL');
  await worker.start();
  await handle.signal(RESUME);
  const told = async () => {
    await sweep(services, AT_ONCE);
    const query = "SELECT after->>'code' AS code FROM rhumbline.events WHERE job_id = $1 AND kind = 'Job:Stuck'";
    const { rows } = await services.pool.query<{ code: string }>(query, [job_id]);
    return rows.map(({ code }) => code);
  };
  await eventually(async () => assert.deepEqual(await told(), ['payload_missing']), 120_000, 1_000);
  assert.deepEqual(await told(), ['payload_missing'], 'once');

  await handle.terminate('its payloads are lost');
  await sweep(services, AT_ONCE);
  const row = "SELECT state, error->>'code' AS code FROM rhumbline.jobs WHERE job_id = $1";
  assert.deepEqual(await one(services.pool, row, [job_id]), { state: 'failed', code: 'workflow_terminated' });
});
