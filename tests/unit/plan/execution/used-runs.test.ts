import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Room } from '../../../../src/plan/execution/effects.ts';
import { Places } from '../../../../src/plan/execution/places.ts';
import { usedRunsOfEach } from '../../../../src/plan/execution/used-runs.ts';
import type { VirtualJob } from '../../../../src/spec-test/machine/virtual-job.ts';
import { after, Job, planOf } from './support.ts';

const LEAF = 'workflow_id: leaf\nversion: 1\nnodes: { work: { handler: echo, params: { n: 1 } } }\n';
const MANY = `workflow_id: many
version: 1
nodes: { each: { type: fan_out, source: "{{ range(8) }}", max_concurrency: 8, task: { uses: leaf } } }
`;
const specs = { leaf: LEAF, many: MANY };
const outer = (nodes: string) => `workflow_id: outer\nversion: 1\nnodes:\n${nodes}\n`;
/** Every leaf takes a second, so a job takes as many seconds as it has rounds of them. */
const took = async (nodes: string, used_runs: number | undefined, extra = {}) =>
  (await Job.run(outer(nodes), { specs, used_runs, answer: () => after(1_000), ...extra })).took / 1_000;

const FAN_OUT = (name: string) =>
  `  ${name}: { type: fan_out, source: "{{ range(8) }}", max_concurrency: 8, task: { uses: leaf } }`;
const NODES = Array.from({ length: 6 }, (_, n) => `  n${n}: { uses: leaf }`).join('\n');

describe('runs of used specs at a time', () => {
  it('are bounded over a fan-out, whatever its max_concurrency', async () => {
    assert.deepEqual([await took(FAN_OUT('a'), undefined), await took(FAN_OUT('a'), 2)], [1, 4]);
  });

  it('are bounded over all nodes together; who comes first goes first', async () => {
    assert.deepEqual([await took(NODES, undefined), await took(NODES, 4)], [1, 2]);
    assert.equal(await took(`${FAN_OUT('a')}\n${FAN_OUT('b')}\n${NODES}`, 2), 11);
  });

  it('are bounded over all levels: a run of many has a share of them', async () => {
    const two = '  a: { uses: many }\n  b: { uses: many }';
    assert.deepEqual([await took('  a: { uses: many }', 4), await took(two, 4), await took(two, 1)], [2, 4, 16]);
  });

  it('are bounded where a fan-out goes on in runs of its own', async () => {
    let asked = 0;
    const room = (): Room => (asked++ === 3 ? 'scarce' : 'plenty');
    assert.equal(await took(FAN_OUT('a'), 2, { room }), 4);
  });

  it('wait no longer than until the job is cancelled', async () => {
    const during = { 1500: (job: { cancel(): void }) => job.cancel() };
    const job = await Job.run(outer(NODES), { specs, used_runs: 1, answer: () => after(1_000), during });
    assert.deepEqual([job.state, job.took], ['cancelled', 1_500]);
    assert.deepEqual(Object.values(job.states), ['completed', ...Array(5).fill('cancelled')]);
  });

  it('wait while the job is paused, though a place is free', async () => {
    const seen: string[] = [];
    const during = {
      500: (job: VirtualJob) => job.execution.control.pause(),
      30000: (job: VirtualJob) => void seen.push(...['n3', 'n4', 'n5'].map((id) => job.execution.report(id).state)),
      60000: (job: VirtualJob) => job.execution.control.resume(),
    };
    const job = await Job.run(outer(NODES), { specs, used_runs: 4, answer: () => after(1_000), during });
    assert.deepEqual([job.state, job.took, seen], ['completed', 61_000, ['completed', 'ready', 'ready']]);
  });

  it('a node that waits for its place is ready, and does not run', async () => {
    const seen: string[] = [];
    const during = {
      500: (job: { execution: { report(id: string): { state: string } } }) => {
        seen.push(...['n0', 'n1', 'n5'].map((id) => job.execution.report(id).state));
      },
    };
    await Job.run(outer(NODES), { specs, used_runs: 2, answer: () => after(1_000), during });
    assert.deepEqual(seen, ['running', 'running', 'ready']);
  });
});

describe('the share of each run', () => {
  it('is what is left for one when all that can be at once are', () => {
    const shares = (nodes: string, used_runs: number | undefined) =>
      usedRunsOfEach({ plan: planOf(outer(nodes), specs), ...(used_runs === undefined ? {} : { used_runs }) });
    assert.deepEqual([shares('  a: { uses: leaf }', 20), shares(NODES, 20), shares(FAN_OUT('a'), 20)], [20, 3, 2]);
    assert.deepEqual([shares(NODES, 5), shares(NODES, undefined)], [1, undefined]);
  });
});

describe('places', () => {
  it('are given back by what throws, and go to who waits for more of them before others', async () => {
    const until = async (isTrue: () => boolean) => {
      while (!isTrue()) await new Promise((resolve) => setImmediate(resolve));
      return true;
    };
    const places = new Places(3, { until }, { isPaused: false });
    const order: string[] = [];
    const hold = Promise.withResolvers<void>();
    const held = places.within(1, () => hold.promise);
    const all = places.within(3, async () => void order.push('all'));
    const one = places.within(1, async () => {
      order.push('one');
      throw new Error('broken');
    });
    hold.reject(new Error('gone'));
    const ended = await Promise.allSettled([held, all, one]);
    assert.deepEqual(
      [order, ended.map(({ status }) => status)],
      [
        ['all', 'one'],
        ['rejected', 'fulfilled', 'rejected'],
      ],
    );
    await places.within(3, async () => void order.push('again'));
    assert.deepEqual(order, ['all', 'one', 'again']);
  });
});
