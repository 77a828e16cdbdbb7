import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { after, fail, Job, type JobOptions } from './support.ts';

const spec = (nodes: string, outputs: string) => `workflow_id: spec
version: 1
nodes:
  a: { handler: echo, params: { m: new }, retry: { max_attempts: 1 } }
${nodes}
outputs: { ${outputs} }
`;
const NOTIFY = `  notify: { handler: echo, depends_on: { settled: [a] }, params: { s: "{{ nodes.a.state }}" } }`;
const SAID = 'nodes.notify.output.echoed_params.s';

/** What the named nodes, or items of them, fail with until they are mended. */
function failing(...places: string[]) {
  const broken = new Set(places);
  const answer: JobOptions['answer'] = ({ node_id, key }) =>
    broken.has(key === null ? node_id : `${node_id}/${key}`) ? fail('broken') : undefined;
  return { broken, answer };
}

async function mended(yaml: string, places = ['a']): Promise<Job> {
  const { broken, answer } = failing(...places);
  const job = await Job.run(yaml, { answer });
  assert.equal(job.state, 'failed');
  broken.clear();
  return job.retry();
}

describe('a retry agrees with itself', () => {
  it('a branch is chosen by what its node says now', async () => {
    const yaml = spec(
      `${NOTIFY}
  c: { type: conditional, branches: [{ name: ok, when: "{{ ${SAID} == 'completed' }}", next: good }, { name: not, default: true, next: bad }] }
  good: { handler: echo }
  bad: { handler: echo }`,
      `said: "{{ ${SAID} }}", branch: "{{ nodes.c.output.branch }}"`,
    );
    const again = await mended(yaml);
    assert.deepEqual([again.state, again.outputs], ['completed', { said: 'completed', branch: 'ok' }]);
    assert.deepEqual([again.states.good, again.states.bad], ['completed', 'skipped']);
  });

  it('what comes after a node that runs again runs again, however far', async () => {
    const yaml = spec(
      `${NOTIFY}
  next: { handler: echo, params: { s: "{{ ${SAID} }}" } }
  last: { handler: echo, params: { s: "{{ nodes.next.output.echoed_params.s }}" } }
  side: { handler: echo }
  beside: { handler: echo, depends_on: side }`,
      'last: "{{ nodes.last.output.echoed_params.s }}"',
    );
    const again = await mended(yaml);
    assert.deepEqual([again.outputs, again.calls], [{ last: 'completed' }, ['a', 'notify', 'next', 'last']]);
  });

  it('also when the output of the node that failed is given by hand', async () => {
    const yaml = spec(NOTIFY, `said: "{{ ${SAID} }}"`);
    const job = await Job.run(yaml, { answer: failing('a').answer });
    const again = await job.retry({ outputs: { a: { echoed_params: { m: 'hand' }, steps_taken: 0 } } });
    assert.deepEqual([again.outputs, again.calls], [{ said: 'completed' }, ['notify']]);
  });

  it('one of several that a node needs one of counts, too', async () => {
    const yaml = spec(
      `  b: { handler: echo }
  t: { handler: echo, depends_on: { any_of: [a, b] }, params: { s: "{{ nodes.a.output.echoed_params.m | default('no a') }}" } }`,
      't: "{{ nodes.t.output.echoed_params.s }}"',
    );
    const again = await mended(yaml);
    assert.deepEqual([again.outputs, again.calls], [{ t: 'new' }, ['a', 't']]);
  });

  it('a fan-out over what is new has the items of it', async () => {
    const yaml = spec(
      `  list: { handler: echo, depends_on: { settled: [a] }, params: { items: "{{ [1, 2, 3] if nodes.a.state == 'completed' else [1, 2] }}" } }
  each:
    type: fan_out
    source: "{{ nodes.list.output.echoed_params.items }}"
    task: { handler: echo, params: { v: "{{ item }}" } }
  all: { type: fan_in, from: each, aggregation: collect, value: "{{ output.echoed_params.v }}" }`,
      'all: "{{ nodes.all.output }}"',
    );
    assert.deepEqual((await mended(yaml)).outputs, { all: [1, 2, 3] });
  });

  const ITEMS = `${NOTIFY}
  each:
    type: fan_out
    source: [x, y, z]
    key: "{{ item }}"
    task: { handler: echo, params: { v: "{{ item }} {{ ${SAID} }}" }, retry: { max_attempts: 1 } }
  all: { type: fan_in, from: each, aggregation: collect, value: "{{ output.echoed_params.v }}" }`;
  const ALL = { all: ['x completed', 'y completed', 'z completed'] };

  it('items that completed run again where what they were made of is new', async () => {
    const again = await mended(spec(ITEMS, 'all: "{{ nodes.all.output }}"'), ['a', 'each/y']);
    assert.deepEqual([again.outputs, again.calls.toSorted()], [ALL, ['a', 'each/x', 'each/y', 'each/z', 'notify']]);
  });

  it('also when one of them is named', async () => {
    const { broken, answer } = failing('a', 'each/y');
    const job = await Job.run(spec(ITEMS, 'all: "{{ nodes.all.output }}"'), { answer });
    broken.clear();
    const again = await job.retry({ nodes: ['a'], items: { each: ['y'] } });
    assert.deepEqual([again.outputs, again.calls.toSorted()], [ALL, ['a', 'each/x', 'each/y', 'each/z', 'notify']]);
  });
});

