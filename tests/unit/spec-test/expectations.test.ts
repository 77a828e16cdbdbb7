import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mismatchesOf, runTests } from './support.ts';

const SPEC = `workflow_id: spec
version: 1
inputs: { amount: { type: integer, default: 1, minimum: 0 } }
timeout: 10h
nodes:
  work: { handler: echo, params: { n: "{{ inputs.amount }}", deep: { a: 1, b: [1, 2] } }, retry: { max_attempts: 2, initial_delay: 1s } }
  choose: { type: conditional, depends_on: work, branches: [{ name: big, when: "{{ inputs.amount > 5 }}", next: big }, { name: small, default: true, next: small }] }
  big: { handler: echo }
  small: { handler: echo }
outputs: { n: "{{ nodes.work.output.echoed_params.n }}", deep: "{{ nodes.work.output.echoed_params.deep }}" }
`;
const FAN_OUT = `workflow_id: spec
version: 1
inputs: { amount: { type: integer, default: 3 } }
nodes:
  each:
    type: fan_out
    source: "{{ range(inputs.amount) }}"
    key: "k{{ item }}"
    task: { handler: echo, params: { n: "{{ item }}" }, when: "{{ item != 1 }}" }
  all: { type: fan_in, from: each, aggregation: collect, value: "{{ output.echoed_params.n }}" }
outputs: { all: "{{ nodes.all.output }}" }
`;
const USES = `workflow_id: outer
version: 1
nodes:
  sub: { uses: spec, inputs: { amount: 9 } }
  many: { type: fan_out, source: [1, 7], key: "k{{ item }}", task: { uses: spec, inputs: { amount: "{{ item }}" } } }
outputs: { n: "{{ nodes.sub.output.n }}" }
`;

const ECHO = 'handlers: { echo: { output: { echoed_params: "{{ params }}", steps_taken: 1 } } }';
const file = (rest: string, id = 'spec') => `workflow_id: ${id}\n${ECHO}\ntests:\n  - name: one\n${rest}`;
const expecting = (expect: string, more = '') => file(`${more}    expect: ${expect}`);

/** An expectation, and how it is at odds with a job of the spec. */
const ROWS: [string, string[]][] = [
  ['{}', []],
  ['{ state: failed }', ['expect.state: expected failed, actual completed']],
  [
    '{ fault: broken }',
    ['expect: expected failed, actual completed', 'expect.fault: expected a fault, broken, actual none'],
  ],
  ['{ outputs: { n: 1, deep: { a: 1 } } }', []],
  [
    '{ outputs: { n: 2, deep: { b: [1, 3] } } }',
    ['expect.outputs.n: expected 2, actual 1', 'expect.outputs.deep.b.1: expected 3, actual 2'],
  ],
  ['{ outputs: { deep: { b: [1] } } }', ['expect.outputs.deep.b: expected [1], actual [1,2]']],
  [
    '{ outputs: { deep: { bb: 1 } } }',
    ['expect.outputs.deep.bb: expected 1, actual no such field; it has a, b. Did you mean `b`?'],
  ],
  ['{ exact_outputs: { n: 1, deep: { a: 1, b: [1, 2] } } }', []],
  ['{ exact_outputs: { n: 1, deep: { a: 1 } } }', ['expect.exact_outputs.deep: expected no field b, actual b: [1,2]']],
  ['{ nodes: { work: { state: completed, attempts: 1, params: { n: 1 } }, big: skipped } }', []],
  [
    '{ nodes: { big: completed } }',
    ['expect.nodes.big: expected completed, actual skipped (choose took another branch)'],
  ],
  ['{ nodes: { work: { attempts: 2 } } }', ['expect.nodes.work.attempts: expected 2, actual 1']],
  [
    '{ nodes: { work: { exact_params: { n: 1 } } } }',
    ['expect.nodes.work.exact_params: expected no field deep, actual deep: {"a":1,"b":[1,2]}'],
  ],
  [
    '{ nodes: { work: { output: { steps_taken: 2 } } } }',
    ['expect.nodes.work.output.steps_taken: expected 2, actual 1'],
  ],
  ['{ nodes: { big: { output: 1 } } }', ['expect.nodes.big.output: expected 1, actual nothing']],
  ['{ nodes: { work: { fault: x } } }', ['expect.nodes.work.fault: expected a fault, x, actual none']],
  ['{ nodes: { choose: { branch: big } } }', ['expect.nodes.choose.branch: expected big, actual small']],
  [
    '{ nodes: { choose: { note: large } } }',
    ['expect.nodes.choose.note: expected a text with "large", actual "branch small"'],
  ],
  ['{ nodes: { small: { after: [work, choose] } } }', []],
  [
    '{ nodes: { work: { after: small }, big: { after: work } } }',
    [
      'expect.nodes.work.after: expected work begins after small has ended, actual work began before small ended',
      'expect.nodes.big.after: expected big begins after work has ended, actual big did not begin',
    ],
  ],
  ['{ not_run: big }', []],
  ['{ not_run: [big, small] }', ['expect.not_run.1: expected small does not run, actual it ran']],
  ['{ took: 0s, nodes: { small: { starts_at: 0s, ends_at: 0s } } }', []],
  [
    '{ took: 5s, nodes: { big: { starts_at: 1s } } }',
    ['expect.nodes.big.starts_at: expected 1s, actual never', 'expect.took: expected 5s, actual 0s'],
  ],
  ['{ refused_inputs: amount }', ['expect.refused_inputs: expected amount, actual none']],
];

