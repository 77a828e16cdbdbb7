import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Room } from '../../../../src/plan/execution/effects.ts';
import type { VirtualJob } from '../../../../src/spec-test/machine/virtual-job.ts';
import { after, fail, Job, type JobOptions } from './support.ts';

const TILES = `workflow_id: tiles
version: 1
inputs: { n: { type: integer, default: 6 } }
nodes:
  plan: { handler: echo, params: { items: "{{ range(inputs.n) }}" } }
  each:
    type: fan_out
    source: "{{ nodes.plan.output.echoed_params.items }}"
    key: "t{{ item }}"
    max_concurrency: 1
    task: { handler: echo, params: { v: "{{ item * 10 }}" }, retry: { max_attempts: 1 } }
  all: { type: fan_in, from: each, aggregation: collect, value: "{{ output.echoed_params.v }}" }
outputs: { all: "{{ nodes.all.output }}" }
`;
const MIDDLE = `workflow_id: middle
version: 1
nodes:
  first: { handler: echo, params: { v: 1 } }
  inner: { uses: tiles, depends_on: first }
outputs: { all: "{{ nodes.inner.output.all }}" }
`;
const specs = { tiles: TILES, middle: MIDDLE };

const outer = (nodes: string, output: string) => `workflow_id: outer
version: 1
inputs: { sizes: { type: array, default: [2, 3] } }
nodes:
${nodes}
outputs: { all: "{{ ${output} }}" }
`;
const ONE = outer('  sub: { uses: tiles }', 'nodes.sub.output.all');
const DEEP = outer('  sub: { uses: middle }', 'nodes.sub.output.all');
const MANY = outer(
  `  each:
    type: fan_out
    source: "{{ inputs.sizes }}"
    key: "of {{ item }}"
    task: { uses: tiles, inputs: { n: "{{ item }}" } }
  got: { type: fan_in, from: each, aggregation: collect, value: "{{ output.all }}" }`,
  'nodes.got.output',
);
const SIX = { all: [0, 10, 20, 30, 40, 50] };

/** Fails at these items of `tiles` for as long as they are in the set. */
function failing(...keys: string[]) {
  const broken = new Set(keys);
  const answer: JobOptions['answer'] = ({ key }) => (broken.has(key ?? '') ? fail('broken') : undefined);
  return { broken, answer };
}

/** Every call of an attempt of a job, those of the specs it uses after their places. */
function callsOf({ record, used }: VirtualJob, place = ''): string[] {
  const own = record.calls.map(({ node_id, key }) => `${place}${node_id}${key === null ? '' : `/${key}`}`);
  return [...own, ...[...used].flatMap(([id, job]) => callsOf(job, `${place}${id}: `))];
}

