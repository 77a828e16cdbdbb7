import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { test } from 'node:test';
import { z } from 'zod';
import { FaultError } from '../../../src/plan/fault.ts';
import { eventually } from '../../support/stack.ts';
import { entries, probeChunk, work } from './support/chunk.ts';

const flaky = (code: string) => new FaultError({ code, message: `It is ${code}.` }, { retryable: true });
const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
    if (signal.aborted) reject(signal.reason);
  });

test('every item has its own output, key, templates and context; a report says where each is', async (t) => {
  const { run, log } = await probeChunk(t, (n, { node_id, item_key, attempt, job_id }) => ({
    n,
    node_id,
    item_key,
    attempt,
    job_id,
  }));
  const params = { n: '{{ item.n + inputs.plus + index }}' };
  const report = await run({ ...work({ params }, '{{ key != "b" }}'), scope: { inputs: { plus: 100 } } }, [
    { index: 4, item: { n: 1 }, key: 'a' },
    { index: 5, item: { n: 2 }, key: 'b' },
    { index: 6, item: { n: 3 }, attempts: 2 },
  ]);
  const { busy_ms, outputs, ...rest } = report;
  assert.deepEqual(rest, { completed: [0, 2], skipped: [1], failed: [], left: [] });
  assert.deepEqual(JSON.parse(outputs), [
    { n: 105, node_id: 'each', item_key: 'a', attempt: 1, job_id: 'test' },
    { n: 109, node_id: 'each', item_key: '6', attempt: 3, job_id: 'test' },
  ]);
  assert.ok(busy_ms >= 0);
  const begun = log.filter(({ msg }) => msg === 'Item:Started').map(({ item_key, attempt }) => [item_key, attempt]);
  assert.deepEqual(begun, [
    ['a', 1],
    ['6', 3],
  ]);
});

test('whatever happens to an item, the others do their work', async (t) => {
  const circular: { self?: unknown } = {};
  circular.self = circular;
  const outcomes = [
    () => 'fine',
    () => undefined,
    () => 10n,
    () => circular,
    () => {
      throw undefined;
    },
    () => {
      throw new TypeError('a bug');
    },
    () => new Promise(() => {}),
    () => 'fine too',
  ];
  const { run } = await probeChunk(t, (n) => outcomes[n]?.());
  const poison = work({
    timeouts: { start_to_close_ms: 100 },
    retry: { ...work().work.retry, max_attempts: 1 },
  });
  const report = await run(poison, [...entries(0, 1, 2, 3, 4, 5, 6, 7), { index: 8, item: 'not a number' }]);
  assert.deepEqual(report.completed, [0, 7]);
  assert.equal(report.outputs, '["fine","fine too"]');
  assert.deepEqual(
    report.failed.sort((a, b) => a.at - b.at).map(({ at, fault, attempts }) => [at, fault.code, attempts]),
    [
      [1, 'contract_violation', 1],
      [2, 'contract_violation', 1],
      [3, 'contract_violation', 1],
      [4, 'internal_error', 1],
      [5, 'internal_error', 1],
      [6, 'timeout_start_to_close', 1],
      [8, 'contract_violation', 1],
    ],
  );
  assert.match(report.failed.at(-1)?.fault.message ?? '', /input of probe does not fit its contract at \/n/);
});

test('a template that fails, fails its item with its own code before anything runs', async (t) => {
  const { run } = await probeChunk(t, (n) => n);
  const report = await run(work({ params: { n: '{{ item.count }}' } }), entries({ count: 1 }, { cuont: 2 }));
  assert.deepEqual(report.completed, [0]);
  assert.deepEqual(report.failed, [
    {
      at: 1,
      fault: { code: 'template_undefined', message: '`item.count` is not defined. Did you mean `cuont`?' },
      attempts: 0,
    },
  ]);
});

