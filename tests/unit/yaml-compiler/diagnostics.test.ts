import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compileText, placesOf, withNodes } from './support.ts';

/** Each: what is wrong, the spec, and the one diagnostic that it gets. */
const FAULTS: [string, string, string, RegExp][] = [
  ['text that is not YAML', 'a: [1,\nb: {', '2:1 yaml-syntax', /indentation/i],
  ['an empty file', '', '1:1 yaml-syntax', /starts with `workflow_id:`/],
  ['a list', '- 1', '1:1 wrong-type', /a mapping/],
  [
    'two documents',
    `${withNodes('  a: { handler: echo }')}\n---\nb: 2`,
    '5:1 yaml-documents',
    /remove the second document/,
  ],
  ['a tag', withNodes('  a: !!binary aGk='), '4:6 yaml-tag', /!!binary/],
  ['a key twice', withNodes('  a: { handler: echo }\n  a: { handler: echo }'), '5:3 duplicate-key', /`a`/],
  ['a forbidden key', withNodes('  a: { handler: echo, params: { __proto__: 1 } }'), '4:33 forbidden-key', /__proto__/],
  ['an unknown field', withNodes('  a: { handler: echo, retries: 3 }'), '4:23 unknown-field', /Did you mean `retry`/],
  [
    'a field of a wrong type',
    withNodes('  a: { handler: 5 }'),
    '4:17 wrong-type',
    /must be of type string, not number/,
  ],
  ['a node without a handler', withNodes('  a: { params: {} }'), '4:3 missing-field', /`handler` is missing/],
  ['an unknown node type', withNodes('  a: { type: condition }'), '4:14 invalid-value', /Did you mean `conditional`/],
  ['a bad node name', withNodes('  A-1: { handler: echo }'), '4:3 invalid-value', /lower case/],
  ['a bad duration', withNodes('  a: { handler: echo, timeout: 5 min }'), '4:32 invalid-duration', /10m/],
  ['a duration of zero', withNodes('  a: { handler: echo, timeout: 0s }'), '4:32 invalid-duration', /0s/],
  ['an unknown handler', withNodes('  a: { handler: ecko }'), '4:17 unknown-handler', /Did you mean `echo`/],
  ['an internal handler', withNodes('  a: { handler: record_outcome }'), '4:17 unknown-handler', /record_outcome/],
  ['an unknown parent', withNodes('  a: { handler: echo, depends_on: [b] }'), '4:36 unknown-node', /`b`/],
  ['itself for a parent', withNodes('  a: { handler: echo, depends_on: a }'), '4:35 self-reference', /itself/],
  [
    'a node that uses itself',
    withNodes('  a: { handler: echo, params: { x: "{{ nodes.a.output }}" } }'),
    '4:46 self-reference',
    /its own output/,
  ],
  [
    'a circle',
    withNodes(
      '  a: { handler: echo, depends_on: c }\n  b: { handler: echo, depends_on: a }\n  c: { handler: echo, depends_on: b }',
    ),
    '5:3 cycle',
    /b → c → a → b/,
  ],
  [
    'a param too few',
    withNodes('  v:\n    handler: raster_validate\n    params: { container_name: bronze }'),
    '6:5 missing-param',
    /needs the field `blob_name` \(string\)/,
  ],
  [
    'a param too many',
    withNodes('  v:\n    handler: raster_validate\n    params: { container_name: b, blob_name: c, blobname: d }'),
    '6:48 unknown-param',
    /Did you mean `blob_name`/,
  ],
  [
    'a literal param of a wrong type',
    withNodes('  v:\n    handler: raster_validate\n    params: { container_name: bronze, blob_name: 5 }'),
    '6:50 invalid-param',
    /`blob_name` is 5, and string is expected/,
  ],
  [
    'a template param of a wrong type',
    withNodes('  v:\n    handler: raster_validate\n    params: { container_name: bronze, blob_name: "{{ 1 + 1 }}" }'),
    '6:54 invalid-param',
    /it is 2, and string is expected/,
  ],
  [
    'an object that lacks what a param needs',
    withNodes(
      '  v:\n    handler: raster_validate\n    params: { container_name: b, blob_name: c }\n' +
        '  c:\n    handler: raster_cog\n    params: { source: "{{ nodes.v.output.bounds }}", destination: { container_name: s, blob_name: t } }',
    ),
    '9:27 invalid-param',
    /`source`/,
  ],
  [
    'an input that is not declared',
    withNodes('  a: { handler: echo, params: { x: "{{ inputs.y }}" } }'),
    '4:47 unknown-input',
    /`y`/,
  ],
  [
    'an upstream node that is not there',
    withNodes('  a: { handler: echo }\n  b: { handler: echo, params: { x: "{{ nodes.aa.output }}" } }'),
    '5:46 unknown-node',
    /Did you mean `a`/,
  ],
  [
    'an output field that the contract does not have',
    withNodes('  a: { handler: echo }\n  b: { handler: echo, params: { x: "{{ nodes.a.output.echoed }}" } }'),
    '5:55 unknown-output-field',
    /echoed_params/,
  ],
  [
    'an unknown name',
    withNodes('  a: { handler: echo, params: { x: "{{ input.y }}" } }'),
    '4:40 unknown-name',
    /`inputs`/,
  ],
  [
    'an unknown filter',
    withNodes('  a: { handler: echo, params: { x: "{{ 1 | ab }}" } }'),
    '4:44 unknown-filter',
    /`abs`/,
  ],
  [
    'a number compared with a text',
    withNodes('  a: { handler: echo, params: { x: "{{ job.id > 3 }}" } }'),
    '4:40 template-type',
    /both must be of one type/,
  ],
  [
    'a template not closed',
    withNodes('  a: { handler: echo, params: { x: "{{ 1" } }'),
    '4:37 template-syntax',
    /not closed/,
  ],
  [
    'a template for a key',
    withNodes('  a: { handler: echo, params: { x: { "{{ job.id }}": 1 } } }'),
    '4:39 template-syntax',
    /only values are templates/,
  ],
  [
    'a constructor in a template',
    withNodes('  a: { handler: echo, params: { x: "{{ x.constructor }}" } }'),
    '4:42 template-syntax',
    /`constructor` is refused/,
  ],
  [
    'a condition without braces',
    withNodes('  a: { handler: echo, when: inputs.x }'),
    '4:29 invalid-value',
    /plain text/,
  ],
  [
    'a conditional without a default',
    withNodes(
      '  c: { type: conditional, branches: [{ name: x, when: "{{ true }}", next: a }] }\n  a: { handler: echo }',
    ),
    '4:27 missing-default',
    /exactly one/,
  ],
  [
    'a node on two arms of one conditional',
    withNodes(
      '  c: { type: conditional, branches: [{ name: x, when: "{{ true }}", next: a }, { name: y, default: true, next: b }] }\n' +
        '  a: { handler: echo }\n  b: { handler: echo }\n  never: { handler: echo, depends_on: [a, b] }',
    ),
    '7:3 unreachable-node',
    /no choice of branches/,
  ],
  [
    'an alternative that may not have run',
    withNodes(
      '  a: { handler: echo }\n  b: { handler: echo }\n' +
        '  c: { handler: echo, depends_on: { any_of: [a, b] }, params: { x: "{{ nodes.a.output }}" } }',
    ),
    '6:72 maybe-skipped',
    /Guard it/,
  ],
  [
    'an output that a branch may skip',
    `${withNodes('  a: { handler: echo, when: "{{ job.attempt > 1 }}" }')}\noutputs: { x: "{{ nodes.a.output }}" }`,
    '5:19 maybe-skipped',
    /may not have completed/,
  ],
  [
    'a default that does not fit',
    `inputs: { n: { type: integer, default: x } }\n${withNodes('  a: { handler: echo }')}`,
    '1:40 invalid-value',
    /must be of type integer/,
  ],
  [
    'a default that does not match',
    `inputs: { n: { type: string, pattern: '[a-z]+', default: A } }\n${withNodes('  a: { handler: echo }')}`,
    '1:58 invalid-value',
    /The default of the input `n` must match the pattern `\[a-z\]\+`\./,
  ],
  [
    'a value allowed that the pattern refuses',
    `inputs: { n: { type: string, pattern: '[a-z]+', enum: [a, B] } }\n${withNodes('  a: { handler: echo }')}`,
    '1:59 invalid-value',
    /The value "B" of the input `n` must match/,
  ],
  [
    'a pattern that is none',
    `inputs: { n: { type: string, pattern: 'a(', default: b } }\n${withNodes('  a: { handler: echo }')}`,
    '1:40 invalid-value',
    /The pattern of the input `n` is not a regular expression of RE2's syntax \(missing closing \): `a\(`\)\./,
  ],
  [
    'a pattern that looks ahead',
    `inputs: { n: { type: string, pattern: '(?!x).*' } }\n${withNodes('  a: { handler: echo }')}`,
    '1:40 invalid-value',
    /invalid or unsupported Perl syntax: `\(\?!`/,
  ],
  [
    'a pattern that grows when it is compiled',
    `inputs: { n: { type: string, pattern: '.{1000}.{1000}' } }\n${withNodes('  a: { handler: echo }')}`,
    '1:40 invalid-value',
    /repeats too much/,
  ],
  [
    'a pattern of 257 characters',
    `inputs: { n: { type: string, pattern: ${'a'.repeat(257)} } }\n${withNodes('  a: { handler: echo }')}`,
    '1:39 invalid-value',
    /has 257 characters, and at most 256 are allowed/,
  ],
  [
    'a pattern on too long a string',
    `inputs: { n: { type: string, pattern: a, max_length: 1025 } }\n${withNodes('  a: { handler: echo }')}`,
    '1:54 invalid-value',
    /a `max_length` of at most 1024, not 1025/,
  ],
  [
    'a limit on an input of another type',
    `inputs: { n: { type: integer, pattern: a } }\n${withNodes('  a: { handler: echo }')}`,
    '1:40 invalid-value',
    /`pattern` is for inputs of type string; `n` is integer\./,
  ],
  [
    'limits that no value fits',
    `inputs: { n: { type: integer, minimum: 5, maximum: 3 } }\n${withNodes('  a: { handler: echo }')}`,
    '1:52 invalid-value',
    /`minimum` of the input `n` is 5 and `maximum` is 3/,
  ],
  [
    'a blob input without its container',
    `inputs: { n: { type: string, format: blob } }\n${withNodes('  a: { handler: echo }')}`,
    '1:14 missing-field',
    /container_input/,
  ],
  [
    'a list of blobs without its container',
    `inputs: { n: { type: array, items: { type: string }, format: blob } }\n${withNodes('  a: { handler: echo }')}`,
    '1:14 missing-field',
    /container_input/,
  ],
  [
    'a list of what no list is of',
    `inputs: { n: { type: array, items: { type: string }, format: date-time } }\n${withNodes('  a: { handler: echo }')}`,
    '1:62 invalid-value',
    /Of an array `format` is `blob`/,
  ],
  [
    'a list of blobs that are no names',
    `inputs: { c: { type: string }, n: { type: array, format: blob, container_input: c } }\n${withNodes('  a: { handler: echo }')}`,
    '1:58 invalid-value',
    /with `items: { type: string }`, or `stac_item_ref`, with `items: { type: object }`; `n` is neither/,
  ],
  [
    'a list of StacItems that are no objects',
    `inputs: { n: { type: array, items: { type: string }, format: stac_item_ref } }\n${withNodes('  a: { handler: echo }')}`,
    '1:62 invalid-value',
    /Of an array `format` is `blob`/,
  ],
  [
    'one StacItem as a list of them is',
    `inputs: { n: { type: string, format: stac_item_ref } }\n${withNodes('  a: { handler: echo }')}`,
    '1:38 invalid-value',
    /`format: stac_item_ref` is for arrays, with `items: { type: object }`; `n` is of type string/,
  ],
  [
    'a default that names no StacItem',
    `inputs: { n: { type: array, items: { type: object }, format: stac_item_ref, default: [{ item_id: a }] } }\n${withNodes('  a: { handler: echo }')}`,
    '1:86 invalid-value',
    /The default of the input `n` must have items { collection_id, item_id }; that at 0 has no collection_id/,
  ],
  [
    'what the names of StacItems do not have',
    `inputs: { n: { type: array, items: { type: object }, format: stac_item_ref } }\n${withNodes('  a: { handler: echo, params: { b: "{{ inputs.n[0].itm_id }}" } }')}`,
    '5:52 unknown-name',
    /itm_id.*item_id/,
  ],
  [
    'a StacItem input without its collection',
    `inputs: { n: { type: string, format: stac_item } }\n${withNodes('  a: { handler: echo }')}`,
    '1:14 missing-field',
    /collection_input/,
  ],
  [
    'a CRS without the raster that is in it',
    `inputs: { n: { type: string, format: raster_crs } }\n${withNodes('  a: { handler: echo }')}`,
    '1:14 missing-field',
    /The CRS input `n` needs `blob_input`: the input that names the blob of its raster/,
  ],
  [
    'a CRS that is declared by no input',
    `inputs: { b: { type: string }, n: { type: string, format: raster_crs, blob_input: b, declared_input: m } }\n${withNodes('  a: { handler: echo }')}`,
    '1:102 unknown-input',
    /`declared_input` names a string input of this spec; `m` is none/,
  ],
  [
    'a StacItem in a collection that is no input',
    `inputs: { n: { type: string, format: stac_item, collection_input: m } }\n${withNodes('  a: { handler: echo }')}`,
    '1:67 unknown-input',
    /`collection_input` names a string input of this spec; `m` is none/,
  ],
  [
    'items of what is no array',
    `inputs: { n: { type: string, items: { type: string } } }\n${withNodes('  a: { handler: echo }')}`,
    '1:37 invalid-value',
    /`items` is for inputs of type array; `n` is string/,
  ],
  [
    'a default that is no instant',
    `inputs: { n: { type: string, format: date-time, default: yesterday } }\n${withNodes('  a: { handler: echo }')}`,
    '1:58 invalid-value',
    /The default of the input `n` must be a date and a time/,
  ],
  [
    'items of another type than the handler takes',
    `inputs: { n: { type: array, items: { type: integer } } }\n${withNodes(
      '  a: { handler: raster_validate, params: { container_name: c, blob_name: b, raster_type: "{{ inputs.n[0] }}" } }',
    )}`,
    '5:94 invalid-param',
    /`raster_type` does not fit: it is integer/,
  ],
];

