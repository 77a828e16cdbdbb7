import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { faultsOf } from './support.ts';

const SPEC = `workflow_id: spec
version: 1
inputs: { amount: { type: integer, minimum: 0 } }
nodes:
  work: { handler: flaky_echo, params: { message: "{{ inputs.amount }}" } }
  choose: { type: conditional, depends_on: work, branches: [{ name: big, when: "{{ inputs.amount > 5 }}", next: big }, { name: small, default: true, next: small }] }
  big: { handler: echo }
  small: { handler: echo }
  ask: { type: approval, message: "?" }
  each: { type: fan_out, source: [1, 2], task: { handler: echo } }
  sub: { uses: inner }
outputs: { message: "{{ nodes.work.output.message }}" }
`;
const INNER = `workflow_id: inner
version: 1
nodes: { deep: { handler: echo } }
outputs: { depth: 1 }
`;
const specs = { spec: SPEC, inner: INNER };

const file = (rest: string) => `workflow_id: spec\ntests:\n  - name: one\n    inputs: { amount: 1 }\n${rest}`;

/** What is wrong, and what is told. */
const ROWS: [string, string, string[]][] = [
  [
    'a field that there is none of',
    file('    expct: {}'),
    ['5:5 error unknown-field: There is no field `expct` here. Did you mean `expect`?'],
  ],
  [
    'a state that there is none of',
    file('    expect: { state: complete }'),
    ['5:22 error invalid-value: `state`: must be one of completed, failed, cancelled, running.'],
  ],
  [
    'a shape and a meaning, in one go',
    file(
      [
        '    during: [{ at: -1s, do: pause }, { at: 1s, do: explode }]',
        '    nodes: { wrk: {}, ask: { aproved: true }, big: { output: 1 } }',
        '    expect: { state: foo, outputs: { zz: 1 }, nodes: { each: { counts: { tota: 1 } }, q: completed } }',
        '  - name: one',
        '    expect: { nodes: { smal: completed } }',
        '  - { inputs: { amout: 1 } }',
      ].join('\n'),
    ).replace('workflow_id: spec', 'workflow_id: spec\nhandlers: { ehco: { output: {} } }'),
    [
      '2:13 error unknown-handler: No handler is called `ehco`. Did you mean `echo`?',
      '6:20 error invalid-duration: `at`: `-1s` is not a duration: write a whole number and a unit, such as 500ms, 2s, 10m or 1h.',
      '6:52 error invalid-value: `do`: must be one of pause, resume, cancel.',
      '7:14 error unknown-node: spec has no node `wrk`. Did you mean `work`?',
      '7:30 error unknown-field: There is no field `aproved` here. Did you mean `approved`?',
      '7:62 error invalid-answer: The output does not fit the contract of echo: Invalid input: expected object, received number.',
      '8:22 error invalid-value: `state`: must be one of completed, failed, cancelled, running.',
      '8:38 error unknown-output: spec has no output `zz`. Known: message.',
      '8:74 error unknown-field: There is no field `tota` here. Did you mean `total`?',
      '8:87 error unknown-node: spec has no node `q`. Known: work, ask, each, sub, choose, big, small.',
      '9:11 error duplicate-test: A test before this one is called `one` too.',
      '10:24 error unknown-node: spec has no node `smal`. Did you mean `small`?',
      '11:5 error missing-field: The field `name` is missing.',
      '11:17 error unknown-input: The workflow has no input `amout`. Did you mean `amount`?',
    ],
  ],
  [
    'no duration',
    file('    nodes: { work: { takes: soon, fail: x } }'),
    [
      '5:29 error invalid-duration: `takes`: `soon` is not a duration: write a whole number and a unit, such as 500ms, 2s, 10m or 1h.',
    ],
  ],
  [
    'no failure code',
    file('    nodes: { work: { fail: Not Good } }'),
    [
      '5:28 error invalid-value: `fail`: is not a failure code: lower case letters, digits and _, such as storage_unavailable.',
    ],
  ],
  [
    'an output given by hand that the node could not have given',
    file(
      '    retries: [{ request: { outputs: { work: { message: 1 }, sub: { depht: 2 } }, item_outputs: { each: { "0": 7 } } } }]',
    ),
    [
      '5:39 error invalid-answer: `outputs.work.attempt` is not what it could have given: Invalid input: expected number, received undefined.',
      '5:61 error invalid-answer: `outputs.sub.depth` is not what it could have given: Invalid input: expected number, received undefined.',
      '5:66 error invalid-answer: `outputs.sub` is not what it could have given: Unrecognized key: "depht".',
      '5:111 error invalid-answer: `item_outputs.each.0` is not what it could have given: Invalid input: expected object, received number.',
    ],
  ],
  [
    'a spec that there is none of',
    'workflow_id: spek\ntests: [{ name: one }]',
    ['1:14 error unknown-spec: There is no spec spek.yaml. Did you mean `spec`?'],
  ],
  [
    'two tests of one name',
    file('  - name: one\n    inputs: { amount: 2 }'),
    ['5:11 error duplicate-test: A test before this one is called `one` too.'],
  ],
  [
    'inputs that do not fit',
    'workflow_id: spec\ntests:\n  - { name: a, inputs: { amont: 1 } }\n  - { name: b, inputs: { amount: -1 } }\n  - { name: c }',
    [
      '3:24 error missing-input: The input `amount` (integer) is required.',
      '3:26 error unknown-input: The workflow has no input `amont`. Did you mean `amount`?',
      '4:34 error invalid-input: The input `amount` must be at least 0, not -1.',
      '5:13 error missing-input: The input `amount` (integer) is required.',
    ],
  ],
  [
    'nodes and handlers that there are none of',
    file(
      '    nodes: { wrk: { fail: x } }\n    handlers: { ecko: { fail: x } }\n    expect: { nodes: { bick: completed }, not_run: [smal], fault: { code: x, node: wrok } }',
    ),
    [
      '5:14 error unknown-node: spec has no node `wrk`. Did you mean `work`?',
      '6:17 error unknown-handler: No handler is called `ecko`. Did you mean `echo`?',
      '7:24 error unknown-node: spec has no node `bick`. Did you mean `big`?',
      '7:53 error unknown-node: spec has no node `smal`. Did you mean `small`?',
      '7:84 error unknown-node: spec has no node `wrok`. Did you mean `work`?',
    ],
  ],
  [
    'outputs and branches that there are none of',
    file('    expect: { outputs: { mesage: 1 }, nodes: { choose: { branch: bigg, after: wok } } }'),
    [
      '5:26 error unknown-output: spec has no output `mesage`. Did you mean `message`?',
      '5:66 error unknown-branch: `choose` has no branch `bigg`. Did you mean `big`?',
      '5:79 error unknown-node: spec has no node `wok`. Did you mean `work`?',
    ],
  ],
  [
    'answers that do not fit their contracts',
    file('    nodes: { work: { output: { mesage: hi, attempt: first } } }'),
    [
      '5:22 error invalid-answer: `message` of the output is missing: the contract of flaky_echo has it. Is it `mesage`?',
      '5:32 error invalid-answer: The contract of flaky_echo has no output `mesage`.',
      '5:53 error invalid-answer: `attempt` of the output does not fit the contract of flaky_echo: Invalid input: expected number, received string.',
    ],
  ],
  [
    'answers that are none for their kind of node',
    file('    nodes: { choose: { output: 1 }, ask: { output: 1 }, work: { approved: true }, big: { items: {} } }'),
    [
      '5:14 error invalid-answer: `choose` (conditional) needs no answer: the machine does it.',
      '5:44 error invalid-answer: `output` is not for `ask` (approval), whose answers say approved, by, comment, takes.',
      '5:65 error invalid-answer: `approved` is not for `work` (task), whose answers say output, fail, takes.',
      '5:90 error invalid-answer: `items` is not for `big` (task), whose answers say output, fail, takes.',
    ],
  ],
  [
    'answers that say nothing, or too much',
    file('    nodes: { big: {}, small: { output: { echoed_params: {}, steps_taken: 1 }, fail: x }, ask: { by: me } }'),
    [
      '5:19 error missing-field: The answer is empty: give an `output`, or the code of a failure as `fail`.',
      '5:79 error invalid-answer: An attempt gives an `output` or fails, not both.',
      '5:95 error missing-field: The decision is missing: `approved: true` or `approved: false`.',
    ],
  ],
  [
    'templates of answers',
    file('    handlers: { flaky_echo: { output: { message: "{{ parms.message }}", attempt: "{{ 1 + }}" } } }'),
    [
      '5:54 error unknown-name: `parms` is not defined: templates of answers see params, key, attempt. Did you mean `params`?',
      '5:90 error template-syntax: In the template, a value is expected where the expression ends.',
    ],
  ],
  [
    'answers of a spec that is used',
    file(
      '    nodes: { sub: { nodes: { dep: { fail: x } } }, big: { nodes: {} } }\n  - name: two\n    inputs: { amount: 1 }\n    nodes: { sub: { output: { depht: 1 } } }',
    ),
    [
      '5:30 error unknown-node: inner has no node `dep`. Did you mean `deep`?',
      '5:59 error invalid-answer: `nodes` is not for `big` (task), whose answers say output, fail, takes.',
      '8:29 error invalid-answer: inner has the outputs depth; missing here: depth.',
      '8:31 error unknown-output: inner has no output `depht`. Did you mean `depth`?',
    ],
  ],
  [
    'items and nodes where there are none',
    file(
      '    expect: { nodes: { work: { counts: { total: 1 } }, big: { nodes: { deep: completed } }, sub: { nodes: { dip: completed } } } }',
    ),
    [
      '5:32 error not-a-fan-out: `work` is a task: only a fan-out has items.',
      '5:63 error invalid-value: `big` uses no other spec, so it has no nodes.',
      '5:109 error unknown-node: inner has no node `dip`. Did you mean `deep`?',
    ],
  ],
];

describe('a test file is refused, with place and nearest name, for', () => {
  for (const [what, source, expected] of ROWS) {
    it(what, async () => assert.deepEqual(await faultsOf(source, specs), expected));
  }

  it('what is no YAML', async () => {
    assert.match((await faultsOf('tests: [', specs))[0] ?? '', /^1:\d+ error yaml-syntax/);
  });

  it('a spec that has faults of its own', async () => {
    const broken = { ...specs, spec: SPEC.replace('inputs.amount }}" } }', 'inputs.amont }}" } }') };
    assert.match(
      (await faultsOf(file(''), broken))[0] ?? '',
      /^spec\.yaml:5:\d+ error unknown-input: .*Did you mean `amount`\?$/,
    );
  });

  it('prototypes and YAML bombs', async () => {
    assert.match((await faultsOf(file('    nodes: { __proto__: {} }'), specs))[0] ?? '', /^5:14 error forbidden-key/);
    const deep = `${'['.repeat(60)}${']'.repeat(60)}`;
    const source = file(`    inputs: { amount: ${deep} }`).replace('    inputs: { amount: 1 }\n', '');
    assert.match((await faultsOf(source, specs)).join('\n'), /error yaml-limit/);
  });
});
