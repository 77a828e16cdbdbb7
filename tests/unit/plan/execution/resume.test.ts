import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Room } from '../../../../src/plan/execution/effects.ts';
import { after, fail, Job, type JobOptions, START } from './support.ts';

const CHAIN = `workflow_id: chain
version: 1
nodes:
  a: { handler: echo, params: { v: 1 } }
  b: { handler: echo, params: { v: "{{ nodes.a.output.echoed_params.v + 1 }}" }, retry: { max_attempts: 1 } }
  c: { handler: echo, params: { v: "{{ nodes.b.output.echoed_params.v + 1 }}" } }
  side: { handler: echo, params: { v: 9 } }
  note: { handler: echo, depends_on: { settled: [c, side] }, params: { c: "{{ nodes.c.state }}" } }
outputs: { c: "{{ nodes.c.output.echoed_params.v }}" }
`;

/** Fails at a node as long as it is broken. */
function breaking(node: string) {
  const world = { isBroken: true };
  const answer: JobOptions['answer'] = ({ node_id }) =>
    world.isBroken && node_id === node ? fail('broken') : undefined;
  return { world, answer };
}

describe('a retry of a failed job', () => {
  it('runs again what did not complete, and what ran on after it', async () => {
    const { world, answer } = breaking('b');
    const job = await Job.run(CHAIN, { answer });
    assert.deepEqual(job.states, { a: 'completed', b: 'failed', c: 'cancelled', side: 'completed', note: 'completed' });
    world.isBroken = false;
    const again = await job.retry();
    assert.deepEqual([again.state, again.outputs, again.calls], ['completed', { c: 3 }, ['b', 'c', 'note']]);
    assert.deepEqual(again.output('note'), { echoed_params: { c: 'completed' }, steps_taken: 1 });
  });

  it('fails again where nothing has changed', async () => {
    const { answer } = breaking('b');
    const again = await (await Job.run(CHAIN, { answer })).retry();
    assert.deepEqual([again.fault?.code, again.calls], ['broken', ['b', 'note']]);
  });

  it('runs named nodes again with all that depends on them', async () => {
    const job = await Job.run(CHAIN);
    const again = await job.retry({ nodes: ['b'] });
    assert.deepEqual([again.state, again.calls], ['completed', ['b', 'c', 'note']]);
  });

  it('takes an output that is given by hand, for a node that failed', async () => {
    const job = await Job.run(CHAIN, { answer: breaking('b').answer });
    const again = await job.retry({ outputs: { b: { echoed_params: { v: 41 }, steps_taken: 0 } } });
    assert.deepEqual([again.state, again.outputs, again.calls], ['completed', { c: 42 }, ['c', 'note']]);
    assert.equal(again.report('b').note, 'its output was given by hand');
  });

  it('and for one that completed: what depends on it runs again', async () => {
    const job = await Job.run(CHAIN);
    const again = await job.retry({ outputs: { b: { echoed_params: { v: 41 }, steps_taken: 0 } } });
    assert.deepEqual([again.outputs, again.calls], [{ c: 42 }, ['c', 'note']]);
  });

  it('refuses names that there are none of, with the nearest', async () => {
    const job = await Job.run(CHAIN);
    const refusal = (code: string, message: RegExp) => (error: { fault?: { code: string; message: string } }) => {
      assert.equal(error.fault?.code, code);
      assert.match(error.fault?.message ?? '', message);
      return true;
    };
    await assert.rejects(async () => job.retry({ nodes: ['sied'] }), refusal('unknown_node', /Did you mean `side`\?/));
    await assert.rejects(async () => job.retry({ items: { a: ['x'] } }), refusal('unknown_item', /no items/));
    await assert.rejects(async () => job.retry({ outputs: { aa: 1 } }), refusal('unknown_node', /Did you mean `a`\?/));
  });

  it('goes on after a cancellation', async () => {
    const job = await Job.run(
      CHAIN.replace('  b: {', '  nap: { type: sleep, duration: 1h, depends_on: a }\n  b: { depends_on: nap,'),
      {
        during: { 1000: (it) => it.cancel() },
      },
    );
    assert.equal(job.state, 'cancelled');
    const again = await job.retry();
    assert.deepEqual([again.state, again.outputs, again.calls], ['completed', { c: 3 }, ['b', 'c', 'note']]);
  });

  it('chooses a branch anew when what it depends on is new', async () => {
    const yaml = `workflow_id: choice
version: 1
nodes:
  look: { handler: echo, params: { n: 1 } }
  by: { type: conditional, branches: [{ name: big, when: "{{ nodes.look.output.echoed_params.n > 5 }}", next: big }, { name: small, default: true, next: small }] }
  big: { handler: echo }
  small: { handler: echo }
`;
    const job = await Job.run(yaml);
    assert.deepEqual([job.states.big, job.states.small], ['skipped', 'completed']);
    const again = await job.retry({ outputs: { look: { echoed_params: { n: 9 }, steps_taken: 0 } } });
    assert.deepEqual([again.states.big, again.states.small, again.calls], ['completed', 'skipped', ['big']]);
  });
});

