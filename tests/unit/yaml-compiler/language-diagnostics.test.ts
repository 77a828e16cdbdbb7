import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compileText, type FaultCase, placesOf, withNodes } from './support.ts';

const inputs = (declarations: string, nodes: string) => `inputs: { ${declarations} }\n${withNodes(nodes)}`;
const echoing = '{ handler: echo, params: { x: "{{ item }}" } }';
const tiles = `  tiles: { type: fan_out, source: [1, 2], task: ${echoing} }\n`;

const FAN_OUTS: FaultCase[] = [
  ['no source', withNodes(`  f: { type: fan_out, task: ${echoing} }`), '4:3 missing-field', /`source` is missing/],
  ['no task', withNodes('  f: { type: fan_out, source: [1] }'), '4:3 missing-field', /`task` is missing/],
  [
    'a source that is a number',
    withNodes(`  f: { type: fan_out, source: 5, task: ${echoing} }`),
    '4:31 not-an-array',
    /5/,
  ],
  [
    'a source that is a mapping',
    withNodes(`  f: { type: fan_out, source: { a: 1 }, task: ${echoing} }`),
    '4:31 not-an-array',
    /is an object/,
  ],
  [
    'a source that gives a text',
    inputs('s: { type: string }', `  f: { type: fan_out, source: "{{ inputs.s }}", task: ${echoing} }`),
    '5:35 not-an-array',
    /it is string, and array/,
  ],
  [
    'a source that is longer than its template',
    inputs('l: { type: array }', `  f: { type: fan_out, source: "items {{ inputs.l }}", task: ${echoing} }`),
    '5:32 not-an-array',
    /it is string/,
  ],
  [
    'the report of another fan-out for a source',
    withNodes(`${tiles}  f: { type: fan_out, source: "{{ nodes.tiles.output }}", task: ${echoing} }`),
    '5:35 not-an-array',
    /it is object/,
  ],
  [
    'a key that is plain text',
    withNodes(`  f: { type: fan_out, source: [1], key: item.id, task: ${echoing} }`),
    '4:41 invalid-value',
    /plain text/,
  ],
  [
    'a key that is an object',
    inputs(
      'l: { type: array }',
      `  f: { type: fan_out, source: [{ a: "{{ inputs.l }}" }], key: "{{ item }}", task: ${echoing} }`,
    ),
    '5:67 invalid-value',
    /it is object, and string or number is expected/,
  ],
  [
    'two items of one key',
    withNodes(
      `  f: { type: fan_out, source: [{ id: a }, { id: b }, { id: a }], key: "{{ item.id }}", task: ${echoing} }`,
    ),
    '4:54 duplicate-item-key',
    /items 0 and 2 have one key: `a`/,
  ],
  [
    'an item without its key',
    withNodes(`  f: { type: fan_out, source: [{ id: a }, { no: b }], key: "{{ item.id }}", task: ${echoing} }`),
    '4:43 invalid-item-key',
    /`item.id` is not defined/,
  ],
  [
    'an item whose key is null',
    withNodes(`  f: { type: fan_out, source: [{ id: a }, { id: null }], key: "{{ item.id }}", task: ${echoing} }`),
    '4:43 invalid-item-key',
    /null/,
  ],
  [
    'a field that no item has',
    withNodes(
      '  f: { type: fan_out, source: [{ window: 1 }], task: { handler: echo, params: { x: "{{ item.windw }}" } } }',
    ),
    '4:93 unknown-name',
    /`item` has no field `windw`. Did you mean `window`/,
  ],
  [
    'item outside of a fan-out',
    withNodes('  a: { handler: echo, params: { x: "{{ item }}" } }'),
    '4:40 unknown-name',
    /`item` is not defined/,
  ],
  [
    'item in the source itself',
    withNodes(`  f: { type: fan_out, source: "{{ item.parts }}", task: ${echoing} }`),
    '4:35 unknown-name',
    /`item` is not defined/,
  ],
  [
    'key in the key',
    withNodes(`  f: { type: fan_out, source: [1], key: "{{ key }}", task: ${echoing} }`),
    '4:45 unknown-name',
    /`key` is not defined/,
  ],
  [
    'a param of the work that does not fit',
    withNodes(
      '  f: { type: fan_out, source: [1], task: { handler: raster_validate, params: { container_name: b, blob_name: "{{ item }}" } } }',
    ),
    '4:114 invalid-param',
    /it is integer, and string is expected/,
  ],
  [
    'a param of the work that is missing',
    withNodes(
      '  f: { type: fan_out, source: [a], task: { handler: raster_validate, params: { blob_name: "{{ item }}" } } }',
    ),
    '4:70 missing-param',
    /needs the field `container_name`/,
  ],
  [
    'an unknown handler of the work',
    withNodes('  f: { type: fan_out, source: [a], task: { handler: ecko } }'),
    '4:53 unknown-handler',
    /Did you mean `echo`/,
  ],
  [
    'a field that the work does not have',
    withNodes('  f: { type: fan_out, source: [a], task: { handler: echo, parms: {} } }'),
    '4:59 unknown-field',
    /Did you mean `params`/,
  ],
  [
    'too many at a time',
    withNodes(`  f: { type: fan_out, source: [1], max_concurrency: 1001, task: ${echoing} }`),
    '4:53 invalid-value',
    /at most 1000/,
  ],
  [
    'an unknown way to fail',
    withNodes(`  f: { type: fan_out, source: [1], on_failure: fail_slow, task: ${echoing} }`),
    '4:48 invalid-value',
    /finish, fail_fast/,
  ],
  [
    'a tolerance above all',
    withNodes(`  f: { type: fan_out, source: [1], on_failure: { tolerate: 101% }, task: ${echoing} }`),
    '4:60 invalid-value',
    /5%/,
  ],
];

