import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ChunkCall, ChunkReport } from '../../../../src/plan/chunk.ts';
import { JobControl } from '../../../../src/plan/execution/control.ts';
import type { ChunkOutcome, ItemsBatch } from '../../../../src/plan/execution/effects.ts';
import { indexesOf } from '../../../../src/plan/execution/items/ranges.ts';
import { type BatchRun, runBatch } from '../../../../src/plan/execution/items/run-batch.ts';
import type { TaskWork } from '../../../../src/plan/plan.ts';
import { TIMEOUT_FAULTS } from '../../../../src/plan/timeout-fault.ts';
import { JobRecord } from '../../../../src/spec-test/machine/job-record.ts';
import { VirtualClock } from '../../../../src/spec-test/machine/virtual-clock.ts';
import { virtualEffects } from '../../../../src/spec-test/machine/virtual-effects.ts';
import { planOf } from './support.ts';

const PLAN = planOf('workflow_id: x\nversion: 1\nnodes: { a: { handler: echo } }');
const WORK: TaskWork = {
  handler: 'echo',
  cost: 'light',
  params: { n: '{{ item }}' },
  timeouts: { start_to_close_ms: 60_000 },
  retry: { max_attempts: 3, initial_delay_ms: 100, backoff: 'fixed', max_delay_ms: 100, non_retryable: [] },
};
const HEARTBEAT = TIMEOUT_FAULTS.HEARTBEAT;

interface Sent {
  keys: string[];
  /** In an activity with no other item. */
  alone: boolean;
}

const calls: ChunkCall[] = [];

/**
 * Runs ten items in chunks of five, of which some die.
 *
 * @param fate what becomes of what is sent; undefined when it lives
 */
async function run(fate: (keys: string[], count: number) => ChunkOutcome | undefined, max_concurrency = 100) {
  calls.length = 0;
  const clock = new VirtualClock(0);
  const record = new JobRecord(PLAN);
  const sent: Sent[] = [];
  const effects = virtualEffects({
    clock,
    record,
    contracts: { input: (_, params) => params, output: (_, output) => output },
    standIns: {
      task: ({ params }) => ({ kind: 'output', takes_ms: 0, output: params.n ?? null }),
      workflow: () => {
        throw new Error('no spec is used');
      },
      decision: () => undefined,
    },
    control: () => control,
    room: () => 'plenty',
    runUsed: () => Promise.reject(new Error('no spec is used')),
  });
  const control = new JobControl();
  const batch: ItemsBatch = {
    node_id: 'each',
    number: 0,
    work: { kind: 'task', ...WORK },
    chunk: { size: 5, max_bytes: 1_000_000 },
    stops_at_failure: false,
    max_concurrency,
    scope: {},
    entries: Array.from({ length: 10 }, (_, index) => ({ index, item: index })),
  };
  const dying: typeof effects = {
    ...effects,
    runTask: (call) => {
      sent.push({ keys: [call.key ?? ''], alone: true });
      return fate([call.key ?? ''], sent.length) === undefined
        ? effects.runTask(call)
        : Promise.reject(new Error('dead'));
    },
    runChunk: async (work, call, place): Promise<ChunkOutcome> => {
      const keys = call.entries.map(({ index, key }) => key ?? String(index));
      sent.push({ keys, alone: keys.length === 1 });
      calls.push(call);
      return fate(keys, sent.length) ?? effects.runChunk(work, call, place);
    },
    faultOf: () => HEARTBEAT,
  };
  const ended = await clock.run(() => runBatch(batch, dying, control));
  return { sent, batch: ended?.value as BatchRun };
}

const completed = ({ done }: BatchRun) =>
  done.results.flatMap(({ ranges }) => indexesOf(ranges)).toSorted((a, b) => a - b);
const ALL = Array.from({ length: 10 }, (_, index) => index);
const report = (over: Partial<ChunkReport>): ChunkReport => ({
  completed: [],
  outputs: '[]',
  skipped: [],
  failed: [],
  left: [],
  busy_ms: 1,
  ...over,
});
const lost = (seen: ChunkReport | null): ChunkOutcome => ({ kind: 'lost', fault: HEARTBEAT, seen });
const left = (at: number, attempts: number, wait_ms = 0): ChunkReport['left'][number] => ({ at, attempts, wait_ms });