const ITEMS = `workflow_id: items
version: 1
inputs: { items: { type: array, default: [a, b, c, d] } }
nodes:
  each:
    type: fan_out
    source: "{{ inputs.items }}"
    key: "{{ item }}"
    task: { handler: echo, params: { v: "{{ item }}" }, retry: { max_attempts: 2 } }
  all: { type: fan_in, from: each, aggregation: collect, value: "{{ output.echoed_params.v }}" }
outputs: { all: "{{ nodes.all.output }}" }
`;

describe('a retry of items', () => {
  const failing = (...keys: string[]) => {
    const broken = new Set(keys);
    const answer: JobOptions['answer'] = ({ key }) => (broken.has(key ?? '') ? fail('broken') : undefined);
    return { broken, answer };
  };

  it('by name runs those, and leaves other failures', async () => {
    const { broken, answer } = failing('b', 'd');
    const job = await Job.run(ITEMS, { answer });
    broken.clear();
    const again = await job.retry({ items: { each: ['b'] } });
    assert.deepEqual([again.state, again.fault?.detail?.keys, again.calls], ['failed', ['d'], ['each/b']]);
    const third = await again.retry();
    assert.deepEqual([third.outputs, third.calls], [{ all: ['a', 'b', 'c', 'd'] }, ['each/d']]);
  });

  it('runs completed ones again when they are named', async () => {
    const job = await Job.run(ITEMS);
    const again = await job.retry(
      { items: { each: ['c'] } },
      { answer: () => ({ echoed_params: { v: 'C' }, steps_taken: 1 }) },
    );
    assert.deepEqual([again.outputs, again.calls], [{ all: ['a', 'b', 'C', 'd'] }, ['each/c']]);
  });

  it('takes outputs of items that are given by hand, and runs the other ones that failed', async () => {
    const { broken, answer } = failing('b', 'c', 'd');
    const job = await Job.run(ITEMS, { answer });
    broken.delete('c');
    const given = (v: string) => ({ echoed_params: { v }, steps_taken: 0 });
    const again = await job.retry({ item_outputs: { each: { d: given('D'), b: given('B') } } });
    assert.deepEqual([again.outputs, again.calls], [{ all: ['a', 'B', 'c', 'D'] }, ['each/c']]);
  });

  it('and with items that are named runs those alone', async () => {
    const { answer } = failing('b', 'c', 'd');
    const job = await Job.run(ITEMS, { answer });
    const given = { b: { echoed_params: { v: 'B' }, steps_taken: 0 } };
    const again = await job.retry(
      { item_outputs: { each: given }, items: { each: ['c'] } },
      { answer: () => undefined },
    );
    assert.deepEqual([again.fault?.detail?.keys, again.calls], [['d'], ['each/c']]);
  });

  it('takes them for items that completed, or failed and were tolerated: what depends on the fan-out runs again', async () => {
    const tolerant = ITEMS.replace('key:', 'on_failure: { tolerate: 1 }\n    key:');
    const job = await Job.run(tolerant, { answer: failing('b').answer });
    assert.deepEqual(job.outputs, { all: ['a', null, 'c', 'd'] });
    const given = { a: { echoed_params: { v: 'A' }, steps_taken: 0 } };
    const again = await job.retry({ item_outputs: { each: given } });
    assert.deepEqual([again.outputs, again.calls], [{ all: ['A', null, 'c', 'd'] }, []]);
  });

  it('refuses outputs of items that there are none of', async () => {
    const job = await Job.run(ITEMS);
    for (const [id, key, message] of [
      ['each', 'e', /The fan-out `each` has no item `e`/],
      ['all', 'a', /`all` \(fan_in\) is no fan-out and has no items/],
    ] as const) {
      await assert.rejects(async () => job.retry({ item_outputs: { [id]: { [key]: 1 } } }), message);
    }
  });

  it('refuses a key that there is none of, with the nearest', async () => {
    const job = await Job.run(ITEMS.replace('[a, b, c, d]', '[alpha, beta]'));
    await assert.rejects(
      async () => job.retry({ items: { each: ['bata'] } }),
      /no item `bata`\. Did you mean `beta`\?/,
    );
  });

  it('of a node that is named runs all of its items', async () => {
    const job = await Job.run(ITEMS);
    assert.deepEqual((await job.retry({ nodes: ['each'] })).calls.toSorted(), ['each/a', 'each/b', 'each/c', 'each/d']);
  });

  it('finds them after an attempt that had to do with other nodes', async () => {
    const yaml = ITEMS.replace('outputs:', '  other: { handler: echo, params: { v: 1 } }\noutputs:');
    const { broken, answer } = failing('b');
    const job = await Job.run(yaml, { answer });
    const other = await job.retry({ nodes: ['other'] });
    assert.deepEqual([other.state, other.calls], ['failed', ['other']]);
    broken.clear();
    const again = await other.retry();
    assert.deepEqual([again.outputs, again.calls], [{ all: ['a', 'b', 'c', 'd'] }, ['each/b']]);
  });

  it('that completed are there for a fan-in which only a later attempt comes to', async () => {
    const yaml = ITEMS.replace('from: each,', 'from: each, depends_on: gate,').replace(
      'outputs:',
      '  gate: { handler: echo, params: { v: 1 }, retry: { max_attempts: 1 } }\noutputs:',
    );
    const answer: JobOptions['answer'] = ({ node_id, attempt }) =>
      node_id === 'gate' && attempt < 3 ? fail('broken') : undefined;
    const third = await (await (await Job.run(yaml, { answer })).retry()).retry();
    assert.deepEqual([third.outputs, third.calls], [{ all: ['a', 'b', 'c', 'd'] }, ['gate']]);
  });

  it('goes on with the items that were not done when the job was cancelled', async () => {
    for (const chunks of [1, 2]) {
      const job = await Job.run(ITEMS.replace('key:', 'max_concurrency: 1\n    key:'), {
        chunks,
        answer: () => after(10_000),
        during: { 25000: (it) => it.cancel() },
      });
      assert.equal(job.state, 'cancelled');
      const again = await job.retry();
      assert.deepEqual([again.state, again.outputs], ['completed', { all: ['a', 'b', 'c', 'd'] }]);
      assert.deepEqual(again.calls, ['each/c', 'each/d'], `chunks of ${chunks}`);
    }
  });

  it('finds items by their keys where the array has changed its order', async () => {
    const yaml = `workflow_id: moved
version: 1
nodes:
  list: { handler: echo, params: { items: [a, b, c] } }
  each:
    type: fan_out
    source: "{{ nodes.list.output.echoed_params.items }}"
    key: "{{ item }}"
    task: { handler: echo, params: { v: "{{ item }}" }, retry: { max_attempts: 1 } }
  all: { type: fan_in, from: each, aggregation: collect, value: "{{ output.echoed_params.v }}" }
outputs: { all: "{{ nodes.all.output }}" }
`;
    const { broken, answer } = failing('b');
    const job = await Job.run(yaml, { answer });
    assert.equal(job.state, 'failed');
    broken.clear();
    const again = await job.retry({
      outputs: { list: { echoed_params: { items: ['c', 'x', 'b', 'a'] }, steps_taken: 0 } },
    });
    assert.equal(again.state, 'completed');
    assert.deepEqual(again.outputs, { all: ['c', 'x', 'b', 'a'] });
  });
});