test('retries: backoff, the attempts in all, codes that are not retried', async (t) => {
  const began = new Map<number, number[]>();
  const { run } = await probeChunk(t, (n, { attempt }) => {
    began.set(n, [...(began.get(n) ?? []), performance.now()]);
    if (n === 0) throw flaky('always');
    if (n === 1 && attempt < 3) throw flaky('twice');
    if (n === 2) throw flaky('hopeless');
    if (n === 3) throw new FaultError({ code: 'not_retryable', message: 'No.' });
    return attempt;
  });
  const retry = { ...work().work.retry, initial_delay_ms: 60, non_retryable: ['hopeless'] };
  const report = await run(work({ retry }), entries(0, 1, 2, 3));
  assert.deepEqual(report.completed, [1]);
  assert.equal(report.outputs, '[3]');
  assert.deepEqual(report.left, []);
  assert.deepEqual(
    report.failed.sort((a, b) => a.at - b.at).map(({ at, fault, attempts }) => [at, fault.code, attempts]),
    [
      [0, 'always', 3],
      [2, 'hopeless', 1],
      [3, 'not_retryable', 1],
    ],
  );
  const [first, second, third] = began.get(0) as [number, number, number];
  assert.ok(second - first >= 59, `first delay ${second - first}`);
  assert.ok(third - second >= 119, `second delay ${third - second}`);
});

test('a backoff longer than a chunk lasts is left to whoever sent it', async (t) => {
  const { run } = await probeChunk(t, (_, { heartbeat }) => {
    heartbeat(50, { saved: true });
    throw flaky('busy');
  });
  const retry = { ...work().work.retry, initial_delay_ms: 60_000, max_delay_ms: 60_000 };
  const { left, failed } = await run(work({ retry }), [{ index: 0, item: 0, attempts: 1 }]);
  assert.deepEqual(failed, []);
  const [{ at, attempts, wait_ms, checkpoint }] = left as [(typeof left)[0]];
  assert.deepEqual({ at, attempts, checkpoint }, { at: 0, attempts: 2, checkpoint: { saved: true } });
  assert.ok(wait_ms > 59_000 && wait_ms <= 60_000, `${wait_ms}`);
});

test('timeouts: each attempt its own, of heartbeats, and of all attempts together', async (t) => {
  const seen: [n: number, attempt: number, checkpoint: number | null][] = [];
  const { run, scratchRoot } = await probeChunk(t, async (n, { signal, heartbeat, checkpoint, attempt, scratch }) => {
    if (n === 2) return 'quick';
    await scratch();
    seen.push([n, attempt, checkpoint(z.number()) ?? null]);
    if (n === 0) heartbeat(10, attempt);
    const beats = setInterval(() => n === 0 && heartbeat(10), 20);
    return untilAborted(signal).finally(() => clearInterval(beats));
  });
  const retry = { ...work().work.retry, max_attempts: 2 };
  const report = await run(work({ retry, timeouts: { start_to_close_ms: 300, heartbeat_ms: 100 } }), [
    ...entries(0, 1, 2),
    { index: 3, item: 0, key: 'late', deadline: Date.now() + 200 },
  ]);
  assert.deepEqual(report.completed, [2]);
  assert.deepEqual(
    report.failed.sort((a, b) => a.at - b.at).map(({ at, fault, attempts }) => [at, fault.code, attempts]),
    [
      [0, 'timeout_start_to_close', 2],
      [1, 'timeout_heartbeat', 2],
      [3, 'timeout_schedule_to_close', 1],
    ],
  );
  assert.deepEqual(
    seen.filter(([n]) => n === 0).slice(-1),
    [[0, 2, 1]],
    'the second attempt has the first one checkpoint',
  );
  // An attempt that is over is not waited for: what it has left goes when it ends.
  await eventually(async () => {
    const folders = await Promise.all((await readdir(scratchRoot)).map((name) => readdir(`${scratchRoot}/${name}`)));
    assert.deepEqual(folders.flat(), []);
  });
});

test('an item that does not heed its abort is not waited for', async (t) => {
  const { run } = await probeChunk(t, () => new Promise(() => {}));
  const began = performance.now();
  const retry = { ...work().work.retry, max_attempts: 1 };
  const { failed } = await run(work({ retry, timeouts: { start_to_close_ms: 100 } }), entries(0, 1, 2));
  assert.equal(failed.length, 3);
  assert.ok(performance.now() - began < 20_000);
});

test('a retry that cannot come before the deadline is not waited for', async (t) => {
  const { run } = await probeChunk(t, () => {
    throw flaky('busy');
  });
  const retry = { ...work().work.retry, initial_delay_ms: 2_000 };
  const deadline = Date.now() + 1_000;
  const { failed } = await run(work({ retry }), [{ index: 0, item: 0, deadline }]);
  assert.deepEqual(failed, [{ at: 0, fault: { code: 'busy', message: 'It is busy.' }, attempts: 1 }]);
  assert.ok(Date.now() < deadline);
});
