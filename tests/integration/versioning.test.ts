import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, describe, test } from 'node:test';
import type { WorkflowHandle } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import { readSnapshot } from '../../src/api/domain/temporal/read-snapshot.ts';
import { startJob } from '../../src/api/domain/temporal/start-job.ts';
import { type ApprovalDecision, DECIDE } from '../../src/plan/job.ts';
import { dataConverterOf } from '../support/data-converter.ts';
import { eventually, ROOT } from '../support/stack.ts';
import { suiteLifetime } from './support/lifetime.ts';
import { closeTemporalClient, planOf, scheduledActivities, startPlan, temporalClient } from './support/run-spec.ts';
import { storageUrl } from './support/storage.ts';
import { changedProject, deployment, startWorker, type VersionedWorker } from './support/versioned-workers.ts';

/** It waits; then it does something on each queue and in a child workflow, and fails. */
const SPEC = `
workflow_id: versioned
version: 1
nodes:
  ask: { type: approval, message: "Go on?" }
  light: { handler: echo, depends_on: ask }
  sub: { uses: echo_test, depends_on: ask, inputs: { steps: 1 } }
  heavy:
    handler: raster_validate
    depends_on: [light, sub]
    params: { container_name: bronze, blob_name: absent.tif }
`;
const PLAN = planOf(SPEC);
const PASSES = planOf(`
workflow_id: passes
version: 1
nodes:
  only: { handler: echo }
`);

const name = `versioning-${randomUUID().slice(0, 8)}`;
const queues = { light: `${name}-light`, heavy: `${name}-heavy` };
const settings = {
  RHUMBLINE_WORKER_DEPLOYMENT: name,
  RHUMBLINE_TASK_QUEUE_LIGHT: queues.light,
  RHUMBLINE_TASK_QUEUE_HEAVY: queues.heavy,
};

async function versionOf(handle: WorkflowHandle): Promise<string | null | undefined> {
  const { raw } = await handle.describe();
  return raw.workflowExecutionInfo?.versioningInfo?.deploymentVersion?.buildId;
}

/** Who ran what of a workflow, its own code included. */
async function workersOf(handle: WorkflowHandle): Promise<string[]> {
  const { events } = await handle.fetchHistory();
  const who = (events ?? []).flatMap((event) => [
    event.workflowTaskStartedEventAttributes?.identity ?? [],
    event.activityTaskStartedEventAttributes?.identity ?? [],
  ]);
  return [...new Set(who.flat())];
}

async function isWaiting(handle: WorkflowHandle): Promise<void> {
  const { nodes } = await handle.query<{ nodes: { node_id: string; state: string }[] }>('progress');
  assert.equal(nodes.find(({ node_id }) => node_id === 'ask')?.state, 'running');
}

describe('two versions of the workers', () => {
  const suite = suiteLifetime();
  suite.after(closeTemporalClient);
  let changed: string;
  let a: VersionedWorker;
  let b: VersionedWorker;
  let old: WorkflowHandle;
  let terminated: WorkflowHandle;

  before(async () => {
    changed = await changedProject(suite);
    a = await startWorker(suite, ROOT, settings);
    await eventually(() => deployment(ROOT, settings, 'current'));
    old = await startPlan(PLAN, {}, queues);
    terminated = await startPlan(PLAN, {}, queues);
    for (const handle of [old, terminated]) await eventually(() => isWaiting(handle));
    await terminated.terminate('to see what becomes of it');
    b = await startWorker(suite, changed, settings);
    await eventually(() => deployment(changed, settings, 'current'));
  });

  test('have build ids of their own, by their workflow code', async () => {
    assert.notEqual(a.build_id, b.build_id);
    // What is open is counted by Temporal's list of workflows, which follows what there is.
    await eventually(async () => {
      const status = await deployment(changed, settings, 'status');
      assert.match(status, new RegExp(`^${b.build_id}  current   0 open  this code$`, 'm'));
      assert.match(status, new RegExp(`^${a.build_id}  draining  1 open$`, 'm'));
    });
  });

  test('a new job begins on the current one', async () => {
    const handle = await startPlan(PASSES, {}, queues);
    await handle.result();
    assert.equal(await versionOf(handle), b.build_id);
    assert.deepEqual(await workersOf(handle), [b.identity]);
  });

  test('a running job stays on the one that it began with, with its heavy activities and its child workflows', async () => {
    const args: [ApprovalDecision] = [{ node_id: 'ask', approved: true, by: 'test', comment: null }];
    await eventually(() => old.executeUpdate(DECIDE, { updateId: 'decided', args }));
    await assert.rejects(old.result());
    const sub = (await temporalClient()).workflow.getHandle(`${old.workflowId}/sub`);
    for (const handle of [old, sub]) {
      assert.equal(await versionOf(handle), a.build_id);
      assert.deepEqual(await workersOf(handle), [a.identity]);
    }
    assert.deepEqual(await scheduledActivities(old), ['light', 'heavy', 'record_outcome']);
  });

  test('the other one could not have gone on with it', async () => {
    const replay = (codePath: string) => {
      const workflow = { workflowBundle: { codePath }, dataConverter: dataConverterOf(storageUrl) };
      return old.fetchHistory().then((history) => Worker.runReplayHistory(workflow, history));
    };
    await replay(a.bundle);
    await assert.rejects(replay(b.bundle), { name: 'DeterminismViolationError' });
  });

  test('the old one is drained when its last job has ended, and may go', async () => {
    await eventually(
      async () => {
        const status = await deployment(ROOT, settings, 'status');
        assert.match(status, new RegExp(`^${a.build_id}  drained   0 open  this code$`, 'm'));
      },
      undefined,
      1_000,
    );
    await a.stop();
  });

  test('a job that failed on a version that is gone goes on with what it had done, on the current one', async () => {
    const client = await temporalClient();
    const { job_id, plan, inputs } = { job_id: old.workflowId, plan: PLAN, inputs: {} };
    const job = { job_id, attempt: 2, asset: null, plan, inputs, software_version: 'test', retry_request: null };
    const rank = { priority: 5, submitted_by: 'test' };
    await eventually(async () => {
      const outcome = await startJob(client, { task_queues: queues, used_runs: 20 }, { ...job, ...rank });
      assert.deepEqual(outcome, { kind: 'started' });
    });
    const again = client.workflow.getHandle(job_id);
    await assert.rejects(again.result());
    assert.equal(await versionOf(again), b.build_id);
    assert.deepEqual(await scheduledActivities(again), ['heavy', 'record_outcome']);
  });

  test('a job that was ended from outside on a version that is gone is refused a retry, with what to do', async () => {
    const client = await temporalClient();
    await eventually(() =>
      assert.rejects(readSnapshot(client, terminated.workflowId), {
        code: 'worker_unavailable',
        message: new RegExp(
          `ended from outside on the version ${a.build_id} of ${name}. Start a worker of that version`,
        ),
      }),
    );
  });

  test('the deployment can be given up: new jobs then begin on workers without a version', async () => {
    await eventually(() => deployment(changed, settings, 'unversioned'));
    assert.doesNotMatch(await eventually(() => deployment(changed, settings, 'status')), /current/);
  });
});
