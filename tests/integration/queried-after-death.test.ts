import assert from 'node:assert/strict';
import { after, describe, it, type TestContext } from 'node:test';
import type { History } from '@temporalio/common/lib/proto-utils.js';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { type JobProgress, PROGRESS } from '../../src/plan/job.ts';
import { bundlePath } from '../support/bundle.ts';
import { eventually } from '../support/stack.ts';
import { OwnWorker } from './support/own-worker.ts';
import { closeTemporalClient, finish, planOf, startPlan, temporalClient } from './support/run-spec.ts';

Runtime.install({ logger: new DefaultLogger('ERROR') });
after(closeTemporalClient);

/** The server keeps a query for ten seconds for the worker that had the run, and only then gives it to another. */
const PATIENCE_MS = 60_000;

/** Its timers fire while nobody is there, so that there is a task by then which nobody has begun. */
const SPEC = `
workflow_id: queried_after_death
version: 1
nodes:
  nap: { type: sleep, duration: 7s }
  rest: { type: sleep, duration: 7s }
  after_nap: { type: task, depends_on: [nap], handler: echo, params: { said: up } }
  after_rest: { type: task, depends_on: [rest], handler: echo, params: { said: up } }
`;

/** A run whose worker dies, and which the next one has for a query before it has a task of it. */
async function runQueried(t: TestContext): Promise<{ told: JobProgress; history: History }> {
  const worker = new OwnWorker(t);
  await worker.start();
  const handle = await startPlan(planOf(SPEC), {}, worker.queues);
  await eventually(async () => {
    const { historyLength, raw } = await handle.describe();
    const isIdle = !raw.pendingWorkflowTask && raw.pendingActivities?.length === 0;
    assert.ok(historyLength > 10 && isIdle, 'the run has not told of its beginning yet');
  }, 60_000);
  await worker.end('SIGKILL');
  const { connection } = await temporalClient();
  const ask = () => handle.query<JobProgress>(PROGRESS);
  const [told] = await Promise.all([connection.withDeadline(Date.now() + PATIENCE_MS, ask), worker.start()]);
  const { status } = await finish(handle);
  assert.equal(status, 'COMPLETED');
  return { told, history: await handle.fetchHistory() };
}

function failedTasks({ events }: History): string[] {
  return (events ?? []).flatMap(({ workflowTaskFailedEventAttributes: failed }) => failed?.failure?.message ?? []);
}

describe('a query that comes when the worker of a run is dead', () => {
  it('is answered by the next one, and leaves a history that can be replayed', async (t) => {
    for (let attempts = 1; ; attempts += 1) {
      const { told, history } = await runQueried(t);
      assert.deepEqual(told.nodes.map(({ node_id }) => node_id).sort(), ['after_nap', 'after_rest', 'nap', 'rest']);
      await Worker.runReplayHistory({ workflowBundle: { codePath: await bundlePath() } }, history);
      const failed = failedTasks(history);
      t.diagnostic(failed.join('\n'));
      // A worker that is slow to start may have the task first.
      if (failed.length === 0 && attempts < 4) continue;
      assert.match(failed.join(), /brought up for a query/);
      return;
    }
  });
});