describe('an expectation', () => {
  for (const [expect, mismatches] of ROWS) {
    it(expect, async () => assert.deepEqual(await mismatchesOf(expecting(expect), { spec: SPEC }), mismatches));
  }

  it('of a fault: its code, a part of its message, the node, details', async () => {
    const failing =
      '    nodes: { work: { fail: { code: broken, message: It broke in two., detail: { parts: 2 } } } }\n';
    const right =
      '{ fault: { code: broken, message: in two, node: work, detail: { parts: 2 } }, nodes: { work: { fault: broken } } }';
    assert.deepEqual(await mismatchesOf(expecting(right, failing), { spec: SPEC }), []);
    const wrong = '{ fault: { code: brocken, message: in three, node: big, detail: { parts: 3 } } }';
    assert.deepEqual(await mismatchesOf(expecting(wrong, failing), { spec: SPEC }), [
      'expect.fault.code: expected brocken, actual broken (It broke in two.)',
      'expect.fault.message: expected a text with "in three", actual "It broke in two."',
      'expect.fault.detail.parts: expected 3, actual 2',
      'expect.fault.node: expected big, actual work',
    ]);
    assert.deepEqual(await mismatchesOf(expecting('{}', failing), { spec: SPEC }), [
      'expect: expected completed, actual failed (broken: It broke in two.)',
    ]);
  });

  it('of a job that waits for what does not come', async () => {
    const waiting = SPEC.replace('  big:', '  ask: { type: approval, message: "?" }\n  big:').replace(
      'timeout: 10h\n',
      '',
    );
    assert.deepEqual(
      await mismatchesOf(expecting('{ state: running, nodes: { ask: running } }'), { spec: waiting }),
      [],
    );
    assert.deepEqual(await mismatchesOf(expecting('{}'), { spec: waiting }), [
      'expect: expected completed, actual running',
    ]);
  });

  it('of items: their counts, and each by its key', async () => {
    const right =
      '{ outputs: { all: [0, null, 2] }, nodes: { each: { attempts: 2, counts: { completed: 2, skipped: 1 }, items: { k0: { attempts: 1, exact_params: { n: 0 }, output: { steps_taken: 1 } }, k1: skipped } } } }';
    assert.deepEqual(await mismatchesOf(expecting(right), { spec: FAN_OUT }), []);
    const wrong =
      '{ nodes: { each: { counts: { completed: 3 }, items: { k1: completed, k2: { params: { n: 3 } }, j2: completed } } } }';
    const told = [
      'expect.nodes.each.counts.completed: expected 3, actual 2',
      'expect.nodes.each.items.k1: expected completed, actual skipped',
      'expect.nodes.each.items.k2.params.n: expected 3, actual 2',
      'expect.nodes.each.items.j2: expected an item of this key, actual there is none; its keys are k0, k1, k2. Did you mean `k2`?',
    ];
    assert.deepEqual(
      await mismatchesOf(expecting(wrong), { spec: FAN_OUT }),
      [...told, ...told],
      'items one by one, and in chunks',
    );
    const { cases } = await runTests(expecting(wrong), { spec: FAN_OUT });
    assert.deepEqual(
      cases[0]?.failures.map(({ way }) => way),
      ['items one by one', 'items in chunks'],
    );
    const singly = expecting(wrong, '    fan_outs: singly\n');
    assert.deepEqual(await mismatchesOf(singly, { spec: FAN_OUT }), told);
  });

  it('of the nodes of a spec that is used, also for an item', async () => {
    const specs = { spec: SPEC, outer: USES };
    const expect = (big: string, small: string) =>
      file(
        `    expect: { outputs: { n: 9 }, nodes: { sub: { params: { amount: 9 }, nodes: { big: ${big} } }, many: { items: { k1: { nodes: { small: ${small} } } } } } }`,
        'outer',
      );
    assert.deepEqual(await mismatchesOf(expect('completed', '{ state: completed, after: work }'), specs), []);
    assert.deepEqual(await mismatchesOf(expect('skipped', '{ attempts: 2 }'), specs), [
      'expect.nodes.sub.nodes.big: expected skipped, actual completed',
      'expect.nodes.many.items.k1.nodes.small.attempts: expected 2, actual 1',
    ]);
  });

  it('of an attempt after the first', async () => {
    const retries = (expect: string) =>
      file(
        `    nodes: { work: { fail: broken } }\n    expect: { fault: broken }\n    retries:\n      - { nodes: { work: { output: { echoed_params: { n: 5, deep: {} }, steps_taken: 1 } } }, expect: ${expect} }`,
      );
    assert.deepEqual(
      await mismatchesOf(retries('{ outputs: { n: 5 }, nodes: { work: { attempts: 1 } } }'), { spec: SPEC }),
      [],
    );
    assert.deepEqual(await mismatchesOf(retries('{ outputs: { n: 6 } }'), { spec: SPEC }), [
      'retries.0.expect.outputs.n: expected 6, actual 5',
    ]);
  });
});

