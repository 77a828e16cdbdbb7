import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { type JobProgress, PROGRESS } from '../../src/plan/job.ts';
import { eventually } from '../support/stack.ts';
import { OwnWorker } from './support/own-worker.ts';
import { closeTemporalClient, finish, planOf, startPlan } from './support/run-spec.ts';

after(closeTemporalClient);

/** temporal.api.enums.v1.PendingActivityState */
const CANCEL_REQUESTED = 3;

const WORK = `
      handler: long_echo
      params: { message: hi, steps: 1000, step_delay: 0.1 }
      timeout: { start_to_close: 5m, heartbeat: 15s }
      retry: { max_attempts: 5, initial_delay: 100ms }`;

const NODE = `
workflow_id: cancelled_death
version: 1
nodes:
  slow:${WORK}
  later: { handler: echo, depends_on: slow }`;

const FAN_OUT = `
workflow_id: cancelled_death_of_items
version: 1
nodes:
  slow: 
    type: fan_out
    source: [1, 2]
    chunk: { size: 1 }
    task:${WORK}
  later: { handler: echo, depends_on: slow }`;

const CASES = [
  ['a node', NODE],
  ['items of a fan-out', FAN_OUT],
] as const;

describe('a job whose worker dies when its end has been asked for', { concurrency: true }, () => {
  for (const [what, spec] of CASES) {
    test(`is cancelled, and has not failed: ${what}`, async (t) => {
      const worker = new OwnWorker(t);
      await worker.start();
      const handle = await startPlan(planOf(spec), {}, worker.queues);
      await eventually(async () => {
        const { nodes }: JobProgress = await handle.query(PROGRESS);
        assert.equal(nodes[0]?.state, 'running');
      });
      await eventually(async () => {
        const { raw } = await handle.describe();
        assert.ok(raw.pendingActivities?.some(({ lastHeartbeatTime }) => lastHeartbeatTime));
      });
      await handle.cancel();
      // The server knows of it; the activity hears of it by one of its next heartbeats.
      await eventually(async () => {
        const { raw } = await handle.describe();
        assert.ok(raw.pendingActivities?.some(({ state }) => state === CANCEL_REQUESTED));
      });
      await worker.end('SIGKILL');
      await worker.start();
      const { status, nodes } = await finish(handle);
      assert.deepEqual(
        Object.values(nodes).map(({ node_id, state, fault }) => [node_id, state, fault]),
        [
          ['slow', 'cancelled', null],
          ['later', 'cancelled', null],
        ],
      );
      assert.equal(status, 'CANCELLED');
    });
  }
});