const FAN_INS: FaultCase[] = [
  [
    'a fan-out that is not there',
    withNodes(`${tiles}  all: { type: fan_in, from: tile }`),
    '5:30 unknown-node',
    /no fan-out `tile`. Did you mean `tiles`/,
  ],
  [
    'a node that is no fan-out',
    withNodes(`${tiles}  tilez: { handler: echo }\n  all: { type: fan_in, from: tilez }`),
    '6:30 not-a-fan-out',
    /`tilez` is not a fan-out but a task. Did you mean `tiles`/,
  ],
  [
    'an unknown aggregation',
    withNodes(`${tiles}  all: { type: fan_in, from: tiles, aggregation: average }`),
    '5:50 invalid-value',
    /collect, concat, sum/,
  ],
  [
    'a sum of objects',
    withNodes(`${tiles}  all: { type: fan_in, from: tiles, aggregation: sum }`),
    '5:37 aggregation-type',
    /`sum` takes number, and the output of `tiles` for one item is object. Say with `value`/,
  ],
  [
    'a sum of texts',
    withNodes(`${tiles}  all: { type: fan_in, from: tiles, aggregation: sum, value: "{{ key }}" }`),
    '5:55 aggregation-type',
    /`sum` takes number, and `value` is string/,
  ],
  [
    'a concatenation of numbers',
    withNodes(`${tiles}  all: { type: fan_in, from: tiles, aggregation: concat, value: "{{ index }}" }`),
    '5:58 aggregation-type',
    /takes array/,
  ],
  [
    'a merge of numbers',
    withNodes(`${tiles}  all: { type: fan_in, from: tiles, aggregation: merge, value: "{{ index }}" }`),
    '5:57 aggregation-type',
    /takes object/,
  ],
  [
    'the largest of objects',
    withNodes(`${tiles}  all: { type: fan_in, from: tiles, aggregation: max }`),
    '5:37 aggregation-type',
    /takes number or string/,
  ],
  [
    'an output field that the work does not give',
    withNodes(`${tiles}  all: { type: fan_in, from: tiles, value: "{{ output.step_taken }}" }`),
    '5:55 unknown-name',
    /Did you mean `steps_taken`/,
  ],
  [
    'a text used as the array that it is not',
    withNodes(
      `${tiles}  n: { type: fan_in, from: tiles, aggregation: count }\n  f: { type: fan_out, source: "{{ nodes.n.output }}", task: ${echoing} }`,
    ),
    '6:35 not-an-array',
    /it is integer/,
  ],
];