describe('a chunk that dies', () => {
  it('without a sign of life is sent again whole', async () => {
    const { sent, batch } = await run((_, count) => (count === 1 ? lost(null) : undefined));
    assert.deepEqual(completed(batch), ALL);
    assert.deepEqual(
      sent.map(({ keys }) => keys.length),
      [5, 5, 5],
    );
    assert.deepEqual(sent[2]?.keys, ['0', '1', '2', '3', '4']);
  });

  it('is sent again without what its last heartbeat called done', async () => {
    const seen = report({ completed: [0, 2], outputs: '["zero","two"]', skipped: [1], left: [left(3, 1), left(4, 0)] });
    const { sent, batch } = await run((_, count) => (count === 1 ? lost(seen) : undefined));
    assert.deepEqual(sent[2], { keys: ['3', '4'], alone: false });
    assert.deepEqual(completed(batch), [0, 2, 3, 4, 5, 6, 7, 8, 9]);
    assert.deepEqual(indexesOf(batch.done.skipped), [1]);
    assert.ok(batch.done.results.some(({ outputs }) => outputs === '["zero","two"]'));
  });

  it('has no item run again that has had all its attempts', async () => {
    const seen = report({ left: [left(0, 3), left(1, 1), left(2, 0), left(3, 0), left(4, 0)] });
    const { sent, batch } = await run((_, count) => (count === 1 ? lost(seen) : undefined));
    assert.deepEqual(batch.done.failures, [{ index: 0, key: '0', fault: HEARTBEAT }]);
    assert.ok(sent.slice(1).every(({ keys }) => !keys.includes('0')));
  });

  it('gives an item its last attempt alone', async () => {
    const seen = report({ left: [left(0, 2), left(1, 0), left(2, 0), left(3, 0), left(4, 0)] });
    const { sent, batch } = await run((_, count) => (count === 1 ? lost(seen) : undefined));
    assert.deepEqual(completed(batch), ALL);
    assert.deepEqual(
      sent.filter(({ keys }) => keys.includes('0')).map(({ alone }) => alone),
      [false, true],
    );
  });

  it('of one item that takes the worker down every time fails that item alone, after as many attempts as it may have', async () => {
    const { sent, batch } = await run((keys) => (keys.includes('3') ? lost(null) : undefined));
    assert.deepEqual(
      batch.done.failures.map(({ key }) => key),
      ['3'],
    );
    assert.deepEqual(
      completed(batch),
      ALL.filter((index) => index !== 3),
    );
    assert.equal(sent.filter(({ keys }) => keys.includes('3')).length, 3);
  });

  it('every time fails no item before each has had its last attempt alone', async () => {
    const { sent, batch } = await run((keys) => (keys.length > 1 ? lost(null) : undefined));
    assert.deepEqual(completed(batch), ALL);
    const attempts = ALL.map((index) => sent.filter(({ keys }) => keys.includes(String(index))).length);
    assert.ok(
      attempts.every((count) => count <= 3),
      String(attempts),
    );
  });
});

describe('an item that a dead chunk may or may not have begun', () => {
  const attemptsOf = (index: number) =>
    calls.flatMap(({ entries }) =>
      entries.filter((entry) => entry.index === index).map(({ attempts = 0 }) => attempts),
    );

  it('loses no attempt, and goes at last where all begin at once', async () => {
    const { sent, batch } = await run((keys) => (keys.includes('0') && keys.length > 1 ? lost(null) : undefined), 8);
    assert.deepEqual(completed(batch), ALL);
    const of = (key: string) => sent.filter(({ keys }) => keys.includes(key)).map(({ keys }) => keys.length);
    assert.deepEqual([of('0'), of('4'), of('5')], [[5, 5, 1], [5, 5, 1], [5]]);
    assert.deepEqual(
      [attemptsOf(0), attemptsOf(4)],
      [
        [0, 0, 0],
        [0, 0, 0],
      ],
    );
  });

  it('has as many attempts as it may have from then on', async () => {
    const { sent, batch } = await run((keys) => (keys.includes('3') ? lost(null) : undefined), 8);
    assert.deepEqual(batch.done.failures, [{ index: 3, key: '3', fault: HEARTBEAT }]);
    assert.deepEqual(attemptsOf(3), [0, 0, 0, 1, 2]);
    assert.deepEqual(attemptsOf(4), [0, 0, 0]);
    assert.equal(sent.filter(({ keys }) => keys.includes('3')).length, 5);
  });

  it('has had an attempt when a heartbeat had called it begun', async () => {
    const seen = report({ left: [left(0, 1), left(1, 0), left(2, 0), left(3, 0), left(4, 0)] });
    await run((_, count) => (count === 1 ? lost(seen) : undefined), 8);
    assert.deepEqual(
      [attemptsOf(0), attemptsOf(1)],
      [
        [0, 1],
        [0, 0],
      ],
    );
  });
});

describe('the chunk that goes on after one that died', () => {
  it('is told of it, and no other is', async () => {
    await run((_, count) => (count === 1 ? lost(null) : undefined));
    assert.deepEqual(
      calls.map((call) => call.lost),
      [undefined, undefined, { at: '1970-01-01T00:00:00.000Z', fault: HEARTBEAT }],
    );
  });

  it('passes it on to none after it', async () => {
    const told = report({ completed: [0, 1, 2], outputs: '[0,1,2]', left: [left(3, 1), left(4, 1)] });
    await run((_, count) => (count === 1 ? lost(null) : count === 3 ? { kind: 'reported', report: told } : undefined));
    assert.deepEqual(
      calls.map((call) => call.lost !== undefined),
      [false, false, true, false],
    );
  });
});

describe('a chunk that comes back', () => {
  it('with items left has them sent again, with the attempts that they have had', async () => {
    const told = report({ completed: [0, 1, 2, 3], outputs: '[0,1,2,3]', left: [left(4, 2)] });
    const { sent, batch } = await run((_, count) => (count === 1 ? { kind: 'reported', report: told } : undefined));
    assert.deepEqual(sent.at(-1), { keys: ['4'], alone: true });
    assert.deepEqual(completed(batch), ALL);
  });

  it('without a word of some has those sent again as they were', async () => {
    const told = report({ completed: [0, 1, 2], outputs: '[0,1,2]' });
    const { sent, batch } = await run((_, count) => (count === 1 ? { kind: 'reported', report: told } : undefined));
    assert.deepEqual(sent.at(-1), { keys: ['3', '4'], alone: false });
    assert.deepEqual(completed(batch), ALL);
  });

  it('with an item that waits has that item sent once more, while others take its turn', async () => {
    const told = report({ completed: [0, 1, 2, 3], outputs: '[0,1,2,3]', left: [left(4, 1, 10_000)] });
    const fate = (_: string[], count: number): ChunkOutcome | undefined =>
      count === 1 ? { kind: 'reported', report: told } : undefined;
    const { sent, batch } = await run(fate, 1);
    assert.deepEqual(
      sent.map(({ keys }) => keys),
      [['0', '1', '2', '3', '4'], ['5', '6', '7', '8', '9'], ['4']],
    );
    assert.deepEqual(completed(batch), ALL);
  });
});
