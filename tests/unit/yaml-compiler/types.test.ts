import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AGGREGATIONS } from '../../../src/plan/plan.ts';
import { AGGREGATION_SIGNATURES } from '../../../src/yaml-compiler/types/aggregation-types.ts';
import {
  arrayOf,
  describeType,
  INTEGER,
  NUMBER,
  objectOf,
  STRING,
  type Type,
} from '../../../src/yaml-compiler/types/type.ts';
import { compileText, withNodes } from './support.ts';

/** What the compiler takes an expression's type to be: told by a param that takes no such thing. */
function typeOf(expression: string, nodes: string): string | undefined {
  const probe = `  probe: { handler: raster_validate, params: { container_name: c, blob_name: b, input_crs: "{{ [${expression}] }}" } }`;
  const inputs = 'inputs: { list: { type: array }, maybe: { type: integer, required: false } }\n';
  const { diagnostics } = compileText(inputs + withNodes(`${nodes}\n${probe}`));
  return diagnostics.map(({ message }) => /it is array of (.*), and /.exec(message)?.[1] ?? message).join('\n');
}

describe('what nodes give', () => {
  const tiles = (more = '', task = '') =>
    `  tiles: { type: fan_out, source: [{ id: a, n: 1 }, { id: b, n: 2 }], ${more} task: { handler: echo, params: { n: "{{ item.n }}", k: "{{ key }}", i: "{{ index }}" }${task} } }`;
  const all = (fields: string, more = '', task = '') =>
    `${tiles(more, task)}\n  all: { type: fan_in, from: tiles, ${fields} }`;

  const CASES: [string, string, string, string][] = [
    ['a fan-out, its counts', 'nodes.tiles.output.failed', tiles(), 'integer'],
    ['a fan-out, its failed keys', 'nodes.tiles.output.failed_keys', tiles(), 'array of string'],
    ['a fan-in that counts', 'nodes.all.output', all('aggregation: count'), 'integer'],
    [
      'a sum of integers',
      'nodes.all.output',
      all('aggregation: sum, value: "{{ output.echoed_params.n }}"'),
      'integer',
    ],
    ['a sum of numbers', 'nodes.all.output', all('aggregation: sum, value: "{{ item.n / 2 }}"'), 'number'],
    ['what was collected', 'nodes.all.output', all('value: "{{ key }}"'), 'array of string'],
    [
      'what was collected with gaps of failures',
      'nodes.all.output',
      all('value: "{{ key }}"', 'on_failure: { tolerate: 1 },'),
      'array of string or null',
    ],
    [
      'what was collected with gaps of skips',
      'nodes.all.output',
      all('value: "{{ key }}"', '', ', when: "{{ item.n > 1 }}"'),
      'array of string or null',
    ],
    ['the first of some', 'nodes.all.output', all('aggregation: first, value: "{{ index }}"'), 'integer or null'],
    ['the smallest of some', 'nodes.all.output', all('aggregation: min, value: "{{ key }}"'), 'string or null'],
    ['a concatenation', 'nodes.all.output', all('aggregation: concat, value: "{{ [index] }}"'), 'array of integer'],
    ['a merged field', 'nodes.all.output.n', all('aggregation: merge, value: "{{ item }}"'), 'integer'],
    ['an approval', 'nodes.ask.output.comment', '  ask: { type: approval, message: ok? }', 'string or null'],
    ['a sleep', 'nodes.nap.output.slept_ms', '  nap: { type: sleep, duration: 1s }', 'integer'],
    [
      'a conditional',
      'nodes.c.output.branch',
      '  c: { type: conditional, branches: [{ name: a, default: true, next: d }] }\n  d: { handler: echo }',
      'string',
    ],
    [
      'what an echo was given',
      'nodes.a.output.echoed_params.x',
      '  a: { handler: echo, params: { x: "{{ inputs.maybe }}" } }',
      'integer or null',
    ],
    [
      'what a flaky echo was given',
      'nodes.a.output.message',
      '  a: { handler: flaky_echo, params: { message: [1] } }',
      'array of integer',
    ],
  ];
  for (const [what, expression, nodes, type] of CASES) {
    it(`${what}: ${type}`, () => assert.equal(typeOf(expression, nodes), type));
  }
});

describe('guards work for items as for nodes', () => {
  const codes = (x: string) =>
    compileText(
      withNodes(`  f: { type: fan_out, source: [{ a: 1 }, { b: 2 }], task: { handler: echo, params: { x: "${x}" } } }`),
    ).diagnostics.map(({ code }) => code);

  it('default', () => assert.deepEqual(codes('{{ item.a | default(0) }}'), []));
  it('is defined', () => assert.deepEqual(codes("{{ item.b if item.b is defined else 'none' }}"), []));
  it('a field that no item has, also with a default', () => {
    assert.deepEqual(codes('{{ item.c | default(0) }}'), ['unknown-name']);
  });
  it('filters of a wrong type', () => assert.deepEqual(codes('{{ index | upper }}'), ['template-type']));
});

describe('the types of aggregations', () => {
  it('are known of each', () => {
    assert.deepEqual(Object.keys(AGGREGATION_SIGNATURES).sort(), [...AGGREGATIONS].sort());
  });

  const GIVES: [keyof typeof AGGREGATION_SIGNATURES, Type, string][] = [
    ['sum', NUMBER, 'number'],
    ['sum', INTEGER, 'integer'],
    ['concat', arrayOf(STRING), 'array of string'],
    ['merge', objectOf({ a: STRING }), 'object'],
  ];
  for (const [name, value, expected] of GIVES) {
    it(`${name} of ${describeType(value)}`, () => {
      assert.equal(describeType(AGGREGATION_SIGNATURES[name].gives(value, true)), expected);
    });
  }
});