describe('a retry keeps what cannot tell the difference', () => {
  it('what joins branches, of which none is chosen anew', async () => {
    const yaml = spec(
      `  n: { handler: echo, params: { v: 1 } }
  c: { type: conditional, branches: [{ name: one, when: "{{ nodes.n.output.echoed_params.v == 1 }}", next: one }, { name: two, default: true, next: two }] }
  one: { handler: echo }
  two: { handler: echo, params: { m: "{{ nodes.a.output.echoed_params.m }}" } }
  never: { handler: echo, when: "{{ inputs is not defined and job.asset_id is not none }}", depends_on: n }
  join: { handler: echo, depends_on: { any_of: [one, two, never] } }
  end: { handler: echo, depends_on: { settled: [join, never] } }`,
      'm: "{{ nodes.a.output.echoed_params.m }}"',
    );
    const again = await mended(yaml);
    assert.deepEqual([again.state, again.calls], ['completed', ['a']]);
    assert.deepEqual([again.states.two, again.states.never, again.states.join], ['skipped', 'skipped', 'completed']);
  });

  it('but not what follows a condition on the attempt', async () => {
    const yaml = spec(
      `  n: { handler: echo, params: { v: 1 } }
  later: { handler: echo, when: "{{ job.attempt > 1 }}", depends_on: n }
  join: { handler: echo, depends_on: { any_of: [n, later] }, params: { s: "{{ nodes.later.state }}" } }`,
      's: "{{ nodes.join.output.echoed_params.s }}"',
    );
    assert.deepEqual((await mended(yaml)).outputs, { s: 'completed' });
  });

  it('an output that was given by hand, whatever comes before it', async () => {
    const yaml = spec(
      '  b: { handler: echo, params: { m: "{{ nodes.a.output.echoed_params.m }}" } }',
      'm: "{{ nodes.b.output.echoed_params.m }}"',
    );
    const { broken, answer } = failing('a');
    const job = await Job.run(yaml, { answer });
    const second = await job.retry({ outputs: { b: { echoed_params: { m: 'hand' }, steps_taken: 0 } } });
    const third = await second.retry();
    assert.deepEqual([second.state, third.state], ['failed', 'failed']);
    broken.clear();
    const fourth = await third.retry();
    assert.deepEqual([fourth.outputs, fourth.calls], [{ m: 'hand' }, ['a']]);
    assert.deepEqual((await third.retry({ nodes: ['a'] })).outputs, { m: 'new' });
  });
});

describe('a retry of a job that ended early, failed', () => {
  it('runs the node that ended it again, and what that ends stays undone', async () => {
    const yaml = spec(
      `  b: { handler: echo, complete_when: "{{ output.steps_taken == 1 }}" }
  c: { handler: echo, depends_on: b }`,
      'm: "{{ nodes.a.output.echoed_params.m }}", c: "{{ nodes.c.output.steps_taken }}"',
    );
    const { broken, answer } = failing('a');
    const slowB: JobOptions['answer'] = (attempt) => (attempt.node_id === 'b' ? after(1_000) : answer(attempt));
    const job = await Job.run(yaml, { answer: slowB });
    assert.deepEqual([job.state, job.fault?.code], ['failed', 'broken']);
    assert.deepEqual(job.states, { a: 'failed', b: 'completed', c: 'cancelled' });
    broken.clear();
    const again = await job.retry();
    assert.deepEqual([again.state, again.outputs, again.calls], ['completed', { m: 'new', c: null }, ['a', 'b']]);
  });
});
