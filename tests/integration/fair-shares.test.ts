import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, test } from 'node:test';
import type { Client } from '@temporalio/client';
import { type StartableJob, startJob } from '../../src/api/domain/temporal/start-job.ts';
import type { TaskQueues } from '../../src/plan/job.ts';
import { eventually } from '../support/stack.ts';
import { startAnotherDomain } from './support/another-domain.ts';
import { client as gateway } from './support/jobs.ts';
import { OwnWorker } from './support/own-worker.ts';
import { planOf } from './support/run-spec.ts';
import { temporalClient } from './support/temporal.ts';

const PLAN = planOf('workflow_id: said\nversion: 1\nnodes: { say: { handler: echo, params: { text: hi } } }\n');
const BACKLOG = 60;

function jobOf(platform_id: string, priority = 5): StartableJob {
  const job_id = `fair-${randomUUID()}`;
  const asset = { asset_id: job_id, platform_id, ordinal: 1, revision: 0 };
  const rank = { priority, submitted_by: 'test' };
  return { job_id, attempt: 1, asset, plan: PLAN, inputs: {}, ...rank, software_version: 'test', retry_request: null };
}

/** Starts jobs one after the other, so that they wait in that order where nothing else decides. */
async function startAll(client: Client, queues: TaskQueues, jobs: readonly StartableJob[]): Promise<void> {
  for (const job of jobs)
    assert.deepEqual(await startJob(client, { task_queues: queues, used_runs: 20 }, job), { kind: 'started' });
}

/** How many had ended when another ended: by the server's clock, since the rest goes on while it is asked. */
async function countEndedBefore(client: Client, last: StartableJob, jobs: readonly StartableJob[]): Promise<number> {
  const endOf = async ({ job_id }: StartableJob) => (await client.workflow.getHandle(job_id).describe()).closeTime;
  const end = await endOf(last);
  assert.ok(end);
  const ends = await Promise.all(jobs.map(endOf));
  return ends.filter((each) => each !== undefined && each < end).length;
}

describe('a queue with a backlog', { timeout: 300_000 }, () => {
  test("of one platform does not hold up another's job", async (t) => {
    const client = await temporalClient(t);
    const worker = new OwnWorker(t);
    const backlog = Array.from({ length: BACKLOG }, () => jobOf('crowd'));
    const other = jobOf('other');
    await startAll(client, worker.queues, [...backlog, other]);
    await worker.start();
    await client.workflow.getHandle(other.job_id).result();
    const ended = await countEndedBefore(client, other, backlog);
    assert.ok(ended < BACKLOG * 0.75, `${ended} of ${BACKLOG} jobs that came before had ended`);
  });

  test('of jobs of low priority does not hold up one of high priority', async (t) => {
    const client = await temporalClient(t);
    const worker = new OwnWorker(t);
    const backlog = Array.from({ length: BACKLOG }, () => jobOf('same', 0));
    const urgent = jobOf('same', 10);
    await startAll(client, worker.queues, [...backlog, urgent]);
    await worker.start();
    await client.workflow.getHandle(urgent.job_id).result();
    const ended = await countEndedBefore(client, urgent, backlog);
    assert.ok(ended < BACKLOG * 0.75, `${ended} of ${BACKLOG} jobs of low priority had ended`);
  });
});

const ASKS = 'workflow_id: asks\nversion: 1\nnodes: { ask: { type: approval, message: "Go on?" } }\n';

describe('specs that are sent along', () => {
  test('of those that one client sends at once, no more are accepted than it may have unfinished', async (t) => {
    const domain = await startAnotherDomain(t, { RHUMBLINE_UNFINISHED_RUNS: '2' });
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => domain.run({ spec: ASKS, idempotency_key: randomUUID() })),
    );
    const bodies = (await Promise.all(answers.map((answer) => answer.json()))) as { job_id?: string }[];
    const jobs = bodies.flatMap(({ job_id }) => job_id ?? []);
    t.after(() => Promise.all(jobs.map((job_id) => gateway.post(`/api/jobs/${job_id}/cancel`))));
    assert.equal(jobs.length, 2);
    assert.deepEqual([...new Set(answers.map(({ status }) => status))].sort(), [202, 429]);
  });

  test('a client with as many unfinished jobs as it may have is told to wait, until one has ended', async (t) => {
    const domain = await startAnotherDomain(t, { RHUMBLINE_UNFINISHED_RUNS: '2' });
    const run = async () => {
      const answer = await domain.run({ spec: ASKS, idempotency_key: randomUUID() });
      const body = (await answer.json()) as { code?: string; job_id?: string };
      return { status: answer.status, code: body.code, job_id: body.job_id, wait: answer.headers.get('Retry-After') };
    };
    const jobs = [await run(), await run()];
    t.after(() => Promise.all(jobs.map(({ job_id }) => gateway.post(`/api/jobs/${job_id}/cancel`))));
    assert.deepEqual(await run(), { status: 429, code: 'too_many_jobs', job_id: undefined, wait: '10' });
    await gateway.post(`/api/jobs/${jobs[0]?.job_id}/cancel`);
    await eventually(async () => {
      const again = await run();
      assert.equal(again.status, 202);
      jobs.push(again);
    });
  });
});