describe('each fault has its diagnostic, at its place', () => {
  for (const [what, source, place, message] of FAULTS) {
    it(`${what}: ${place}`, () => {
      const { plan, diagnostics } = compileText(source);
      assert.equal(plan, undefined);
      assert.deepEqual(placesOf(source), [place], diagnostics.map((d) => d.message).join('\n'));
      assert.match(diagnostics[0]?.message ?? '', message);
    });
  }
});

describe('all faults come at once', () => {
  it('of shape and of meaning, in the order of the text', () => {
    const source = [
      'workflow_id: x',
      'version: one',
      'nodes:',
      '  a: { handler: ecko }',
      '  b: { handler: echo, timeout: soon }',
      '  c: { handler: echo, depends_on: [b, d], params: { x: "{{ inputs.y }}" } }',
    ].join('\n');
    assert.deepEqual(placesOf(source), [
      '2:10 wrong-type',
      '4:17 unknown-handler',
      '5:32 invalid-duration',
      '6:39 unknown-node',
      '6:67 unknown-input',
    ]);
  });
});

describe('a failure code that the handler does not have', () => {
  it('is a warning, and the plan is there', () => {
    const { plan, diagnostics } = compileText(withNodes('  a: { handler: echo, retry: { non_retryable: [nope] } }'));
    assert.deepEqual(
      diagnostics.map(({ severity, code }) => `${severity} ${code}`),
      ['warning unknown-failure-code'],
    );
    assert.deepEqual(plan?.nodes.a?.kind === 'task' && plan.nodes.a.retry.non_retryable.includes('nope'), true);
  });
});

describe('places inside scalars that do not stand as they are', () => {
  it('in a folded block', () => {
    const source = withNodes(
      '  a:\n    handler: echo\n    params:\n      x: >-\n        some text\n        {{ inputs.y }}',
    );
    assert.deepEqual(placesOf(source), ['9:19 unknown-input']);
  });
  it('after an escape', () => {
    const source = withNodes('  a: { handler: echo, params: { x: "\\t\\t{{ inputs.y }}" } }');
    assert.deepEqual(placesOf(source), ['4:51 unknown-input']);
  });
});
