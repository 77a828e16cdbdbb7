import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { CancelledFailure } from '@temporalio/activity';
import { ActivityCancellationDetails } from '@temporalio/common';
import { entries, probeChunk, work } from './support/chunk.ts';

const hundred = entries(...Array.from({ length: 100 }, (_, index) => index));
const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
    if (signal.aborted) reject(signal.reason);
  });

test('so many at a time, and no more', async (t) => {
  let [running, most] = [0, 0];
  const { run } = await probeChunk(t, async () => {
    most = Math.max(most, ++running);
    await delay(5);
    running -= 1;
  });
  await run(work({ timeouts: { start_to_close_ms: 1_000 } }), hundred, 7);
  assert.equal(most, 7);
});

test('it begins no item after five seconds, finishes those under way, and gives back the rest', async (t) => {
  const { run, beats } = await probeChunk(t, async (n) => {
    await delay(2_000);
    return n;
  });
  const report = await run(work(), hundred, 2);
  assert.deepEqual(report.completed.sort(), [0, 1, 2, 3, 4, 5]);
  assert.equal(report.left.length, 94);
  assert.deepEqual(report.left[0], { at: 6, attempts: 0, wait_ms: 0 });
  assert.ok(report.busy_ms >= 11_900 && report.busy_ms < 20_000);
  const third = beats[3];
  assert.deepEqual(third?.completed, [0, 1]);
  assert.deepEqual(third?.left.slice(0, 3), [
    { at: 2, attempts: 1, wait_ms: 0 },
    { at: 3, attempts: 1, wait_ms: 0 },
    { at: 4, attempts: 0, wait_ms: 0 },
  ]);
});

test('large outputs end a chunk early', async (t) => {
  const { run } = await probeChunk(t, () => 'x'.repeat(300_000));
  const report = await run(work(), hundred, 1);
  assert.equal(report.completed.length, 4);
  assert.equal(report.left.length, 96);
});

test('the worker goes: items save what they have, use up no attempt, and the rest is given back', async (t) => {
  const probe = await probeChunk(t, async (n, { signal, heartbeat }) => {
    if (n === 0) return 'done';
    heartbeat(10, { step: n });
    return untilAborted(signal).catch((reason) => {
      heartbeat(20, { step: n, saved: true });
      throw reason;
    });
  });
  const running = probe.run(work(), hundred.slice(0, 4), 3);
  await delay(100);
  probe.environment.cancel('WORKER_SHUTDOWN', new ActivityCancellationDetails({ workerShutdown: true }));
  const report = await running;
  assert.deepEqual(report.completed, [0]);
  assert.deepEqual(
    report.left,
    [1, 2, 3].map((at) => ({ at, attempts: 0, wait_ms: 0, checkpoint: { step: at, saved: true } })),
  );
  assert.deepEqual(probe.beats[0]?.left[0], { at: 1, attempts: 1, wait_ms: 0, checkpoint: { step: 1 } });
});

test('what completes although the worker goes has completed', async (t) => {
  const probe = await probeChunk(t, async (n) => {
    await delay(300);
    return n;
  });
  const running = probe.run(work(), hundred, 2);
  await delay(50);
  probe.environment.cancel('WORKER_SHUTDOWN', new ActivityCancellationDetails({ workerShutdown: true }));
  const { completed, left } = await running;
  assert.deepEqual(completed, [0, 1]);
  assert.equal(left.length, 98);
});

test('the job is cancelled: items are aborted, and the cancellation tells what was done', async (t) => {
  const aborted: number[] = [];
  const probe = await probeChunk(t, async (n, { signal }) => {
    if (n === 0) return 'done';
    return untilAborted(signal).finally(() => aborted.push(n));
  });
  const running = probe.run(work(), hundred, 5);
  running.catch(() => {});
  await delay(50);
  probe.environment.cancel('CANCELLED', new ActivityCancellationDetails({ cancelRequested: true }));
  await assert.rejects(running, (error) => {
    assert.ok(error instanceof CancelledFailure);
    const [report] = error.details as [{ completed: number[]; left: unknown[] }];
    assert.deepEqual(report.completed, [0]);
    assert.equal(report.left.length, 99);
    return true;
  });
  assert.deepEqual(aborted, [1, 2, 3, 4, 5]);
});

test('items that never wait let the rest of the worker in', async (t) => {
  const { run } = await probeChunk(t, () => {
    const end = performance.now() + 2;
    while (performance.now() < end);
  });
  let ticks = 0;
  const timer = setInterval(() => ticks++, 10);
  t.after(() => clearInterval(timer));
  await run(work(), hundred, 10);
  assert.ok(ticks >= 5, `${ticks} ticks in 200 ms`);
});

test('what has begun is told within half a second, and of short chunks nothing', async (t) => {
  const { run, beats } = await probeChunk(t, (n) => delay(n));
  await run(work(), entries(0, 10, 20));
  assert.equal(beats.length, 0);
  await run(work(), entries(600, 600), 1);
  assert.deepEqual(beats[0]?.left, [
    { at: 0, attempts: 1, wait_ms: 0 },
    { at: 1, attempts: 0, wait_ms: 0 },
  ]);
});

test('the chunk that goes on after one that died tells of that, as the fan-out’s', async (t) => {
  const lost = { at: '2026-01-02T03:04:05.000Z', fault: { code: 'timeout_heartbeat', message: 'It was lost.' } };
  const { run, news } = await probeChunk(t, (n) => n);
  await run(work(), entries(0, 1), 1, { lost });
  const [told, ...others] = news;
  assert.ok(told?.kind === 'lost' && told.resumed_at !== null);
  const { resumed_at: _, ...rest } = told;
  assert.deepEqual(rest, {
    ...{ kind: 'lost', job_id: 'test', node_id: 'each', item_key: null },
    ...{ error: lost.fault, occurred_at: lost.at },
  });
  assert.deepEqual(others, []);
});
