import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { GraphRun, type SettledState } from '../../../src/plan/graph-run.ts';
import type { Dependencies, PlanNode } from '../../../src/plan/plan.ts';

function task(depends_on: Partial<Dependencies> = {}): PlanNode {
  return {
    kind: 'task',
    handler: 'echo',
    cost: 'light',
    params: {},
    timeouts: { start_to_close_ms: 1_000 },
    retry: { max_attempts: 1, initial_delay_ms: 1, backoff: 'fixed', max_delay_ms: 1, non_retryable: [] },
    depends_on: { required: [], alternatives: [], settled: [], ...depends_on },
  };
}

function conditional(branches: Record<string, string[]>): PlanNode {
  return {
    kind: 'conditional',
    depends_on: { required: [], alternatives: [], settled: [] },
    branches: Object.entries(branches).map(([name, next]) => ({ name, next })),
  };
}

const brief = (transitions: { node_id: string; state: string }[]) =>
  transitions.map(({ node_id, state }) => `${node_id} ${state}`);

describe('a node starts as soon as its own parents allow it', () => {
  it('does not wait for a wave', () => {
    const run = new GraphRun({ nodes: { a: task(), b: task(), c: task({ required: ['a'] }) } });
    assert.deepEqual(brief(run.begin()), ['a ready', 'b ready']);
    run.run('a');
    run.run('b');
    assert.deepEqual(brief(run.settle('a', 'completed')), ['a completed', 'c ready']);
    assert.equal(run.state('b'), 'running');
  });
});

/** What becomes of a child of two parents, by its join and their states, once both are settled. */
const JOINS: [keyof Dependencies, SettledState, SettledState, string][] = [
  ['required', 'completed', 'completed', 'ready'],
  ['required', 'completed', 'skipped', 'skipped'],
  ['required', 'completed', 'failed', 'cancelled'],
  ['required', 'completed', 'cancelled', 'cancelled'],
  ['required', 'skipped', 'skipped', 'skipped'],
  ['alternatives', 'completed', 'completed', 'ready'],
  ['alternatives', 'completed', 'skipped', 'ready'],
  ['alternatives', 'completed', 'failed', 'ready'],
  ['alternatives', 'completed', 'cancelled', 'ready'],
  ['alternatives', 'skipped', 'skipped', 'skipped'],
  ['alternatives', 'skipped', 'failed', 'cancelled'],
  ['alternatives', 'failed', 'failed', 'cancelled'],
  ['alternatives', 'cancelled', 'skipped', 'cancelled'],
  ['settled', 'completed', 'completed', 'ready'],
  ['settled', 'skipped', 'failed', 'ready'],
  ['settled', 'cancelled', 'cancelled', 'ready'],
];

describe('joins', () => {
  for (const [join, first, second, expected] of JOINS) {
    for (const [left, right] of [
      ['a', 'b'],
      ['b', 'a'],
    ] as const) {
      it(`${join} of ${first} and ${second}, ${left} first: ${expected}`, () => {
        const run = new GraphRun({ nodes: { a: task(), b: task(), child: task({ [join]: ['a', 'b'] }) } });
        run.begin();
        run.settle(left, left === 'a' ? first : second);
        run.settle(right, right === 'a' ? first : second);
        assert.equal(run.state('child'), expected);
      });
    }
  }

  it('any_of waits until the rest are settled', () => {
    const run = new GraphRun({ nodes: { a: task(), b: task(), child: task({ alternatives: ['a', 'b'] }) } });
    run.begin();
    run.settle('a', 'completed');
    assert.equal(run.state('child'), 'pending');
  });

  it('all_of is skipped at once, without waiting for the rest', () => {
    const run = new GraphRun({ nodes: { a: task(), b: task(), child: task({ required: ['a', 'b'] }) } });
    run.begin();
    assert.deepEqual(brief(run.settle('a', 'skipped')), ['a skipped', 'child skipped']);
  });
});

describe('a conditional', () => {
  const nodes = {
    size: conditional({ large: ['plan'], small: ['whole'] }),
    plan: task({ required: ['size'] }),
    tiles: task({ required: ['plan'] }),
    whole: task({ required: ['size'] }),
    after: task({ required: ['size'] }),
    register: task({ alternatives: ['tiles', 'whole'] }),
  };

  it('runs the arm taken; the others, and what depends on only them, are skipped', () => {
    const run = new GraphRun({ nodes });
    run.begin();
    const transitions = run.choose('size', 'small');
    assert.deepEqual(brief(transitions), [
      'size completed',
      'plan skipped',
      'whole ready',
      'after ready',
      'tiles skipped',
    ]);
    assert.equal(transitions[1]?.note, 'size took another branch');
    assert.equal(transitions[4]?.note, 'plan skipped');
    assert.equal(run.state('register'), 'pending');
    run.settle('whole', 'completed');
    assert.equal(run.state('register'), 'ready');
  });

  it('refuses a branch that it does not have', () => {
    const run = new GraphRun({ nodes });
    run.begin();
    assert.throws(() => run.choose('size', 'medium'), /no branch medium/);
  });
});

describe('the end', () => {
  it('comes when every node is settled', () => {
    const run = new GraphRun({ nodes: { a: task(), b: task({ required: ['a'] }) } });
    run.begin();
    assert.equal(run.isSettled, false);
    assert.deepEqual(brief(run.settle('a', 'failed')), ['a failed', 'b cancelled']);
    assert.equal(run.isSettled, true);
  });

  it('a failure leaves independent nodes alone', () => {
    const run = new GraphRun({ nodes: { a: task(), b: task(), c: task({ required: ['b'] }) } });
    run.begin();
    run.settle('a', 'failed');
    assert.deepEqual(brief(run.settle('b', 'completed')), ['b completed', 'c ready']);
  });
});
