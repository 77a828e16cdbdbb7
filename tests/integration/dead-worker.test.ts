import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { sweep } from '../../src/api/domain/reconciler/sweep.ts';
import type { DomainServices } from '../../src/api/domain/services.ts';
import { startCommittedJob } from '../../src/api/domain/start-committed-job.ts';
import { submitJob } from '../../src/assets/submit-job.ts';
import { eventually, stackEnv } from '../support/stack.ts';
import { startAnotherWorker } from './support/another-domain.ts';
import { ACTOR, one } from './support/asset-service.ts';
import { suiteLifetime } from './support/lifetime.ts';
import { planOf } from './support/run-spec.ts';
import { quietDomain } from './support/temporal.ts';

const SLOW = planOf(`
workflow_id: slow
version: 1
nodes:
  wait:
    handler: echo
    params: { steps: 100, step_delay: 1 }
    timeout: { start_to_close: 10m, heartbeat: 6s }
    retry: { max_attempts: 3, initial_delay: 1s }
`);

describe('a node whose worker died, with no other to go on', () => {
  const lifetime = suiteLifetime();
  let services: DomainServices;
  let url: string;
  before(async () => {
    services = await quietDomain(lifetime);
    url = String(services.pool.options.connectionString);
  });

  test('shows that it is to be tried again, and what its attempt came to', async () => {
    const worker = await startAnotherWorker(lifetime, {
      DATABASE_URL_DOMAIN: url,
      RHUMBLINE_TASK_QUEUE_LIGHT: services.task_queues.light,
      RHUMBLINE_TASK_QUEUE_HEAVY: services.task_queues.heavy,
      RHUMBLINE_WORKER_QUEUES: 'light',
      TEMPORAL_NAMESPACE: stackEnv('TEMPORAL_NAMESPACE'),
    });
    const inputs = {};
    const { job_id } = await submitJob(
      services.pool,
      {
        ...{ plan: SLOW, inputs, correlation_id: null, callback_url: null, priority: 5, idempotency_key: null },
        software_version: '0.0.0-test',
      },
      ACTOR,
    );
    const job = { job_id, attempt: 1, asset: null, plan: SLOW, inputs, software_version: '0.0.0-test' };
    await startCommittedJob(services, { ...job, retry_request: null });
    lifetime.after(() => services.temporal.workflow.getHandle(job_id).terminate('end of the test'));
    const node = () =>
      one<{ state: string; percent: number; code: string | null }>(
        services.pool,
        "SELECT state, percent, last_failure->>'code' AS code FROM rhumbline.job_nodes WHERE job_id = $1",
        [job_id],
      );
    await eventually(async () => assert.ok((await node()).percent > 0));
    worker.kill('SIGKILL');
    await eventually(
      async () => {
        await sweep(services, { min_age_ms: 0, recheck_after_ms: 0, budget_ms: 4_000 });
        const { state, code } = await node();
        assert.deepEqual([state, code], ['running', 'timeout_heartbeat']);
      },
      undefined,
      1_000,
    );
    const { rows } = await services.pool.query(
      `SELECT kind, attempt, error->>'code' AS code FROM rhumbline.job_timeline
       WHERE job_id = $1 AND kind LIKE 'attempt%' ORDER BY occurred_at`,
      [job_id],
    );
    assert.deepEqual(rows, [
      { kind: 'attempt_started', attempt: 1, code: null },
      { kind: 'attempt_failed', attempt: 1, code: 'timeout_heartbeat' },
    ]);
  });
});
