import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { Registry } from 'prom-client';
import { startReconciler } from '../../src/api/domain/reconciler/reconciler.ts';
import { sweep } from '../../src/api/domain/reconciler/sweep.ts';
import type { DomainServices } from '../../src/api/domain/services.ts';
import { inputOf } from '../../src/api/domain/temporal/history.ts';
import { startJob } from '../../src/api/domain/temporal/start-job.ts';
import { recordJobReport } from '../../src/assets/record-job-report.ts';
import { retryJob } from '../../src/assets/retry-job.ts';
import { type SubmittedVersion, submitVersion } from '../../src/assets/submit-version.ts';
import { FaultError } from '../../src/plan/fault.ts';
import { eventually } from '../support/stack.ts';
import { ACTOR, node, one, report, submission } from './support/asset-service.ts';
import { suiteLifetime } from './support/lifetime.ts';
import { TWO_NODES } from './support/plans.ts';
import { quietDomain } from './support/temporal.ts';

const AT_ONCE = { min_age_ms: 0, recheck_after_ms: 0, budget_ms: 4_000, give_up: { failures: 1_000, after_ms: 0 } };

describe('the reconciler', () => {
  const lifetime = suiteLifetime();
  let services: DomainServices;
  before(async () => {
    services = await quietDomain(lifetime);
  });

  const submit = () => submitVersion(services.pool, submission(), ACTOR);
  const workflow = ({ job_id }: SubmittedVersion) => services.temporal.workflow.getHandle(job_id);

  async function start({ job_id, asset_id }: SubmittedVersion): Promise<void> {
    const asset = { asset_id, platform_id: 'ddh', ordinal: 1, revision: 0 };
    const job = {
      job_id,
      attempt: 1,
      asset,
      plan: TWO_NODES,
      inputs: {},
      priority: 5,
      submitted_by: ACTOR.name,
      software_version: '0.0.0-test',
      retry_request: null,
    };
    assert.deepEqual(await startJob(services.temporal, services, job), { kind: 'started' });
  }

  function rowOf({ job_id }: SubmittedVersion) {
    return one(
      services.pool,
      `SELECT job.state, job.error->>'code' AS code, version.processing_state, version.last_error->>'code' AS last_error
       FROM rhumbline.jobs AS job JOIN rhumbline.asset_versions AS version ON current_job_id = job_id WHERE job_id = $1`,
      [job_id],
    );
  }

  test('starts a job that Temporal does not have, once, with its plan and its name', async () => {
    const made = await submit();
    await Promise.all([sweep(services, AT_ONCE), sweep(services, AT_ONCE)]);
    const description = await workflow(made).describe();
    assert.equal(description.status.name, 'RUNNING');
    assert.equal(description.type, 'runPlan');
    assert.equal(await description.staticSummary(), `two_nodes v1: ddh asset ${made.asset_id}, version 1`);
    assert.deepEqual(
      description.typedSearchAttributes
        .getAll()
        .map(({ key, value }) => [key.name, value])
        .sort(),
      [
        ['RhumblineAssetId', made.asset_id],
        ['RhumblinePlatformId', 'ddh'],
        ['RhumblineWorkflowId', 'two_nodes'],
        ['RhumblineWorkflowVersion', 1],
      ],
    );
    const before = description.runId;
    await sweep(services, AT_ONCE);
    assert.equal((await workflow(made).describe()).runId, before);
    await workflow(made).terminate('end of the test');
    await sweep(services, AT_ONCE);
  });

  test('starting what runs already is no error and no second run', async () => {
    const made = await submit();
    await start(made);
    const { runId } = await workflow(made).describe();
    await start(made);
    assert.equal((await workflow(made).describe()).runId, runId);
    await workflow(made).terminate('end of the test');
  });

  test('reads no history of a run that no worker has had yet', async (t) => {
    const made = await submit();
    await start(made);
    const read = t.mock.method(services.temporal.workflowService, 'getWorkflowExecutionHistoryReverse');
    // Until its task counts as one that finds no worker.
    await sleep(3_200);
    assert.ok((await sweep(services, AT_ONCE)).in_order > 0);
    assert.equal(read.mock.callCount(), 0);
    await workflow(made).terminate('end of the test');
    await sweep(services, AT_ONCE);
  });

  test('closes a job whose workflow was terminated', async () => {
    const made = await submit();
    await start(made);
    await recordJobReport(services.pool, report(made.job_id, { nodes: [node('validate', 'running')] }));
    await workflow(made).terminate('from the UI');
    await sweep(services, AT_ONCE);
    assert.deepEqual(await rowOf(made), {
      state: 'failed',
      code: 'workflow_terminated',
      processing_state: 'failed',
      last_error: 'workflow_terminated',
    });
    const events = await services.pool.query(
      "SELECT kind, actor FROM rhumbline.events WHERE job_id = $1 AND kind = 'AssetVersion:Failed'",
      [made.job_id],
    );
    assert.deepEqual(events.rows, [{ kind: 'AssetVersion:Failed', actor: 'reconciler' }]);
  });

  test('a job that never came to run is closed too when its workflow was terminated', async () => {
    const made = await submit();
    await start(made);
    await workflow(made).terminate('before any worker took it');
    await sweep(services, AT_ONCE);
    assert.equal((await rowOf(made)).code, 'workflow_terminated');
  });

  test('starts a retry whose start was lost, once, with what was asked for and what is done', async () => {
    const made = await submit();
    await start(made);
    await workflow(made).terminate('from the UI');
    await sweep(services, AT_ONCE);
    const first = (await workflow(made).describe()).runId;
    const request = { outputs: { validate: { n: 7 } } };
    // Committed, as a domain API does it that dies before the start.
    assert.equal(
      await retryJob(services.pool, { job_id: made.job_id, attempt: 1, request, kept: [], items: [] }, ACTOR),
      2,
    );
    assert.equal((await workflow(made).describe()).runId, first);

    await Promise.all([sweep(services, AT_ONCE), sweep(services, AT_ONCE)]);
    const { runId, status, memo } = await workflow(made).describe();
    assert.notEqual(runId, first);
    assert.deepEqual([status.name, memo], ['RUNNING', { attempt: 2 }]);
    const { attempt, resume } = await inputOf(services.temporal, { workflowId: made.job_id, runId });
    assert.equal(attempt, 2);
    assert.deepEqual(
      Object.entries(resume?.nodes ?? {}).map(([id, { state, output }]) => [id, state, output]),
      [['validate', 'completed', { n: 7 }]],
    );
    await sweep(services, AT_ONCE);
    assert.equal((await workflow(made).describe()).runId, runId);
    await workflow(made).terminate('end of the test');
    await sweep(services, AT_ONCE);
  });

  test('closes a job whose retry can never start: what it had done is not kept any more', async () => {
    const made = await submit();
    await recordJobReport(services.pool, report(made.job_id));
    await sweep(services, AT_ONCE);
    await retryJob(services.pool, { job_id: made.job_id, attempt: 1, request: {}, kept: [], items: [] }, ACTOR);
    await sweep(services, AT_ONCE);
    assert.equal((await rowOf(made)).code, 'resume_unavailable');
  });

  test('closes a job whose workflow timed out', async () => {
    const made = await submit();
    await services.temporal.workflow.start('runPlan', {
      workflowId: made.job_id,
      taskQueue: services.task_queues.light,
      workflowExecutionTimeout: '1s',
    });
    await eventually(async () => assert.equal((await workflow(made).describe()).status.name, 'TIMED_OUT'));
    await sweep(services, AT_ONCE);
    assert.equal((await rowOf(made)).code, 'workflow_timed_out');
  });

  test('closes a running job whose workflow is gone', async () => {
    const made = await submit();
    await recordJobReport(services.pool, report(made.job_id));
    await sweep(services, AT_ONCE);
    assert.equal((await rowOf(made)).code, 'workflow_vanished');
  });

  test('leaves alone what runs, and what is younger than the grace', async () => {
    const running = await submit();
    await start(running);
    await recordJobReport(services.pool, report(running.job_id));
    const young = await submit();
    await sweep(services, { ...AT_ONCE, min_age_ms: 60_000 });
    await assert.rejects(workflow(young).describe(), { name: 'WorkflowNotFoundError' });
    await sweep(services, AT_ONCE);
    assert.equal((await rowOf(running)).state, 'running');
    for (const made of [running, young]) await workflow(made).terminate('end of the test');
    await sweep(services, AT_ONCE);
  });

  test('closes nothing when Temporal cannot be reached', async (t) => {
    const made = await submit();
    await recordJobReport(services.pool, report(made.job_id));
    const connection = Connection.lazy({ address: '127.0.0.1:9' });
    t.after(() => connection.close());
    const counts = await sweep({ ...services, temporal: new Client({ connection }) }, AT_ONCE);
    assert.equal(counts.closed, 0);
    assert.ok(counts.unreachable > 0);
    assert.equal((await rowOf(made)).state, 'running');
    await sweep(services, AT_ONCE);
    assert.equal((await rowOf(made)).code, 'workflow_vanished', 'the next sweep that reaches it does');
  });

  test('closes nothing when the namespace is not there', async () => {
    const made = await submit();
    await recordJobReport(services.pool, report(made.job_id));
    const { connection } = services.temporal;
    const temporal = new Client({ connection, namespace: 'no-such-namespace' });
    assert.equal((await sweep({ ...services, temporal }, AT_ONCE)).closed, 0);
    assert.equal((await rowOf(made)).state, 'running');
    await sweep(services, AT_ONCE);
  });

  test('one job in trouble does not keep it from the others', async () => {
    const poison = await submit();
    await services.pool.query("UPDATE rhumbline.jobs SET plan = '{}' WHERE job_id = $1", [poison.job_id]);
    const made = await submit();
    const counts = await sweep(services, AT_ONCE);
    assert.ok(counts.failed > 0);
    assert.equal((await workflow(made).describe()).status.name, 'RUNNING');
    await workflow(made).terminate('end of the test');
    await services.pool.query(
      "UPDATE rhumbline.jobs SET state = 'failed', error = $2, ended_at = now() WHERE job_id = $1",
      [poison.job_id, { code: 'test', message: 'end of the test' }],
    );
    await sweep(services, AT_ONCE);
  });

  test('two at work at once share 40 jobs, and start each once', async () => {
    const made = await Promise.all(Array.from({ length: 40 }, submit));
    const patient = {
      min_age_ms: 0,
      recheck_after_ms: 60_000,
      budget_ms: 60_000,
      give_up: { failures: 1_000, after_ms: 0 },
    };
    const counts = await Promise.all([sweep(services, patient), sweep(services, patient)]);
    assert.equal(counts[0].started + counts[1].started, 40);
    await Promise.all(made.map((each) => workflow(each).terminate('end of the test')));
  });

  test('works by itself for as long as the process lives', async () => {
    const made = await submit();
    const reconciler = startReconciler(services, 200);
    await eventually(() => workflow(made).describe());
    await reconciler.stop();
    const later = await submit();
    await sleep(2_500);
    await assert.rejects(workflow(later).describe(), { name: 'WorkflowNotFoundError' });
    await workflow(made).terminate('end of the test');
  });

  test('looks less often at a job that has long been in order, but at once when its workflow has ended', async () => {
    const made = await submit();
    await start(made);
    const patient = { ...AT_ONCE, recheck_after_ms: 60_000 };
    const inOrder = (forSeconds: number, lookedAgo: number) =>
      services.pool.query(
        `UPDATE rhumbline.jobs SET checked_at = now() - $2 * interval '1 s', in_order_since = now() - ($3 + $2) * interval '1 s'
         WHERE job_id = $1`,
        [made.job_id, lookedAgo, forSeconds],
      );
    const isLookedAt = async (forSeconds: number, lookedAgo: number) => {
      await inOrder(forSeconds, lookedAgo);
      await sweep(services, patient);
      const looked = "SELECT checked_at > now() - interval '30 s' AS again FROM rhumbline.jobs WHERE job_id = $1";
      return (await one(services.pool, looked, [made.job_id])).again;
    };
    assert.equal(await isLookedAt(0, 100), true, 'whoever claimed it for its first look may have died');
    assert.equal(await isLookedAt(10, 800), false);
    assert.equal(await isLookedAt(10, 1_000), true, 'it waits to begin');
    await recordJobReport(services.pool, report(made.job_id, { nodes: [node('validate', 'running')] }));
    assert.equal(await isLookedAt(180, 150), false);
    assert.equal(await isLookedAt(180, 200), true);
    assert.equal(await isLookedAt(3_600, 300), false);
    assert.equal(await isLookedAt(3_600, 400), true, 'it runs');
    await inOrder(60, 5);
    const reconciler = startReconciler({ ...services, metrics: new Registry() }, 200);
    await workflow(made).terminate('from the UI');
    await eventually(async () => assert.equal((await rowOf(made)).code, 'workflow_terminated'), 5_000);
    await reconciler.stop();
  });

  test('passes over jobs that were started since the last sweep, and not over those that have begun', async () => {
    const patient = { ...AT_ONCE, recheck_after_ms: 60_000 };
    await sweep(services, patient);
    const [waiting, begun, lost] = [await submit(), await submit(), await submit()];
    await start(waiting);
    await recordJobReport(services.pool, report(begun.job_id, { nodes: [node('validate', 'running')] }));
    for (const { job_id } of [waiting, begun]) services.started.add(job_id);
    const { in_order, started, closed } = await sweep(services, patient);
    assert.deepEqual({ in_order, started, closed }, { in_order: 0, started: 1, closed: 1 });
    assert.equal((await workflow(lost).describe()).status.name, 'RUNNING');
    assert.equal((await rowOf(begun)).code, 'workflow_vanished');
    assert.equal(services.started.size, 0);
    for (const made of [waiting, lost]) await workflow(made).terminate('end of the test');
    await sweep(services, AT_ONCE);
    assert.equal((await rowOf(waiting)).code, 'workflow_terminated');
  });

  test('looks again soon at what it could not look at', async (t) => {
    const made = await submit();
    await start(made);
    const looked = () =>
      one(services.pool, 'SELECT in_order_since IS NOT NULL AS in_order FROM rhumbline.jobs WHERE job_id = $1', [
        made.job_id,
      ]);
    await sweep(services, AT_ONCE);
    assert.deepEqual(await looked(), { in_order: true });
    const connection = Connection.lazy({ address: '127.0.0.1:9' });
    t.after(() => connection.close());
    await sweep({ ...services, temporal: new Client({ connection }) }, AT_ONCE);
    assert.deepEqual(await looked(), { in_order: false });
    await workflow(made).terminate('end of the test');
  });

  test('a job whose start needs a storage that is away is started when that is back, and not closed', async () => {
    const made = await submit();
    const away = async (): Promise<never> => {
      throw new FaultError({ code: 'storage_unavailable', message: 'It is away.' }, { retryable: true });
    };
    const { connection, options } = services.temporal;
    const temporal = new Client({
      connection,
      namespace: options.namespace,
      dataConverter: { payloadCodecs: [{ encode: away, decode: away }] },
    });
    const impatient = { ...AT_ONCE, give_up: { failures: 1, after_ms: 0 } };
    const { failed, closed, given_up } = await sweep({ ...services, temporal }, impatient);
    assert.ok(failed > 0);
    assert.deepEqual([closed, given_up], [0, 0]);
    assert.equal((await rowOf(made))?.state, 'pending');
    await sweep(services, AT_ONCE);
    assert.equal((await workflow(made).describe()).status.name, 'RUNNING');
  });
});
