import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { leftRunSweep } from '../../src/api/domain/reconciler/end-left-runs.ts';
import { sweep } from '../../src/api/domain/reconciler/sweep.ts';
import type { DomainServices } from '../../src/api/domain/services.ts';
import { startJob } from '../../src/api/domain/temporal/start-job.ts';
import { recordJobReport } from '../../src/assets/record-job-report.ts';
import { reprocessVersion } from '../../src/assets/reprocess-version.ts';
import { retryJob } from '../../src/assets/retry-job.ts';
import { type SubmittedVersion, submitVersion } from '../../src/assets/submit-version.ts';
import { eventually } from '../support/stack.ts';
import { ACTOR, one, report, submission } from './support/asset-service.ts';
import { suiteLifetime } from './support/lifetime.ts';
import { TWO_NODES } from './support/plans.ts';
import { quietDomain } from './support/temporal.ts';

const AT_ONCE = { min_age_ms: 0, recheck_after_ms: 0, budget_ms: 4_000, give_up: { failures: 3, after_ms: 0 } };
const FAULT = { code: 'test', message: 'It failed.' };

describe('the reconciler, of what is left over', () => {
  const lifetime = suiteLifetime();
  let services: DomainServices;
  before(async () => {
    services = await quietDomain(lifetime);
  });

  const submit = () => submitVersion(services.pool, submission(), ACTOR);
  const workflow = (jobId: string) => services.temporal.workflow.getHandle(jobId);
  const fail = (jobId: string, attempt = 1) =>
    recordJobReport(services.pool, report(jobId, { attempt, sequence: 5, state: 'failed', fault: FAULT }));

  async function start({ job_id, asset_id }: SubmittedVersion): Promise<void> {
    const asset = { asset_id, platform_id: 'ddh', ordinal: 1, revision: 0 };
    const plan = { plan: TWO_NODES, inputs: {}, software_version: '0.0.0-test' };
    const job = { job_id, attempt: 1, asset, ...plan, priority: 5, submitted_by: ACTOR.name, retry_request: null };
    assert.deepEqual(await startJob(services.temporal, services, job), { kind: 'started' });
  }

  function jobRow(jobId: string) {
    return one(
      services.pool,
      "SELECT state, error->>'code' AS code, cancel_requested_at IS NOT NULL AS asked FROM rhumbline.jobs WHERE job_id = $1",
      [jobId],
    );
  }

  function eventsOf(jobId: string, kind: string) {
    return services.pool.query<{ actor: string; after: Record<string, unknown> }>(
      'SELECT actor, after FROM rhumbline.events WHERE job_id = $1 AND kind = $2 ORDER BY event_id',
      [jobId, kind],
    );
  }

  /** A version with a second job, whose first one is unfinished all the same. */
  async function supersede(state: 'pending' | 'running'): Promise<{ first: SubmittedVersion; second: string }> {
    const first = await submit();
    if (state === 'running') await start(first);
    await fail(first.job_id);
    const made = { asset_id: first.asset_id, platform_id: null, ordinal: 1, plan: TWO_NODES, inputs: {} };
    const { job_id: second } = await reprocessVersion(services.pool, { ...made, software_version: '0' }, ACTOR);
    await fail(second);
    await services.pool.query(
      'UPDATE rhumbline.jobs SET state = $2, error = NULL, ended_at = NULL, started_at = now(), report_sequence = 1 WHERE job_id = $1',
      [first.job_id, state],
    );
    return { first, second };
  }

  test('asks a superseded job that still runs to end, once', async () => {
    const { first, second } = await supersede('running');
    assert.equal((await sweep(services, AT_ONCE)).superseded, 1);
    assert.equal((await sweep(services, AT_ONCE)).superseded, 0);
    assert.deepEqual(await jobRow(first.job_id), { state: 'running', code: null, asked: true });
    assert.deepEqual((await eventsOf(first.job_id, 'Job:CancelRequested')).rows, [
      { actor: 'reconciler', after: { code: 'job_superseded' } },
    ]);
    const history = await workflow(first.job_id).fetchHistory();
    const asked = (history.events ?? []).filter((event) => event.workflowExecutionCancelRequestedEventAttributes);
    assert.ok(asked.length > 0);
    assert.equal((await jobRow(second)).state, 'failed');
    await workflow(first.job_id).terminate('end of the test');
    await sweep(services, AT_ONCE);
    assert.equal((await jobRow(first.job_id)).state, 'failed');
  });

  test('closes a superseded job that never began, and starts nothing for it', async () => {
    const { first } = await supersede('pending');
    await sweep(services, AT_ONCE);
    assert.deepEqual(await jobRow(first.job_id), { state: 'cancelled', code: 'job_superseded', asked: false });
    await assert.rejects(workflow(first.job_id).describe(), { name: 'WorkflowNotFoundError' });
    const version = await one(
      services.pool,
      'SELECT processing_state, revision FROM rhumbline.asset_versions WHERE asset_id = $1',
      [first.asset_id],
    );
    assert.deepEqual(version, { processing_state: 'failed', revision: 1 });
  });

  test('gives up a poison job after so many failures, with all that is known of it', async () => {
    const { job_id } = await submit();
    await services.pool.query("UPDATE rhumbline.jobs SET plan = '{}' WHERE job_id = $1", [job_id]);
    const patient = { ...AT_ONCE, give_up: { failures: 3, after_ms: 60_000 } };
    for (let times = 1; times <= 4; times += 1) assert.equal((await sweep(services, patient)).failed, 1);
    assert.equal((await jobRow(job_id)).state, 'pending', 'it has not been in trouble for long');
    assert.equal((await sweep(services, AT_ONCE)).given_up, 1);
    assert.deepEqual(await jobRow(job_id), { state: 'failed', code: 'job_given_up', asked: false });
    const { rows } = await eventsOf(job_id, 'Job:GivenUp');
    const { error, job, workflow: known, ...after } = rows[0]?.after ?? {};
    assert.equal(rows[0]?.actor, 'reconciler');
    assert.equal(after.failures, 5);
    assert.ok(Date.parse(String(after.first_at)) <= Date.parse(String(after.last_at)));
    assert.match(String(after.first_at), /Z$/);
    assert.deepEqual(Object.keys(error as object), ['at', 'name', 'causes', 'message']);
    assert.equal((error as { name: string }).name, 'ValueError');
    assert.equal((job as { state: string }).state, 'pending');
    assert.deepEqual(known, { status: 'unknown' });
    assert.equal((await sweep(services, AT_ONCE)).given_up, 0);
    assert.equal((await services.pool.query('SELECT FROM rhumbline.job_troubles')).rowCount, 0);
  });

  test('forgets the trouble of a job that is in order again', async () => {
    const made = await submit();
    await start(made);
    await services.pool.query("INSERT INTO rhumbline.job_troubles (job_id, attempt, last_error) VALUES ($1, 1, '{}')", [
      made.job_id,
    ]);
    await sweep(services, AT_ONCE);
    assert.equal((await services.pool.query('SELECT FROM rhumbline.job_troubles')).rowCount, 0);
    await workflow(made.job_id).terminate('end of the test');
    await sweep(services, AT_ONCE);
  });

  test('cancels a workflow that outlives its job, and terminates it when that does not help', async () => {
    const [left, live] = [await submit(), await submit()];
    for (const made of [left, live]) await start(made);
    await fail(left.job_id);
    const options = { limit: 500, cancel_after_ms: 0, terminate_after_ms: 60_000 };
    // Temporal's lists follow what happens after a moment.
    await eventually(async () =>
      assert.deepEqual(await leftRunSweep(services, options)(), { cancelled: 1, terminated: 0 }),
    );
    assert.equal((await workflow(left.job_id).describe()).status.name, 'RUNNING');
    const young = { ...options, cancel_after_ms: 60_000 };
    assert.deepEqual(await leftRunSweep(services, young)(), { cancelled: 0, terminated: 0 });
    assert.deepEqual(await leftRunSweep(services, { ...options, terminate_after_ms: 0 })(), {
      cancelled: 0,
      terminated: 1,
    });
    assert.equal((await workflow(left.job_id).describe()).status.name, 'TERMINATED');
    assert.equal((await workflow(live.job_id).describe()).status.name, 'RUNNING');
    await workflow(live.job_id).terminate('end of the test');
    await sweep(services, AT_ONCE);
  });

  test('ends the run of an attempt that the job has left behind, in turns of a few', async () => {
    const made = [await submit(), await submit()];
    for (const each of made) {
      await start(each);
      await fail(each.job_id);
      await retryJob(services.pool, { job_id: each.job_id, attempt: 1, request: {}, kept: [], items: [] }, ACTOR);
    }
    const turn = leftRunSweep(services, { limit: 1, cancel_after_ms: 0, terminate_after_ms: 0 });
    let terminated = 0;
    await eventually(async () => {
      const counts = await turn();
      assert.ok(counts.terminated <= 1);
      terminated += counts.terminated;
      assert.equal(terminated, 2);
    });
    for (const { job_id } of made) assert.equal((await workflow(job_id).describe()).status.name, 'TERMINATED');
    await services.pool.query(
      "UPDATE rhumbline.jobs SET state = 'failed', error = $1, ended_at = now() WHERE state IN ('pending', 'running')",
      [FAULT],
    );
  });
});
