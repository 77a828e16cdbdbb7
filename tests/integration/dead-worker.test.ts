import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { before, describe, test } from 'node:test';
import { sweep } from '../../src/api/domain/reconciler/sweep.ts';
import type { DomainServices } from '../../src/api/domain/services.ts';
import { startCommittedJob } from '../../src/api/domain/start-committed-job.ts';
import { submitJob } from '../../src/assets/submit-job.ts';
import type { ExecutionPlan } from '../../src/plan/plan.ts';
import { eventually, stackEnv } from '../support/stack.ts';
import { startAnotherWorker } from './support/another-domain.ts';
import { ACTOR, one } from './support/asset-service.ts';
import { suiteLifetime } from './support/lifetime.ts';
import { planOf, withSpecs } from './support/run-spec.ts';
import { quietDomain } from './support/temporal.ts';

const SLOW = `
workflow_id: slow
version: 1
nodes:
  wait:
    handler: echo
    params: { steps: 100, step_delay: 1 }
    timeout: { start_to_close: 10m, heartbeat: 20s }
    retry: { max_attempts: 3, initial_delay: 1s }
`;
const USES_SLOW = `
workflow_id: uses_slow
version: 1
nodes:
  wait: { uses: slow }
`;
/** Of its items one is under way, and nineteen wait in its chunk. */
const IN_CHUNKS = `
workflow_id: in_chunks
version: 1
nodes:
  wait:
    type: fan_out
    source: "{{ range(20) }}"
    chunk: { size: 20 }
    max_concurrency: 1
    task:
      handler: echo
      params: { steps: 1, step_delay: 30, n: "{{ item }}" }
      timeout: { start_to_close: 10m, heartbeat: 60s }
      retry: { max_attempts: 3, initial_delay: 1s }
`;

describe('a node whose worker died', () => {
  const lifetime = suiteLifetime();
  let services: DomainServices;
  let worker: ChildProcess;
  before(async () => {
    services = await quietDomain(lifetime);
  });

  const startWorker = () =>
    startAnotherWorker(lifetime, {
      DATABASE_URL_DOMAIN: String(services.pool.options.connectionString),
      RHUMBLINE_TASK_QUEUE_LIGHT: services.task_queues.light,
      RHUMBLINE_TASK_QUEUE_HEAVY: services.task_queues.heavy,
      RHUMBLINE_WORKER_QUEUES: 'light',
      TEMPORAL_NAMESPACE: stackEnv('TEMPORAL_NAMESPACE'),
    });

  async function start(plan: ExecutionPlan): Promise<string> {
    const inputs = {};
    const { job_id } = await submitJob(
      services.pool,
      {
        ...{ plan, inputs, correlation_id: null, callback_url: null, priority: 5, idempotency_key: null },
        software_version: '0.0.0-test',
      },
      ACTOR,
    );
    const job = { job_id, attempt: 1, asset: null, plan, inputs, software_version: '0.0.0-test' };
    await startCommittedJob(services, { ...job, priority: 5, submitted_by: ACTOR.name, retry_request: null });
    lifetime.after(() =>
      services.temporal.workflow
        .getHandle(job_id)
        .terminate('end of the test')
        .catch(() => {}),
    );
    return job_id;
  }

  const node = (jobId: string) =>
    one<{ state: string; attempt: number; percent: number; code: string | null }>(
      services.pool,
      "SELECT state, attempt, percent, last_failure->>'code' AS code FROM rhumbline.job_nodes WHERE job_id = $1",
      [jobId],
    );

  /** What the timeline says of attempts. */
  async function attempts(jobId: string) {
    const { rows } = await services.pool.query(
      `SELECT kind, item_key, attempt, error->>'code' AS code FROM rhumbline.job_timeline
       WHERE job_id = $1 AND kind LIKE 'attempt%' ORDER BY occurred_at`,
      [jobId],
    );
    return rows.map((row) => [row.kind, row.item_key, row.attempt, row.code]);
  }

  const shown = (jobId: string, expected: [state: string, code: string]) =>
    eventually(
      async () => {
        await sweep(services, {
          min_age_ms: 0,
          recheck_after_ms: 0,
          budget_ms: 4_000,
          give_up: { failures: 1_000, after_ms: 0 },
        });
        const { state, code } = await node(jobId);
        assert.deepEqual([state, code], expected);
      },
      undefined,
      1_000,
    );

  test('with no other to go on, shows that it is to be tried again, and what its attempt came to', async () => {
    worker = await startWorker();
    const specs = withSpecs({ slow: SLOW });
    const jobs = await Promise.all([SLOW, USES_SLOW, IN_CHUNKS].map((spec) => start(planOf(spec, specs))));
    const [slow, used, chunked] = jobs as [string, string, string];
    await eventually(async () => assert.ok((await node(slow)).percent > 0));
    for (const job of jobs) await eventually(async () => assert.equal((await node(job)).state, 'running'));
    worker.kill('SIGKILL');
    for (const job of jobs) await shown(job, ['running', 'timeout_heartbeat']);
    assert.deepEqual(await attempts(slow), [
      ['attempt_started', null, 1, null],
      ['attempt_failed', null, 1, 'timeout_heartbeat'],
    ]);
    assert.deepEqual(await attempts(used), [['attempt_failed', 'wait', 1, 'timeout_heartbeat']]);
    assert.deepEqual(await attempts(chunked), [['attempt_failed', null, 1, 'timeout_heartbeat']]);
    assert.equal((await node(chunked)).attempt, 1);

    await startWorker();
    await eventually(async () => assert.equal((await attempts(chunked)).length, 3));
    assert.equal((await node(chunked)).attempt, 2);
    assert.deepEqual(await attempts(chunked), [
      ['attempt_failed', null, 1, 'timeout_heartbeat'],
      ['attempt_started', null, 2, null],
      // Of the items only this one is known to have begun: the others in its chunk have lost no attempt.
      ['attempt_started', '0', 2, null],
    ]);
  });
});
