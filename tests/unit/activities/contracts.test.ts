import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApplicationFailure } from '@temporalio/activity';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { pino } from 'pino';
import { z } from 'zod';
import type { AnyActivity } from '../../../src/activities/activity.ts';
import { defineContract } from '../../../src/activities/contract.ts';
import { toTemporalActivities } from '../../../src/activities/runtime/to-temporal.ts';
import type { ChunkReport } from '../../../src/plan/chunk.ts';
import { entries, work } from './support/chunk.ts';

const quiet = { logger: new DefaultLogger('ERROR') };

const contract = defineContract({
  name: 'probe',
  summary: 'Gives back what a test says.',
  input: z.strictObject({ n: z.int(), unit: z.string().default('m') }),
  output: z.strictObject({ sizes: z.array(z.int()), note: z.string().default('none') }),
  cost: 'light',
  retry: 'idempotent',
  timeout: '1m',
  errors: {},
});

/** The handler as a worker has it. `run` is not held to the contract by its type, as a handler with a bug is not. */
function activities(run: (input: unknown) => unknown) {
  const activity: AnyActivity = { contract, run: async (input: unknown) => run(input) };
  return toTemporalActivities([activity], {
    log: pino({ level: 'silent' }),
    scratch: { make: async () => '/nowhere', close: async () => {} },
    news: { tell: () => {} },
  });
}
type Single = (input: unknown) => Promise<unknown>;
type Chunk = (...args: [unknown, unknown]) => Promise<ChunkReport>;

const single = (run: (input: unknown) => unknown, input: unknown) =>
  new MockActivityEnvironment({ activityId: 'node' }, quiet).run(activities(run).probe as Single, input);
const chunk = (run: (input: unknown) => unknown, items: number[]): Promise<ChunkReport> =>
  new MockActivityEnvironment({ activityId: 'node/1' }, quiet).run(
    activities(run)['probe.chunk'] as Chunk,
    work({ params: { n: '{{ item }}' } }),
    { entries: entries(...items), concurrency: 4 },
  );

function violation(message: string) {
  return (error: unknown) => {
    assert.ok(error instanceof ApplicationFailure);
    assert.equal(error.type, 'contract_violation');
    assert.equal(error.nonRetryable, true);
    assert.equal(error.message, message);
    return true;
  };
}

test('defaults are filled in on the way in and on the way out', async () => {
  const seen: unknown[] = [];
  const output = await single(
    (input) => {
      seen.push(input);
      return { sizes: [1] };
    },
    { n: 1 },
  );
  assert.deepEqual(seen, [{ n: 1, unit: 'm' }]);
  assert.deepEqual(output, { sizes: [1], note: 'none' });
});

test('an input that does not fit never reaches the handler, and is not retried', async () => {
  let calls = 0;
  const run = () => {
    calls += 1;
    return { sizes: [] };
  };
  const message = 'The input of probe does not fit its contract at /n: Invalid input: expected int, received number.';
  await assert.rejects(single(run, { n: 1.5 }), violation(message));
  assert.equal(calls, 0);
});

test('an output that does not fit never leaves the worker: the failure says where, and is not retried', async () => {
  const message =
    'The output of probe does not fit its contract at /sizes/1: Invalid input: expected number, received string.';
  await assert.rejects(
    single(() => ({ sizes: [1, '2'] }), { n: 1 }),
    violation(message),
  );
  await assert.rejects(
    single(() => undefined, { n: 1 }),
    { type: 'contract_violation' },
  );
  await assert.rejects(
    single(() => ({ sizes: [], more: 1 }), { n: 1 }),
    /Unrecognized key: "more"/,
  );
});

test('the same for the items of a chunk, one by one', async () => {
  const report = await chunk((input) => ({ sizes: (input as { n: number }).n === 2 ? ['x'] : [] }), [1, 2, 3, 4.5]);
  assert.deepEqual(report.completed, [0, 2]);
  assert.deepEqual(
    report.failed.sort((a, b) => a.at - b.at).map(({ at, fault, attempts }) => [at, fault.code, attempts]),
    [
      [1, 'contract_violation', 1],
      [3, 'contract_violation', 1],
    ],
  );
});

test('a failure tells of so many places and no more', async () => {
  const sizes = Array.from({ length: 5_000 }, () => 'x');
  await assert.rejects(
    single(() => ({ sizes }), { n: 1 }),
    (error) => {
      assert.ok(error instanceof ApplicationFailure);
      const [fault] = error.details as [{ detail: { issues: unknown[]; issues_in_all: number } }];
      assert.deepEqual([fault.detail.issues.length, fault.detail.issues_in_all], [20, 5_000]);
      return true;
    },
  );
});
