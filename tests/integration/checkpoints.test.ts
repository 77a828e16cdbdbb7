import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import type { WorkflowHandle } from '@temporalio/client';
import type { TaskQueues } from '../../src/plan/job.ts';
import { eventually } from '../support/stack.ts';
import { OwnWorker } from './support/own-worker.ts';
import { closeTemporalClient, finish, planOf, stackQueues, startPlan } from './support/run-spec.ts';

after(closeTemporalClient);

interface Attempt {
  attempt: number;
  from_step: number;
}

interface LongEcho {
  steps: number;
  attempts: Attempt[];
}

async function startLongEcho(queues: TaskQueues, task: string): Promise<WorkflowHandle> {
  const plan = planOf(`
workflow_id: long
version: 1
nodes:
  long: { handler: long_echo, ${task} }
outputs: { long: "{{ nodes.long.output }}" }
`);
  return startPlan(plan, {}, queues);
}

async function endOf(handle: WorkflowHandle): Promise<LongEcho> {
  const { status, result, error } = await finish(handle);
  assert.equal(status, 'COMPLETED', String(error?.cause));
  return result?.outputs.long as unknown as LongEcho;
}

/** The checkpoint that the server has: how many steps are done, and by which attempt the last of them. */
async function savedOf(handle: WorkflowHandle): Promise<{ steps: number; attempt: number }> {
  const [pending] = (await handle.describe()).raw.pendingActivities ?? [];
  const [payload] = pending?.heartbeatDetails?.payloads ?? [];
  const { checkpoint } = JSON.parse(Buffer.from(payload?.data ?? []).toString() || '{}');
  return { steps: checkpoint?.steps_done ?? 0, attempt: checkpoint?.attempts.at(-1).attempt ?? 0 };
}

/** Waits until this attempt has saved so many steps. */
async function untilSaved(handle: WorkflowHandle, least: number, byAttempt: number): Promise<number> {
  return eventually(async () => {
    const { steps, attempt } = await savedOf(handle);
    assert.ok(attempt === byAttempt && steps >= least, `attempt ${attempt}, ${steps} steps`);
    return steps;
  });
}

/** Waits until the server has given up on the attempt before this one, and tells how many steps are saved then. */
async function untilPending(handle: WorkflowHandle, attempt: number): Promise<number> {
  await eventually(async () => {
    const [pending] = (await handle.describe()).raw.pendingActivities ?? [];
    assert.equal(pending?.attempt, attempt);
  });
  return (await savedOf(handle)).steps;
}

describe('work that saves what it has done', { concurrency: true }, () => {
  test('a killed attempt: the next goes on from its checkpoint', async (t) => {
    const worker = new OwnWorker(t);
    await worker.start();
    const handle = await startLongEcho(
      worker.queues,
      'params: { message: hi, steps: 24, step_delay: 0.25 }, timeout: { start_to_close: 5m, heartbeat: 15s }',
    );
    await untilSaved(handle, 4, 1);
    await worker.end('SIGKILL');
    const saved = await untilPending(handle, 2);
    await worker.start();
    const { steps, attempts } = await endOf(handle);
    assert.equal(steps, 24);
    assert.deepEqual(attempts, [
      { attempt: 1, from_step: 1 },
      { attempt: 2, from_step: saved + 1 },
    ]);
  });

  test('a drained worker: attempts save what they have, go on elsewhere, and are not counted', async (t) => {
    const worker = new OwnWorker(t);
    await worker.start();
    const handle = await startLongEcho(
      worker.queues,
      'params: { message: hi, steps: 36, step_delay: 0.25 }, retry: { max_attempts: 2 }',
    );
    const began: Attempt[] = [{ attempt: 1, from_step: 1 }];
    for (const attempt of [1, 2]) {
      const seen = await untilSaved(handle, 7 * attempt, attempt);
      await worker.end('SIGTERM');
      const saved = await untilPending(handle, attempt + 1);
      // A worker that is told to go lets its work go on for a second; what is done by then is saved.
      assert.ok(saved > seen, `${seen} were seen saved, ${saved} are when the worker is gone`);
      began.push({ attempt: attempt + 1, from_step: saved + 1 });
      await worker.start();
    }
    assert.deepEqual(await endOf(handle), { message: 'hi', steps: 36, attempts: began });
  });

  test('work that may be tried only once has been tried when its worker is drained', async (t) => {
    const worker = new OwnWorker(t);
    await worker.start();
    const handle = await startLongEcho(
      worker.queues,
      'params: { message: hi, steps: 1000, step_delay: 0.25 }, retry: { max_attempts: 1 }',
    );
    await untilSaved(handle, 1, 1);
    await worker.end('SIGTERM');
    await worker.start();
    const { status, nodes } = await finish(handle);
    assert.equal(status, 'FAILED');
    assert.equal(nodes.long?.fault?.code, 'worker_shutdown');
  });

  test('an attempt that took too long: the next goes on from its checkpoint', async () => {
    const handle = await startLongEcho(
      stackQueues(),
      'params: { message: hi, steps: 48, step_delay: 0.25 }, timeout: 6s, retry: { max_attempts: 50, initial_delay: 100ms }',
    );
    const { steps, attempts } = await endOf(handle);
    assert.equal(steps, 48);
    assert.deepEqual(attempts[0], { attempt: 1, from_step: 1 });
    assert.ok(attempts.length >= 3, 'of 12 s of work 6 s do less than a half');
    assert.ok((attempts.at(-1)?.from_step ?? 0) > 24, JSON.stringify(attempts));
    for (const [index, { from_step }] of attempts.slice(1).entries()) {
      const before = attempts[index]?.from_step ?? 0;
      // One that the machine had no time for has saved nothing.
      assert.ok(from_step >= before && from_step <= before + 24, JSON.stringify(attempts));
    }
  });
});