describe('a retry goes on inside of a used spec', () => {
  it('with what failed in it, and comes to what a run without failures comes to', async () => {
    for (const chunks of [1, 3]) {
      const { broken, answer } = failing('t1', 't4');
      const job = await Job.run(ONE, { specs, answer, chunks });
      assert.deepEqual([job.state, job.fault?.code], ['failed', 'items_failed']);
      broken.clear();
      const again = await job.retry();
      assert.deepEqual([again.state, again.outputs], ['completed', SIX]);
      assert.deepEqual(callsOf(again.attempt), ['sub: each/t1', 'sub: each/t4']);
    }
  });

  it('at any depth', async () => {
    const { broken, answer } = failing('t1', 't4');
    const job = await Job.run(DEEP, { specs, answer });
    broken.delete('t1');
    const second = await job.retry();
    assert.deepEqual(
      [second.state, callsOf(second.attempt)],
      ['failed', ['sub: inner: each/t1', 'sub: inner: each/t4']],
    );
    broken.clear();
    const third = await second.retry();
    assert.deepEqual([third.outputs, callsOf(third.attempt)], [SIX, ['sub: inner: each/t4']]);
  });

  it('which is an item of a fan-out', async () => {
    const { broken, answer } = failing('t2');
    const job = await Job.run(MANY, { specs, answer });
    assert.deepEqual(job.fault?.detail?.keys, ['of 3']);
    broken.clear();
    const again = await job.retry();
    assert.deepEqual(again.outputs, {
      all: [
        [0, 10],
        [0, 10, 20],
      ],
    });
    assert.deepEqual(callsOf(again.attempt), ['each/of 3: each/t2']);
  });

  it('and counts attempts on from those before', async () => {
    const seen: string[] = [];
    const answer: JobOptions['answer'] = ({ key, attempt }) => {
      if (key === 't1') seen.push(`${key} ${attempt}`);
      return key === 't1' && attempt < 3 ? fail('broken') : undefined;
    };
    const third = await (await (await Job.run(ONE, { specs, answer })).retry()).retry();
    assert.deepEqual([third.outputs, seen], [SIX, ['t1 1', 't1 2', 't1 3']]);
  });

  it('that was cancelled with its job', async () => {
    const answer: JobOptions['answer'] = ({ key }) => (key === null ? undefined : after(10_000));
    for (const spec of [ONE, DEEP]) {
      const job = await Job.run(spec, { specs, answer, chunks: 1, during: { 25000: (it) => it.cancel() } });
      assert.equal(job.state, 'cancelled');
      const again = await job.retry();
      assert.deepEqual([again.state, again.outputs], ['completed', SIX]);
      assert.deepEqual(
        callsOf(again.attempt).map((call) => call.slice(-2)),
        ['t2', 't3', 't4', 't5'],
      );
    }
  });

  it('that was stopped because the time of its job was over', async () => {
    const answer: JobOptions['answer'] = ({ key }) => (key === null ? undefined : after(10_000));
    const timed = MANY.replace('version: 1', 'version: 1\ntimeout: 25s').replace(
      'key:',
      'max_concurrency: 1\n    key:',
    );
    const job = await Job.run(timed, { specs, answer, chunks: 1 });
    assert.equal(job.fault?.code, 'job_timeout');
    const again = await job.retry({}, { answer: () => undefined });
    assert.equal(again.state, 'completed');
    assert.deepEqual(callsOf(again.attempt), ['each/of 3: each/t0', 'each/of 3: each/t1', 'each/of 3: each/t2']);
  });

  it('also when attempts in between did not come to it', async () => {
    const { broken, answer } = failing('t1');
    const yaml = ONE.replace(
      '  sub: {',
      `  gate: { handler: echo, retry: { max_attempts: 1 } }
  other: { handler: echo }
  sub: { depends_on: { settled: [gate] },`,
    );
    const closed: JobOptions['answer'] = (call) => (call.node_id === 'gate' ? fail('closed') : answer(call));
    const job = await Job.run(yaml, { specs, answer: closed });
    const stopped = await job.retry(
      {},
      {
        answer: () => after(1_000),
        during: { 500: (it) => it.execution.control.pause(), 2000: (it) => it.cancel() },
      },
    );
    assert.deepEqual([stopped.state, callsOf(stopped.attempt)], ['cancelled', ['gate']]);
    const failed = await stopped.retry({}, { answer: closed });
    assert.deepEqual(callsOf(failed.attempt), ['sub: each/t1']);
    const named = await failed.retry({ nodes: ['other'] });
    assert.deepEqual([named.state, callsOf(named.attempt)], ['failed', ['other']]);
    broken.clear();
    const last = await named.retry({}, { answer });
    assert.deepEqual([last.outputs, callsOf(last.attempt)], [SIX, ['sub: each/t1']]);
  });

  it('whose items ran in runs of their own', async () => {
    const sizes = Array.from({ length: 30 }, (_, index) => index + 1);
    const { broken, answer } = failing('t28');
    let asked = 0;
    const room = (): Room => (asked++ === 5 ? 'scarce' : 'plenty');
    const job = await Job.run(MANY, { specs, answer, inputs: { sizes }, room });
    assert.deepEqual(job.fault?.detail?.keys, ['of 29', 'of 30']);
    broken.clear();
    asked = 0;
    const again = await job.retry({}, { room: () => (asked++ === 1 ? 'scarce' : 'plenty') });
    assert.equal(again.state, 'completed');
    assert.deepEqual(callsOf(again.attempt), ['each/of 29: each/t28', 'each/of 30: each/t28']);
  });
});

describe('a retry starts a used spec over', () => {
  const EVERYTHING = ['sub: plan', ...[0, 1, 2, 3, 4, 5].map((n) => `sub: each/t${n}`)];

  it('whose node is named, or depends on one that is', async () => {
    const { broken, answer } = failing('t1');
    const job = await Job.run(ONE.replace('  sub: {', '  gate: { handler: echo }\n  sub: { depends_on: gate,'), {
      specs,
      answer,
    });
    broken.clear();
    const named = await job.retry({ nodes: ['sub'] });
    assert.deepEqual([named.outputs, callsOf(named.attempt)], [SIX, EVERYTHING]);
    const descendant = await job.retry({ nodes: ['gate'] });
    assert.deepEqual([descendant.outputs, callsOf(descendant.attempt)], [SIX, ['gate', ...EVERYTHING]]);
  });

  it('which is given something else now', async () => {
    const { broken, answer } = failing('t1');
    const job = await Job.run(ONE.replace('uses: tiles', 'uses: tiles, inputs: { n: "{{ 5 + job.attempt }}" }'), {
      specs,
      answer,
    });
    broken.clear();
    const again = await job.retry();
    assert.deepEqual(again.outputs, { all: [...SIX.all, 60] });
    assert.deepEqual(callsOf(again.attempt), [...EVERYTHING, 'sub: each/t6']);
  });

  it('as an item, when it had completed and is named; one that had failed goes on', async () => {
    const { broken, answer } = failing('t2');
    const job = await Job.run(MANY, { specs, answer });
    broken.clear();
    const failed = await job.retry({ items: { each: ['of 3'] } });
    assert.deepEqual(callsOf(failed.attempt), ['each/of 3: each/t2']);
    const completed = await failed.retry({ items: { each: ['of 2'] } });
    assert.equal(completed.state, 'completed');
    assert.deepEqual(callsOf(completed.attempt), ['each/of 2: plan', 'each/of 2: each/t0', 'each/of 2: each/t1']);
  });
});
