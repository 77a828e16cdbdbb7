import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Turns } from '../../../../src/plan/execution/turns.ts';
import { Meter } from '../../../../src/plan/template/meter.ts';
import { Job, START } from './support.ts';

const HERE = { start: 0, end: 0 };

describe('a run that evaluates much', () => {
  it('gives way once a slice, however many wait for it', async () => {
    const meter = new Meter('run');
    const gaveWay: number[] = [];
    const turns = new Turns(meter, { giveWay: async (units) => void gaveWay.push(units) });
    assert.equal(turns.take(), undefined);
    meter.spend(300_000, HERE);
    await Promise.all([turns.take(), turns.take(), turns.take()]);
    assert.equal(turns.take(), undefined);
    meter.spend(300_000, HERE);
    await turns.take();
    assert.deepEqual(gaveWay, [300_000, 300_000]);
  });

  it('counts what it begins like what it evaluates, but not towards what templates may do', async () => {
    const meter = new Meter('run');
    const gaveWay: number[] = [];
    const turns = new Turns(meter, { giveWay: async (units) => void gaveWay.push(units) });
    meter.spend(100_000, HERE);
    turns.spend(200_000);
    await turns.take();
    assert.deepEqual([gaveWay, meter.spent, turns.take()], [[300_000], 100_000, undefined]);
  });

  it('goes on where the one that gave way was cancelled', async () => {
    const meter = new Meter('run');
    let calls = 0;
    const giveWay = async () => {
      calls += 1;
      if (calls === 1) throw new Error('cancelled');
    };
    const turns = new Turns(meter, { giveWay });
    meter.spend(300_000, HERE);
    const [first, second] = await Promise.allSettled([turns.take(), turns.take()]);
    assert.deepEqual([first?.status, second?.status, turns.take()], ['rejected', 'fulfilled', undefined]);
  });

  it('does so between nodes, keys, items and values, and comes to the same', async () => {
    const costly = '(range(9000) | sort | first)';
    const job = await Job.run(`
workflow_id: x
version: 1
nodes:
${Array.from({ length: 9 }, (_, n) => `  n${n}: { handler: echo, params: { n: "{{ range(20000) | sort | length }}" } }`).join('\n')}
  each:
    type: fan_out
    source: "{{ range(9) }}"
    key: "{{ item + ${costly} }}"
    chunk: { size: 1 }
    task: { handler: echo, params: { n: "{{ item + ${costly} }}" } }
  all: { type: fan_in, from: each, aggregation: sum, value: "{{ output.echoed_params.n + ${costly} }}" }
outputs: { sum: "{{ nodes.all.output }}", n: "{{ nodes.n8.output.echoed_params.n }}" }
`);
    assert.deepEqual(job.outputs, { sum: 36, n: 20_000 });
    const { outcome } = job.attempt.execution;
    const ended = outcome.state === 'completed' ? Date.parse(outcome.result._provenance.completed_at) : 0;
    assert.equal(ended - START, 9);
  });

  it('ends with a fault when it would never end', async () => {
    const nodes = Array.from(
      { length: 20 },
      (_, n) => `  n${n}: { handler: echo, params: { n: "{{ range(99000) | sort | length }}" } }`,
    );
    const job = await Job.run(`workflow_id: x\nversion: 1\nnodes:\n${nodes.join('\n')}\n`);
    assert.equal(job.fault?.code, 'template_limit');
    assert.match(job.fault?.message ?? '', /The templates of one run may do 10,000,000 units of work/);
  });
});