const OTHERS: FaultCase[] = [
  ['an approval without a message', withNodes('  a: { type: approval }'), '4:3 missing-field', /`message`/],
  [
    'an approval that rejects in an unknown way',
    withNodes('  a: { type: approval, message: ok?, on_rejection: skip }'),
    '4:52 invalid-value',
    /fail, complete/,
  ],
  [
    'a field that an approval does not give',
    withNodes(
      '  a: { type: approval, message: ok? }\n  b: { handler: echo, params: { x: "{{ nodes.a.output.aproved }}" } }',
    ),
    '5:55 unknown-output-field',
    /Did you mean `approved`/,
  ],
  ['a sleep without an end', withNodes('  a: { type: sleep }'), '4:6 missing-field', /has neither/],
  [
    'a sleep with two ends',
    withNodes('  a: { type: sleep, duration: 1m, until: "2030-01-01T00:00:00Z" }'),
    '4:6 invalid-value',
    /has both/,
  ],
  ['a sleep of no duration', withNodes('  a: { type: sleep, duration: soon }'), '4:31 invalid-duration', /soon/],
  ['a sleep of a number', withNodes('  a: { type: sleep, duration: "{{ 5 }}" }'), '4:35 invalid-value', /string/],
  [
    'a sleep until no instant',
    withNodes('  a: { type: sleep, until: tomorrow }'),
    '4:28 invalid-value',
    /2030-01-31T03:00:00Z/,
  ],
  [
    'a sleep until a day that there is not',
    withNodes('  a: { type: sleep, until: "2026-02-30T00:00:00Z" }'),
    '4:29 invalid-value',
    /RFC 3339/,
  ],
  [
    'a sleep of no time',
    withNodes('  a: { type: sleep, duration: 0s }'),
    '4:31 invalid-duration',
    /`0s` is out of range/,
  ],
  [
    'an early end in plain text',
    withNodes('  a: { handler: echo, complete_when: output.steps_taken }'),
    '4:38 invalid-value',
    /plain text/,
  ],
  [
    'an early end on a field that the node does not give',
    withNodes('  a: { handler: echo, complete_when: { when: "{{ output.step_taken == 0 }}", reason: none } }'),
    '4:57 unknown-name',
    /Did you mean `steps_taken`/,
  ],
  [
    'an early end that names its own node',
    withNodes('  a: { handler: echo, fail_when: "{{ nodes.a.output.steps_taken == 0 }}" }'),
    '4:44 self-reference',
    /Here it is `output`/,
  ],
  [
    'output outside of an early end',
    withNodes('  a: { handler: echo, when: "{{ output.steps_taken == 0 }}" }'),
    '4:33 unknown-name',
    /`output` is not defined/,
  ],
  [
    'a job timeout of nothing',
    `timeout: 2 hours\n${withNodes('  a: { handler: echo }')}`,
    '1:10 invalid-duration',
    /1h/,
  ],
  [
    'an unknown default',
    `defaults: { retries: {} }\n${withNodes('  a: { handler: echo }')}`,
    '1:13 unknown-field',
    /Did you mean `retry`/,
  ],
];

for (const [subject, faults] of Object.entries({ FAN_OUTS, FAN_INS, OTHERS })) {
  describe(`each fault has its diagnostic, at its place: ${subject}`, () => {
    for (const [what, source, place, message] of faults) {
      it(`${what}: ${place}`, () => {
        const { plan, diagnostics } = compileText(source);
        assert.equal(plan, undefined);
        assert.deepEqual(placesOf(source), [place], diagnostics.map((d) => d.message).join('\n'));
        assert.match(diagnostics[0]?.message ?? '', message);
      });
    }
  });
}