const WAITING = `workflow_id: waiting
version: 1
nodes:
  ask: { type: approval, message: "Go on?", timeout: 1h }
  nap: { type: sleep, duration: 2h }
  work: { handler: echo }
  next: { handler: echo, depends_on: work }
  last: { handler: echo, depends_on: [ask, nap] }
`;

describe('a run without room in which nodes wait', () => {
  const second = 1_000;
  const hour = 3_600 * second;
  /** Without room after so many nodes, once. */
  const fullAfter = (nodes: number) => {
    let asked = 0;
    return (): Room => (asked++ === nodes ? 'none' : 'plenty');
  };
  const run = (options: JobOptions) =>
    Job.run(WAITING, {
      room: fullAfter(3),
      answer: ({ node_id }) => (node_id === 'work' ? after(second) : undefined),
      ...options,
    });

  const sinceStart = (time: string | null | undefined) => Date.parse(time ?? '') - START;

  it('goes on at once: what is ready does not wait with them, and they wait no longer than they were to', async () => {
    const job = await run({ decisions: { ask: { takes_ms: hour / 2 } } });
    assert.equal(job.state, 'completed');
    assert.deepEqual(job.calls, ['work', 'next', 'last']);
    assert.deepEqual(
      ['next', 'last'].map((node) => sinceStart(job.report(node).started_at)),
      [second, 2 * hour],
    );
    assert.deepEqual(job.output('nap'), { slept_ms: 2 * hour });
    const { ready_at, started_at, ended_at } = job.report('ask');
    assert.deepEqual([ready_at, started_at, ended_at].map(sinceStart), [0, 0, hour / 2]);
  });

  it('times an approval out by when it began to wait', async () => {
    const job = await run({});
    assert.deepEqual([job.state, job.fault?.code], ['failed', 'approval_timeout']);
    assert.equal(sinceStart(job.report('ask').ended_at), hour);
  });

  it('goes on waiting, and may be decided, while the job is paused', async () => {
    const job = await run({
      decisions: { ask: { takes_ms: 2 * second } },
      during: { 500: (job) => job.execution.control.pause(), 5000: (job) => job.execution.control.resume() },
    });
    assert.equal(job.state, 'completed');
    assert.equal(sinceStart(job.report('ask').ended_at), 2 * second);
    assert.equal(sinceStart(job.report('next').started_at), 5 * second);
  });

  it('is cancelled whole, in this run and in the next', async () => {
    for (const ms of [500, 1_500]) {
      const job = await run({ during: { [ms]: (job) => job.cancel() } });
      assert.equal(job.state, 'cancelled', `${ms}`);
      assert.deepEqual([job.states.ask, job.states.nap, job.states.last], ['cancelled', 'cancelled', 'cancelled']);
    }
  });

  describe('with a node for the next run', () => {
    const held = (work: string, options: JobOptions = {}) =>
      Job.run(
        `workflow_id: ending
version: 1
nodes:
  quick: { handler: echo }
  work: { handler: echo${work} }
  next: { handler: echo, depends_on: quick }
`,
        {
          room: fullAfter(2),
          answer: ({ node_id }) => (node_id === 'work' ? after(second) : undefined),
          ...options,
        },
      );

    it('leaves it not open when the job ends before', async () => {
      const job = await held(', fail_when: "{{ true }}"');
      assert.equal(job.fault?.code, 'fail_when');
      assert.deepEqual([job.states.next, job.calls], ['cancelled', ['quick', 'work']]);
    });

    it('nor when it is cancelled before', async () => {
      const job = await held('', { during: { 500: (job) => job.cancel() } });
      assert.deepEqual([job.state, job.states.next, job.calls], ['cancelled', 'cancelled', ['quick', 'work']]);
    });
  });
});

