import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonValue } from '../../../../src/plan/json.ts';
import type { Aggregation } from '../../../../src/plan/plan.ts';
import { fail, Job } from './support.ts';

/** A fan-in of values; an item of the value "skip" is skipped, one of the value "fail" fails and is tolerated. */
async function aggregate(aggregation: Aggregation, values: JsonValue[]): Promise<Job> {
  const yaml = `workflow_id: aggregation
version: 1
inputs: { values: { type: array } }
nodes:
  each:
    type: fan_out
    source: "{{ inputs.values }}"
    on_failure: { tolerate: 100% }
    task:
      handler: flaky_echo
      when: "{{ item != 'skip' }}"
      params: { message: "{{ item }}" }
      retry: { max_attempts: 1 }
  all: { type: fan_in, from: each, aggregation: ${aggregation}, value: "{{ output.message }}" }
`;
  return Job.run(yaml, {
    inputs: { values },
    answer: ({ params }) =>
      params.message === 'fail' ? fail('broken') : { message: params.message as JsonValue, attempt: 1 },
  });
}

const HOLES: JsonValue[] = ['fail', 'skip'];

/** The values, what they come to, and what they come to with items that were skipped or failed among them. */
const ROWS: [Aggregation, JsonValue[], JsonValue, JsonValue][] = [
  ['collect', [1, 'x', null], [1, 'x', null], [null, null, 1, 'x', null, null, null]],
  ['concat', [[1], [], [2, [3]]], [1, 2, [3]], [1, 2, [3]]],
  ['sum', [1, 2.5, -1], 2.5, 2.5],
  ['count', [1, 'x', null], 3, 3],
  ['first', [7, 8, 9], 7, 7],
  ['last', [7, 8, 9], 9, 9],
  ['min', [3, -1, 2], -1, -1],
  ['max', ['b', 'c', 'a'], 'c', 'c'],
  ['merge', [{ a: 1, b: 1 }, {}, { b: 2 }], { a: 1, b: 2 }, { a: 1, b: 2 }],
];

describe('a fan-in', () => {
  for (const [aggregation, values, plain, withHoles] of ROWS) {
    it(`${aggregation}: brings values together in the order of the items`, async () => {
      assert.deepEqual((await aggregate(aggregation, values)).output('all'), plain);
    });

    it(`${aggregation}: of items that were skipped or failed has what the page says`, async () => {
      const job = await aggregate(aggregation, [...HOLES, ...values, ...HOLES]);
      assert.deepEqual([job.state, job.output('all')], ['completed', withHoles]);
    });
  }

  /** Of no items at all, and of none that completed. */
  const EMPTY: Record<Aggregation, [JsonValue, JsonValue]> = {
    collect: [[], [null, null]],
    concat: [[], []],
    sum: [0, 0],
    count: [0, 0],
    first: [null, null],
    last: [null, null],
    min: [null, null],
    max: [null, null],
    merge: [{}, {}],
  };
  for (const [aggregation, [ofNone, ofHoles]] of Object.entries(EMPTY) as [Aggregation, [JsonValue, JsonValue]][]) {
    it(`${aggregation}: of nothing`, async () => {
      assert.deepEqual((await aggregate(aggregation, [])).output('all'), ofNone);
      assert.deepEqual((await aggregate(aggregation, HOLES)).output('all'), ofHoles);
    });
  }

  const MISFITS: [Aggregation, JsonValue[], RegExp][] = [
    ['sum', [1, '2'], /item 1 is string; the aggregation takes a number/],
    ['concat', [[1], { a: 1 }], /item 1 is object; the aggregation takes an array/],
    ['merge', [{}, [1]], /item 1 is array; the aggregation takes an object/],
    ['min', [1, 'x'], /item 1 is string; the aggregation takes a number as in the items before it/],
    ['max', [null], /item 0 is null; the aggregation takes a number or a text/],
  ];
  for (const [aggregation, values, message] of MISFITS) {
    it(`${aggregation}: fails at a value that it is not for, naming the item`, async () => {
      const { state, fault } = await aggregate(aggregation, values);
      assert.deepEqual([state, fault?.code], ['failed', 'aggregation_type']);
      assert.match(fault?.message ?? '', message);
    });
  }

  it('sum: fails where it is beyond what a number can be, naming the item', async () => {
    for (const far of [1e308, -1e308]) {
      const { state, fault } = await aggregate('sum', [1, far, far]);
      assert.deepEqual([state, fault?.code], ['failed', 'aggregation_overflow']);
      assert.match(fault?.message ?? '', /beyond .* at item 2/);
    }
  });

  it('fails at a value that cannot be taken of an item, naming it', async () => {
    const yaml = `workflow_id: value
version: 1
nodes:
  each: { type: fan_out, source: [1, 2], key: "k{{ item }}", task: { handler: echo, params: { n: "{{ item }}" } } }
  all: { type: fan_in, from: each, aggregation: collect, value: "{{ 2 // (2 - item) }}" }
`;
    const { fault } = await Job.run(yaml);
    assert.equal(fault?.code, 'fan_in_value');
    assert.match(fault?.message ?? '', /at item k2/);
  });
});
