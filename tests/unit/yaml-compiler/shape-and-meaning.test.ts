import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compileText, placesOf, withNodes } from './support.ts';

/** Each: what is wrong, the spec, and every diagnostic that it gets. */
const TOGETHER: [what: string, source: string, places: string[]][] = [
  [
    'a timeout of a wrong type hides no unknown handler, unknown param or broken reference of its node',
    withNodes(
      '  a: { handler: raster_validat, timeout: 5, when: "{{ inputs.on }}" }\n' +
        '  b: { handler: raster_validate, timeout: 5, params: { container_name: c, blob_name: "{{ inputs.b }}", zoom: 1 } }\n',
    ),
    [
      ...['4:17 unknown-handler', '4:42 invalid-duration', '4:62 unknown-input'],
      ...['5:43 invalid-duration', '5:97 unknown-input', '5:104 unknown-param'],
    ],
  ],
  [
    'a retry of a wrong type, params that are wrong, and a parent that is none',
    withNodes(
      '  a:\n    handler: raster_validate\n    retry: { max_attempts: "3", backof: fixed }\n    depends_on: [b, 5]\n' +
        '    params: { container_name: 5, blobname: x, raster_type: "{{ inputs.kind }}" }\n',
    ),
    [
      ...['6:29 wrong-type', '6:33 unknown-field', '7:18 unknown-node', '7:21 wrong-type'],
      ...['8:31 invalid-param', '8:34 unknown-param', '8:71 unknown-input'],
    ],
  ],
  [
    'fields with typing errors in their names are taken for what was meant',
    withNodes(
      '  a: { handlr: echo, parms: { x: "{{ inputs.n }}" } }\n' +
        '  b: { typ: fan_out, sorce: "{{ inputs.l }}", tsk: { handler: ecko } }\n' +
        '  c: { handler: echo, depends_on: { any_off: [a, d] } }\n',
    ),
    [
      ...['4:8 unknown-field', '4:22 unknown-field', '4:45 unknown-input'],
      ...[
        '5:8 unknown-field',
        '5:22 unknown-field',
        '5:40 unknown-input',
        '5:47 unknown-field',
        '5:63 unknown-handler',
      ],
      ...['6:37 unknown-field', '6:50 unknown-node'],
    ],
  ],
  [
    'a node of a type that there is not, or that does not say its type, is read as what it is most like',
    withNodes(
      '  a: { type: fanout, source: [1], task: { handler: ecko }, max_concurrency: 0 }\n' +
        '  b: { source: "{{ inputs.l }}", task: { handler: echo, params: { x: "{{ itm }}" } } }\n' +
        '  c: { type: 7, message: "{{ inputs.m }}" }\n',
    ),
    [
      ...['4:14 invalid-value', '4:52 unknown-handler', '4:77 invalid-value'],
      ...['5:3 missing-field', '5:27 unknown-input', '5:74 unknown-name'],
      ...['6:14 invalid-value', '6:37 unknown-input'],
    ],
  ],
  [
    'templates in lists and mappings that are in a wrong shape',
    withNodes(
      '  a: { handler: echo, params: ["{{ inputs.x }}", "{{ nodes.z.output }}", "{{ 1 + }}"] }\n' +
        '  b: { type: approval, message: { text: "{{ inputs.y }}" } }\n',
    ),
    [
      ...['4:31 wrong-type', '4:43 unknown-input', '4:60 unknown-node', '4:82 template-syntax'],
      ...['5:33 wrong-type', '5:52 unknown-input'],
    ],
  ],
  [
    'a conditional: nothing is missing that stands in a wrong shape',
    withNodes(
      '  c:\n    type: conditional\n    branches:\n      - { name: 5, when: "{{ inputs.x }}", next: z }\n' +
        '      - { nam: rest, default: "true", next: [a, 1] }\n      - 7\n  a: { handler: echo }\n',
    ),
    [
      ...['7:17 wrong-type', '7:37 unknown-input', '7:50 unknown-node'],
      ...['8:11 unknown-field', '8:32 invalid-value', '8:49 wrong-type', '9:9 wrong-type'],
    ],
  ],
  [
    'a fan-out without its task, and the fan-in of it',
    withNodes(
      '  f: { type: fan_out, source: "{{ inputs.l }}", on_failure: { tolerate: few }, chunk: { size: 0 } }\n' +
        '  g: { type: fan_in, from: f, aggregation: [], value: "{{ outpt }}" }\n  h: { type: fan_in, from: 5 }\n',
    ),
    [
      ...['4:3 missing-field', '4:42 unknown-input', '4:73 invalid-value', '4:95 invalid-value'],
      ...['5:44 invalid-value', '5:59 unknown-name', '6:28 wrong-type'],
    ],
  ],
  [
    'a condition that sees the own output, and its reason',
    withNodes(
      '  a: { handler: echo, complete_when: { when: 5, reason: "{{ inputs.x }}" }, fail_when: { reason: "{{ 1 | ab }}" } }',
    ),
    ['4:46 wrong-type', '4:68 unknown-input', '4:77 missing-field', '4:106 unknown-filter'],
  ],
  [
    'an input of a wrong type, and what else is wrong with it',
    `inputs:\n  a: { type: strin, minimum: x, format: blob, container_input: z }\n  b: { type: integer, default: c, maximum: "9", pattern: a }\n  C: { typ: integer, default: d }\n${withNodes('  n: { handler: echo, params: { a: "{{ inputs.a }}", d: "{{ inputs.d }}" } }')}`,
    [
      ...['2:14 invalid-value', '2:30 wrong-type', '2:64 unknown-input'],
      ...['3:32 invalid-value', '3:45 wrong-type', '3:58 invalid-value'],
      ...['4:3 invalid-value', '4:8 unknown-field', '4:31 invalid-value', '8:68 unknown-input'],
    ],
  ],
  [
    'inputs that are no mapping: which there are nobody knows',
    `inputs: [a]\nschedule: { cron: "* * * * *", inputs: { a: 1 } }\n${withNodes('  n: { handler: ecko, params: { a: "{{ inputs.a }}" } }')}`,
    ['1:9 wrong-type', '6:17 unknown-handler'],
  ],
  [
    'a schedule in several wrong shapes',
    `inputs: { n: { type: integer } }\nschedule:\n  cron: ["61 * * * *", 5]\n  timezone: Mars\n  overlap: both\n  catch_up_window: 1s\n  inputs: { n: x, m: 1 }\n${withNodes('  a: { handler: echo }')}`,
    [
      ...['3:11 invalid-cron', '3:24 wrong-type', '4:13 unknown-timezone', '5:12 invalid-value'],
      ...['6:20 invalid-value', '7:16 invalid-input', '7:19 unknown-input'],
    ],
  ],
  [
    'defaults, outputs and a circle, at once',
    `defaults: { timeout: [1m], retry: { max_attempts: 0, max_dely: 1s } }\noutputs: { X: "{{ nodes.a.output.nope }}", y: "{{ nodes.c.output }}" }\n${withNodes('  a: { handler: echo, depends_on: b }\n  b: { handler: echo, depends_on: a, when: "{{ inputs.x }}" }')}`,
    [
      ...['1:22 wrong-type', '1:51 invalid-value', '1:54 unknown-field'],
      ...['2:12 invalid-value', '2:34 unknown-output-field', '2:57 unknown-node', '7:3 cycle', '7:55 unknown-input'],
    ],
  ],
  [
    'tags, merge keys and aliases to nothing, and what is wrong beside them',
    `${withNodes('  a: { handler: !!str ecko, timeout: !x 5, params: { <<: *gone, y: "{{ inputs.y }}" } }\n  b: { handler: ecko, depends_on: *gone }')}`,
    [
      ...['4:17 yaml-tag', '4:38 yaml-tag', '4:54 yaml-merge', '4:59 yaml-syntax', '4:79 unknown-input'],
      ...['5:17 unknown-handler', '5:36 yaml-syntax'],
    ],
  ],
  [
    'two documents, and what is wrong in the first',
    `${withNodes('  a: { handler: ecko }')}\n---\na: 1`,
    ['4:17 unknown-handler', '5:1 yaml-documents'],
  ],
  [
    'every expression of a text that cannot be read, and what the others mention',
    withNodes('  a: { handler: echo, params: { x: "{{ a b }} {% if %} {{ inputs.x }} {{ 1 + }} {{" } }'),
    [
      '4:42 template-syntax',
      '4:47 template-syntax',
      '4:66 unknown-input',
      '4:78 template-syntax',
      '4:81 template-syntax',
    ],
  ],
];

