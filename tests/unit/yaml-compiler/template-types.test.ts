import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compileText } from './support.ts';

/** Line 7 from column 8 on is the template: columns are told from 0 there. */
const toldOf = (template: string) =>
  compileText(`workflow_id: x
version: 1
inputs: { s: { type: string }, i: { type: integer }, b: { type: boolean }, o: { type: object }, os: { type: string, required: false },
          a: { type: array }, sa: { type: array, items: { type: string } }, oa: { type: array, items: { type: object } } }
nodes:
  a: { handler: echo, params: { x:
      '${template}' } }`).diagnostics.map(
    ({ line, column, severity, code, message }) => `${line}:${column - 8} ${severity} ${code}: ${message}`,
  );

const KEYS = '`[…]` takes an array and an integer, or an object and a string';
const NO_MIX = 'both must be of one type';

const WRONG: [template: string, place: string, message: string][] = [
  ['{{ inputs.i in "abc" }}', '7:3', '`in` "abc" takes string, not integer.'],
  ['{{ inputs.b not in inputs.o }}', '7:3', '`not in` object takes string, not boolean.'],
  [
    '{{ 1 if inputs.s in inputs.i else 2 }}',
    '7:8',
    'The right side of `in` takes array of anything or object or string, not integer.',
  ],
  ['{{ inputs.s[0] }}', '7:3', `${KEYS}, not string and 0.`],
  ['{{ 1 + inputs.i[inputs.i] }}', '7:7', `${KEYS}, not integer and integer.`],
  ['{{ inputs.b[inputs.s] }}', '7:3', `${KEYS}, not boolean and string.`],
  ['{{ inputs.sa[inputs.s] }}', '7:3', `${KEYS}, not array of string and string.`],
  ['{{ inputs.sa[1.5] }}', '7:3', `${KEYS}, not array of string and 1.5.`],
  ['{{ inputs.o[inputs.i] }}', '7:3', `${KEYS}, not object and integer.`],
  ['{{ inputs.a[none] }}', '7:3', `${KEYS}, not array of anything and null.`],
  ['{{ inputs.o.x[inputs.b] }}', '7:3', `${KEYS}, not anything and boolean.`],
  ['{{ inputs.s|default }}', '7:12', '`default` takes 1 to 2 arguments, not 0.'],
  ['{{ inputs.s | default(1, 2, 3) }}', '7:14', '`default` takes 1 to 2 arguments, not 3.'],
  [
    '{{ inputs.s | replace("", "-") }}',
    '7:22',
    '`replace` gets a text that has 0 characters, and at least 1 are expected.',
  ],
  ['{{ inputs.s | replace("a", 1) }}', '7:27', '`replace` takes string, not 1.'],
  ['{{ inputs.s | split(inputs.i) }}', '7:20', '`split` takes string, not integer.'],
  ['{{ inputs.i | round("1") }}', '7:20', '`round` takes number, not "1".'],
  ['{{ inputs.sa | sum }}', '7:15', '`sum` takes array of number, not array of string.'],
  ['{{ inputs.oa | sort }}', '7:15', '`sort` takes array of number or string, not array of object.'],
  ['{{ [inputs.b, true] | max }}', '7:22', '`max` takes array of number or string, not array of boolean or true.'],
  ['{{ inputs.oa | join(",") }}', '7:15', '`join` takes array of string or number or boolean, not array of object.'],
  ['{{ inputs.a | join(1) }}', '7:19', '`join` takes string, not 1.'],
  ['{{ inputs.o | string }}', '7:14', '`string` takes string or number or boolean, not object.'],
  ['{{ inputs.s ~ inputs.sa }}', '7:3', '`~` takes string or number or boolean, not array of string.'],
  ['{{ inputs.sa | map("x") }}', '7:15', '`map` takes array of object, not array of string.'],
  ['{{ inputs.sa | selectattr("x") }}', '7:15', '`selectattr` takes array of object, not array of string.'],
  ['{{ inputs.sa | rejectattr("x", 1) }}', '7:15', '`rejectattr` takes array of object, not array of string.'],
  ['{{ inputs.oa | map(1) }}', '7:19', '`map` takes string, not 1.'],
  ['{{ [{"k": inputs.i}] | map("k") | map("k") }}', '7:34', '`map` takes array of object, not array of integer.'],
  ['{{ {"k": inputs.s} | values | sum }}', '7:30', '`sum` takes array of number, not array of string.'],
  ['{{ range(inputs.i, 1.5) }}', '7:3', '`range` takes integer, not 1.5.'],
  [
    '{{ (inputs.s if inputs.b else true) < (inputs.i if inputs.b else true) }}',
    '7:4',
    `\`<\` gets string or true and integer or true; ${NO_MIX}.`,
  ],
];

describe('what can never be right is refused at its place', () => {
  for (const [template, place, message] of WRONG) {
    it(template, () => assert.deepEqual(toldOf(template), [`${place} error template-type: ${message}`]));
  }

  it('a field that no item has', () => {
    const [told] = toldOf('{{ [{"kind": inputs.s}] | selectattr("kid", "x") }}');
    assert.equal(told, '7:37 error unknown-name: `(…)[…]` has no field `kid`. Did you mean `kind`?');
  });
});

describe('what may be right is not refused', () => {
  const RIGHT = [
    '{{ inputs.s in "abc" }}',
    '{{ inputs.i in inputs.sa }}',
    '{{ inputs.o.x in "abc" }}',
    '{{ inputs.i in inputs.o.x }}',
    '{{ (inputs.i if inputs.b else inputs.s) in "abc" }}',
    '{{ inputs.i in (inputs.sa if inputs.b else inputs.s) }}',
    '{{ inputs.os in inputs.o }}',
    '{{ inputs.a[inputs.i] + 1 }}',
    '{{ inputs.o[inputs.s] | upper }}',
    '{{ inputs.o.x[0].y }}',
    '{{ (inputs.sa if inputs.b else inputs.o)[inputs.i] }}',
    '{{ inputs.sa + [1] + [inputs.o] }}',
    '{{ inputs.a | sum + (inputs.a | max) }}',
    '{{ (inputs.sa + [1]) | sum }}',
    '{{ [] | sum + (inputs.oa | first).n }}',
    '{{ inputs.oa | selectattr("k") | map("n") | sort | join("-") }}',
    '{{ inputs.oa | map(inputs.s) | map("x") }}',
    '{{ inputs.os | upper }}',
    '{{ inputs.s | replace("a", "") | replace(inputs.s, "b") }}',
    '{{ (inputs.s | default(none, inputs.b)) is none }}',
  ];
  for (const template of RIGHT) it(template, () => assert.deepEqual(toldOf(template), []));
});
