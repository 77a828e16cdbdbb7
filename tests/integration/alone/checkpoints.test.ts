import assert from 'node:assert/strict';
import process from 'node:process';
import { after, test } from 'node:test';
import type { WorkflowHandle } from '@temporalio/client';
import { eventually, pidOf } from '../../support/stack.ts';
import { closeTemporalClient, finish, planOf, startPlan } from '../support/run-spec.ts';

after(closeTemporalClient);

interface LongEcho {
  steps: number;
  attempts: { attempt: number; from_step: number }[];
}

async function startLongEcho(task: string): Promise<WorkflowHandle> {
  return startPlan(
    planOf(`
workflow_id: long
version: 1
nodes:
  long: { handler: long_echo, ${task} }
outputs: { long: "{{ nodes.long.output }}" }
`),
  );
}

async function endOf(handle: WorkflowHandle): Promise<LongEcho> {
  const { status, result, error } = await finish(handle);
  assert.equal(status, 'COMPLETED', String(error?.cause));
  return result?.outputs.long as unknown as LongEcho;
}

/** Waits until the server has a checkpoint of so many steps, taken by this attempt. */
async function untilSaved(handle: WorkflowHandle, least: number, byAttempt: number): Promise<number> {
  return eventually(
    async () => {
      const [pending] = (await handle.describe()).raw.pendingActivities ?? [];
      const [payload] = pending?.heartbeatDetails?.payloads ?? [];
      const details = JSON.parse(Buffer.from(payload?.data ?? []).toString() || '{}');
      const { steps_done: steps = 0, attempts = [] } = details.checkpoint ?? {};
      const attempt = attempts.at(-1)?.attempt;
      assert.ok(attempt === byAttempt && steps >= least, `attempt ${attempt}, ${steps} steps`);
      return steps;
    },
    30_000,
    50,
  );
}

/** Waits until the server has given up on the attempt before this one. */
async function untilPending(handle: WorkflowHandle, attempt: number): Promise<void> {
  await eventually(async () => {
    const [pending] = (await handle.describe()).raw.pendingActivities ?? [];
    assert.equal(pending?.attempt, attempt);
  }, 30_000);
}

test('a killed attempt: the next goes on from its checkpoint', async () => {
  const handle = await startLongEcho('params: { message: hi, steps: 24, step_delay: 0.25 }');
  const saved = await untilSaved(handle, 4, 1);
  process.kill(pidOf('worker'), 'SIGKILL');
  const { steps, attempts } = await endOf(handle);
  assert.equal(steps, 24);
  assert.deepEqual(
    attempts.map(({ attempt }) => attempt),
    [1, 2],
  );
  const from = attempts[1]?.from_step ?? 0;
  assert.ok(from > saved && from <= saved + 6, `${saved} steps were saved, the next attempt began at ${from}`);
});

test('a drained worker: attempts save what they have, go on elsewhere, and are not counted', async () => {
  const handle = await startLongEcho(
    'params: { message: hi, steps: 36, step_delay: 0.25 }, retry: { max_attempts: 2 }',
  );
  const saved: number[] = [];
  for (const attempt of [1, 2]) {
    saved.push(await untilSaved(handle, 7 * attempt, attempt));
    process.kill(pidOf('worker'), 'SIGTERM');
    await untilPending(handle, attempt + 1);
  }
  const { steps, attempts } = await endOf(handle);
  assert.equal(steps, 36);
  assert.deepEqual(
    attempts.map(({ attempt }) => attempt),
    [1, 2, 3],
  );
  for (const [index, { from_step }] of attempts.slice(1).entries()) {
    const before = saved[index] ?? 0;
    // A worker that is told to go lets its work go on for a second; what is done by then is saved.
    assert.ok(
      from_step > before + 2 && from_step <= before + 9,
      `${before} were seen saved, it went on at ${from_step}`,
    );
  }
});

test('work that may be tried only once has been tried when its worker is drained', async () => {
  const handle = await startLongEcho(
    'params: { message: hi, steps: 100, step_delay: 0.25 }, retry: { max_attempts: 1 }',
  );
  await untilSaved(handle, 1, 1);
  process.kill(pidOf('worker'), 'SIGTERM');
  const { status, nodes } = await finish(handle);
  assert.equal(status, 'FAILED');
  assert.equal(nodes.long?.fault?.code, 'worker_shutdown');
});

test('an attempt that took too long: the next goes on from its checkpoint', async () => {
  const handle = await startLongEcho(
    'params: { message: hi, steps: 24, step_delay: 0.25 }, timeout: 3s, retry: { initial_delay: 100ms }',
  );
  const { steps, attempts } = await endOf(handle);
  assert.equal(steps, 24);
  assert.deepEqual(
    attempts.map(({ attempt }) => attempt),
    [1, 2, 3],
  );
  const [, second, third] = attempts.map(({ from_step }) => from_step) as [number, number, number];
  assert.ok(second >= 6 && second <= 13, `the second began at ${second}`);
  assert.ok(third >= second + 5 && third <= second + 12, `the third began at ${third}`);
});