describe('what the machine cannot go on with fails the test, and says where', () => {
  it('a call that has no answer', async () => {
    const tests = 'workflow_id: spec\ntests:\n  - name: one';
    assert.deepEqual(await mismatchesOf(tests, { spec: SPEC }), [
      '3:5 The node `work` called echo, attempt 1, and the test has no answer: give one under `nodes: work:` or `handlers: echo:`.',
    ]);
    const specs = { spec: SPEC, outer: USES };
    const [inner = ''] = await mismatchesOf('workflow_id: outer\ntests:\n  - name: one', specs);
    assert.match(inner, /The node `work` \(of sub\) called echo/);
  });

  it('an answer whose template gives what does not fit the contract', async () => {
    const tests = file('    nodes: { work: { output: { echoed_params: "{{ params.n }}", steps_taken: 1 } } }');
    assert.deepEqual(await mismatchesOf(tests, { spec: SPEC }), [
      '5:30 The output of echo does not fit its contract at /echoed_params: Invalid input: expected record, received number.',
    ]);
  });

  it('an answer whose template fails', async () => {
    const tests = file(
      '    nodes: { work: [{ fail: x }, { output: { echoed_params: { x: "{{ params.missing }}" }, steps_taken: 1 } }] }',
    );
    const [told = ''] = await mismatchesOf(tests, { spec: SPEC });
    assert.match(told, /^5:44 The answer's template fails: `params\.missing` is not defined\./);
  });

  it('an answer that should have timed out', async () => {
    const tests = file('    nodes: { work: { takes: 5m } }');
    assert.deepEqual(await mismatchesOf(tests, { spec: SPEC }), [
      '5:20 The answer says only that it takes 5m, and nothing timed out by then: give `output` or `fail` too.',
    ]);
  });

  it('a retry of what there is none of, and of a job that has not ended', async () => {
    const retry = (request: string) => file(`    retries: [{ request: ${request} }]`);
    assert.match(
      (await mismatchesOf(retry('{ nodes: [wrk] }'), { spec: SPEC }))[0] ?? '',
      /^5:26 The job has no node `wrk`\. Did you mean `work`\?/,
    );
    const waiting = SPEC.replace('  big:', '  ask: { type: approval, message: "?" }\n  big:').replace(
      'timeout: 10h\n',
      '',
    );
    assert.match((await mismatchesOf(retry('{}'), { spec: waiting }))[0] ?? '', /The job has not ended/);
  });
});

it('params that do not fit the contract fail the node as a worker does it', async () => {
  const spec = SPEC.replace('n: "{{ inputs.amount }}"', 'steps: "{{ inputs.amount - 1 }}"').replace(/outputs.*/, '');
  const right =
    '{ fault: { code: contract_violation, node: work, message: input of echo }, nodes: { work: { attempts: 1 } } }';
  assert.deepEqual(await mismatchesOf(expecting(right), { spec }), []);
});

it('coverage names nodes, branches and early ends that no test reaches', async () => {
  const spec = SPEC.replace(
    'retry: {',
    'fail_when: "{{ output.echoed_params.n == 99 }}", complete_when: "{{ output.echoed_params.n == 0 }}", retry: {',
  );
  const one = await runTests(file('    inputs: { amount: 1 }'), { spec });
  assert.deepEqual(one.coverage, {
    total: 8,
    missing: ['branch choose.big', 'node big', 'fail_when of work', 'complete_when of work'].sort(order),
  });
  const all = file(
    '    inputs: { amount: 1 }\n  - { name: b, inputs: { amount: 9 } }\n  - { name: c, inputs: { amount: 0 } }\n  - { name: d, inputs: { amount: 99 }, expect: { fault: fail_when } }',
  );
  const { coverage, cases } = await runTests(all, { spec });
  assert.deepEqual(
    [coverage, cases.map(({ passed }) => passed)],
    [{ total: 8, missing: [] }, [true, true, true, true]],
  );
});

/** In the order of the spec. */
const ORDER = ['fail_when of work', 'complete_when of work', 'branch choose.big', 'node big'];
const order = (a: string, b: string) => ORDER.indexOf(a) - ORDER.indexOf(b);
