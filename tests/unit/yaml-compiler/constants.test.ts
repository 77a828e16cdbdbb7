import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compileText, withNodes } from './support.ts';

/** Line 5 from column 37 on is the template: columns are told from 0 there. */
const echoing = (template: string) =>
  `workflow_id: x\nversion: 1\ninputs: { n: { type: integer }, o: { type: object } }\nnodes:\n  a: { handler: echo, params: { x: "${template}" } }`;

const toldOf = (template: string) =>
  compileText(echoing(template)).diagnostics.map(
    ({ line, column, severity, code, message }) => `${line}:${column - 37} ${severity} ${code}: ${message}`,
  );

const ZERO = 'This always fails: division by zero.';
const NOT_FINITE = 'This always fails: the result is not a finite number.';
const MAYBE_ZERO = 'This fails wherever it is evaluated: division by zero.';

const FAULTS: [template: string, ...told: string[]][] = [
  ['{{ 1 / 0 }}', `5:3 error template-fails: ${ZERO}`],
  ['{{ 9 ** 9 ** 9 }}', `5:3 error template-fails: ${NOT_FINITE}`],
  [
    '{{ range(10 ** 9) }}',
    '5:3 error template-limit: This always fails: `range` gives at most 100000 items, not 1000000000.',
  ],
  [
    "{{ 'x' | int }}",
    '5:9 error template-fails: This always fails: `int` takes a number or the text of one, not string.',
  ],
  ['{{ [1, 2][5] }}', '5:10 error template-fails: This always fails: `(…)` has 2 items: there is none at 5.'],
  ['{{ inputs.n + 1 / 0 }}', `5:14 error template-fails: ${ZERO}`],
  ['{{ inputs.n // 0 }}', `5:3 error template-fails: ${ZERO}`],
  ['{{ inputs.n % (2 - 2) }}', `5:3 error template-fails: ${ZERO}`],
  [
    '{{ [inputs.n, 1 / 0, 10 ** 999] }}',
    `5:14 error template-fails: ${ZERO}`,
    `5:21 error template-fails: ${NOT_FINITE}`,
  ],
  ['from {{ inputs.n }} to {{ 1 / 0 }}', `5:26 error template-fails: ${ZERO}`],
  ['{{ 1 if 1 / 0 else inputs.n }}', `5:8 error template-fails: ${ZERO}`],
  ['{{ (1 if true else 0) / 0 }}', `5:4 error template-fails: ${ZERO}`],
  // One fault hides no other, and is told once.
  [
    "{{ ('a' - 1) + 1 / 0 }}",
    '5:4 error template-type: `-` takes number, not "a".',
    `5:15 error template-fails: ${ZERO}`,
  ],
  // What need not be evaluated is a warning.
  ['{{ 1 if inputs.n else 1 / 0 }}', `5:22 warning template-fails: ${MAYBE_ZERO}`],
  ['{{ 1 / 0 if inputs.n else 1 }}', `5:3 warning template-fails: ${MAYBE_ZERO}`],
  ['{{ inputs.n and 1 / 0 }}', `5:16 warning template-fails: ${MAYBE_ZERO}`],
  ['{{ inputs.n or 1 / 0 }}', `5:15 warning template-fails: ${MAYBE_ZERO}`],
  ['{{ inputs.o.x | default(1 / 0) }}', `5:24 warning template-fails: ${MAYBE_ZERO}`],
  // What is surely evaluated is an error, also behind a condition.
  ['{{ inputs.n / 0 if true else 1 }}', `5:3 error template-fails: ${ZERO}`],
  ['{{ true and inputs.n / 0 }}', `5:12 error template-fails: ${ZERO}`],
  ['{{ inputs.n / (1 / 0) | default(1) }}', `5:15 error template-fails: ${ZERO}`],
  // What cannot stand in a text.
  ['a {{ none }}', "5:5 error template-type: Null cannot stand in a longer text; use the filter `default('…', true)`."],
  ['a {{ inputs.o }}', '5:5 error template-type: Object cannot stand in a longer text; use the filter `tojson`.'],
];

describe('what fails in every job is told with its place', () => {
  for (const [template, ...expected] of FAULTS) {
    it(template, () => assert.deepEqual(toldOf(template), expected));
  }
});

describe('what is never evaluated, or does not fail, is not told', () => {
  const RIGHT = [
    '{{ 1 if true else 1 / 0 }}',
    '{{ inputs.n if false or true else 1 / 0 }}',
    '{{ false and 1 / 0 }}',
    '{{ true or 1 / 0 }}',
    '{{ [1][3] | default(0) }}',
    '{{ ([1][3]) is defined }}',
    '{{ inputs.n / 2 }}',
    '{{ range(100000) | length }}',
  ];
  for (const template of RIGHT) it(template, () => assert.deepEqual(toldOf(template), []));
});

it('templates of items are held to what items may do', () => {
  const source = (count: number) =>
    withNodes(
      `  f: { type: fan_out, source: [1], task: { handler: echo, params: { x: "{{ range(${count}) | length }}" } } }`,
    );
  assert.deepEqual(compileText(source(40_000)).diagnostics, []);
  const [fault, ...others] = compileText(source(100_000)).diagnostics;
  assert.deepEqual([fault?.code, others], ['template-limit', []]);
  assert.match(String(fault?.message), /^This always fails: The templates of one item may do 100,000 units of work /);
});

it('what a constant template gives is held to its place', () => {
  const told = (steps: string) =>
    compileText(withNodes(`  a: { handler: echo, params: { steps: "${steps}" } }`)).diagnostics.map(
      ({ code, message }) => `${code}: ${message}`,
    );
  assert.deepEqual(told('{{ 2 * 3 }}'), []);
  assert.deepEqual(told('{{ 2 - 3 }}'), ['invalid-param: `steps` is -1, and at least 1 is expected.']);
  assert.deepEqual(told('{{ 7 / 2 }}'), ['invalid-param: `steps` is 3.5, and an integer is expected.']);
});