describe('faults of shape and of meaning come together, each once', () => {
  for (const [what, source, places] of TOGETHER) {
    it(what, () => assert.deepEqual(placesOf(source), places, told(source)));
  }
});

function told(source: string): string {
  return compileText(source)
    .diagnostics.map(({ line, column, code, message }) => `${line}:${column} ${code}: ${message}`)
    .join('\n');
}

describe('messages say what was expected', () => {
  const MESSAGES: [source: string, message: string][] = [
    [
      '{ handler: echo, timeout: 5 }',
      '`timeout`: `5` is not a duration: write a whole number and a unit, such as 500ms, 2s, 10m or 1h.',
    ],
    [
      '{ handler: echo, timeout: 0s }',
      '`timeout`: `0s` is out of range: a duration is at least 1ms and at most 8784h, which are 366 days.',
    ],
    [
      '{ handler: echo, timeout: 9000h }',
      '`timeout`: `9000h` is out of range: a duration is at least 1ms and at most 8784h, which are 366 days.',
    ],
    ['{ handler: 5 }', '`handler` must be of type string, not number. Put it in quotes: "5".'],
    ['{ handler: }', '`handler` must be of type string, not null. There is nothing after the colon.'],
    ['{ handler: echo, when: yes }', '`yes` is plain text: write it as "{{ … }}".'],
    [
      '{ handler: echo, when: 1 }',
      '`when` must be of type string or boolean, not number. Write a template that gives true or false.',
    ],
    [
      '{ handler: echo, complete_when: { when: true } }',
      '`when` must be of type string, not boolean. Write it as a template: "{{ true }}".',
    ],
    [
      '{ handler: echo, complete_when: true }',
      '`complete_when` must be of type string or object, not boolean. Write it as a template: "{{ true }}".',
    ],
    ['{ handler: echo, depends_on: [] }', '`depends_on`: names no parent: name one, or leave the field out.'],
    [
      '{ handler: echo, depends_on: 5 }',
      '`depends_on` must be of type string or array or object, not number. Put it in quotes: "5".',
    ],
    ['{ handler: echo, depends_on: { any_of: [] } }', '`any_of`: names no parent: name one, or leave the field out.'],
    [
      '{ handler: echo, depends_on: { any_of: [b], settled: [b] } }\n  b: { handler: echo }',
      'There is no field `settled` here. It cannot stand beside the other fields.',
    ],
    [
      '{ handler: echo, retry: { max_attempts: "3" } }',
      '`max_attempts` must be of type number, not string. Write it without quotes.',
    ],
    [
      '{ handler: echo, retry: { non_retryable: [5] } }',
      'Item 0 of `non_retryable` must be of type string, not number. Put it in quotes: "5".',
    ],
    ['{ type: conditional, branches: [] }', '`branches`: must have at least 1 item.'],
    [
      '{ source: [1], task: { handler: echo } }',
      'The field `type` is missing: what stands here is that of a `fan_out`.',
    ],
  ];
  for (const [node, message] of MESSAGES) {
    it(node, () =>
      assert.deepEqual(
        compileText(withNodes(`  a: ${node}`)).diagnostics.map((each) => each.message),
        [message],
      ),
    );
  }
  it('of YAML 1.1 booleans', () => {
    const source = `inputs: { a: { type: string, required: yes } }\n${withNodes('  a: { handler: echo }')}`;
    assert.equal(
      compileText(source).diagnostics[0]?.message,
      '`required` must be of type boolean, not string. In YAML 1.2 these are true and false.',
    );
  });
  it('of merge keys', () => {
    const source = withNodes(
      '  a: { retry: &r { max_attempts: 3 }, handler: echo }\n  b: { handler: echo, retry: { <<: *r } }',
    );
    assert.deepEqual(told(source).split('\n'), [
      '5:32 yaml-merge: Merge keys (`<<`) are not of YAML 1.2. Write the fields out, give a whole value by an alias ' +
        '(`retry: *quick`), or put timeouts and retries that many tasks share under `defaults`.',
    ]);
  });
  it('`<<` in quotes is a name like any other', () => {
    assert.deepEqual(placesOf(withNodes('  a: { handler: echo, params: { "<<": 1 } }')), []);
  });
});

it('what a key hides that stands once more is checked too, and what only follows from it is not told', () => {
  const source = [
    'workflow_id: x',
    'version: 0',
    'version: 1',
    'nodes:',
    '  a: { handler: ecko, timeout: soon, timeout: 5 }',
    '  a: { handler: echo, params: { x: "{{ inputs.z }}" } }',
    '  a: { handler: flaky_echo, params: { message: "{{ nodes.b.output }}", message: 1 } }',
    'outputs: { o: "{{ nodes.a.output.message }}" }',
  ].join('\n');
  assert.deepEqual(placesOf(source), [
    '2:10 invalid-value',
    '3:1 duplicate-key',
    '5:17 unknown-handler',
    '5:38 duplicate-key',
    '5:47 invalid-duration',
    '6:3 duplicate-key',
    '6:47 unknown-input',
    '7:3 duplicate-key',
    '7:58 unknown-node',
    '7:72 duplicate-key',
  ]);
});