describe('a run that has no room for more', () => {
  const answer: JobOptions['answer'] = () => undefined;
  const many = { items: Array.from({ length: 250 }, (_, index) => `i${index}`) };

  it('goes on in a new run, and comes to the same', async () => {
    for (const every of [1, 2, 3]) {
      let asked = 0;
      // Every so often the run is told that its history is full.
      const room = (): Room => (asked++ % (every + 1) === every ? 'none' : 'plenty');
      const job = await Job.run(CHAIN, { answer, room });
      assert.deepEqual([job.state, job.outputs], ['completed', { c: 3 }], `every ${every}`);
      assert.deepEqual(job.calls.toSorted(), ['a', 'b', 'c', 'note', 'side'], `every ${every}`);
    }
  });

  it('hands many items over to runs of their own, each item once', async () => {
    for (const chunks of [1, 7, 50]) {
      let asked = 0;
      const room = (): Room => (asked++ > 3 ? 'scarce' : 'plenty');
      // The runs of their own have room again.
      const job = await Job.run(ITEMS, { inputs: many, answer, chunks, room: () => (asked > 5 ? 'plenty' : room()) });
      assert.deepEqual([job.state, job.outputs], ['completed', { all: many.items }], `chunks of ${chunks}`);
      assert.equal(new Set(job.calls).size, 250);
      assert.equal(job.calls.length, 250);
    }
  });

  it('fails with the keys of items that failed elsewhere, and a retry runs those alone', async () => {
    let asked = 0;
    const room = (): Room => (asked++ === 5 ? 'scarce' : 'plenty');
    let isBroken = true;
    const job = await Job.run(ITEMS, {
      inputs: many,
      chunks: 10,
      room,
      answer: ({ key }) => (isBroken && key === 'i200' ? fail('broken') : undefined),
    });
    assert.deepEqual(job.fault?.detail?.keys, ['i200']);
    isBroken = false;
    const again = await job.retry();
    assert.deepEqual([again.outputs, again.calls], [{ all: many.items }, ['each/i200']]);
  });

  it('is paused and resumed with its items elsewhere', async () => {
    let asked = 0;
    const job = await Job.run(ITEMS.replace('key:', 'max_concurrency: 8\n    key:'), {
      inputs: many,
      chunks: 1,
      room: () => (asked++ === 5 ? 'scarce' : 'plenty'),
      during: { 0: (it) => it.execution.control.pause(), 60000: (it) => it.execution.control.resume() },
    });
    assert.deepEqual([job.state, job.outputs], ['completed', { all: many.items }]);
    assert.equal(job.took, 60_000);
  });
});
