import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HANDLER_CATALOGUE } from '../../../src/activities/catalogue.ts';
import { importSpec } from '../../../src/importer/import-spec.ts';

/**
 * The old dialect, construct by construct: what it is written as, and what is told of it. Findings that every file gets
 * are left out.
 */
type Case = [construct: string, old: string, written: string[], ...findings: string[]];

const OF_ANY = new Set(['handler-defaults', 'no-outputs', 'node-dissolved']);

function importText(source: string) {
  const result = importSpec(source, { file: 'old.yaml', catalogue: HANDLER_CATALOGUE });
  assert.equal(result.kind, 'spec');
  if (result.kind !== 'spec') throw new Error('unreadable');
  const lines = result.spec.split('\n').map((line) => line.trim());
  const written = lines.filter((line) => line !== '' && !line.startsWith('#'));
  const findings = result.findings.filter(({ code }) => !OF_ANY.has(code));
  return { written, findings: findings.map(({ severity, code }) => `${severity} ${code}`) };
}

const head = (fields: string) => `workflow_id: x\nversion: 1\n${fields}nodes:\n  a: { handler: echo }`;
const HEAD = ['workflow_id: x', 'version: 1', 'nodes:'];
const A = 'a: { handler: echo }';

const TOP: Case[] = [
  ['workflow_id', 'workflow_id: my_flow\nnodes: {}', ['workflow_id: my_flow', 'version: 1', 'nodes:']],
  [
    'workflow_id that is no name',
    'workflow_id: My-Flow\nnodes: {}',
    ['workflow_id: my_flow', 'version: 1', 'nodes:'],
    'check renamed',
  ],
  [
    'name and description',
    head('name: One\ndescription: Two\n'),
    ['workflow_id: x', 'version: 1', 'description: "One: Two"', 'nodes:', A],
  ],
  ['version', 'workflow_id: x\nversion: 7\nnodes: {}', ['workflow_id: x', 'version: 7', 'nodes:']],
  [
    'version as a text',
    'workflow_id: x\nversion: "2.1"\nnodes: {}',
    ['workflow_id: x', 'version: 2', 'nodes:'],
    'check version-cut',
  ],
  [
    'version that is no scalar',
    'workflow_id: x\nversion: [2]\nnodes: {}',
    ['workflow_id: x', 'version: 1', 'nodes:'],
    'check version-cut',
  ],
  ['any other field', head('owner: me\n'), [...HEAD, A], 'lost unknown-field'],
  ['comments', `# Why.\n${head('')}`, [...HEAD, A], 'note comments-left'],
];

const INPUTS: Case[] = (
  [
    ...['string', 'integer', 'number', 'boolean', 'array', 'object'].map((type): [string, string, string] => [
      `type ${type}`,
      `{ type: ${type} }`,
      `{ type: ${type} }`,
    ]),
    ['type alone', 'integer', '{ type: integer }'],
    ['required', '{ type: string, required: true }', '{ type: string }'],
    ['not required', '{ type: string, required: false }', '{ type: string, required: false }'],
    ['default', '{ type: string, default: b }', '{ type: string, default: b }'],
    ['a default of null', '{ type: string, default: null }', '{ type: string, required: false }'],
    [
      'required, with a default',
      '{ type: string, required: true, default: b }',
      '{ type: string, default: b }',
      'check required-with-default',
    ],
    ['description', '{ type: string, description: So. }', '{ type: string, description: So. }'],
    ['a type that there is not', '{ type: file }', '{ type: string }', 'lost invalid-value'],
    ['any other field', '{ type: string, widget: area }', '{ type: string }', 'lost unknown-field'],
  ] satisfies [string, string, string, ...string[]][]
).map(([construct, old, written, ...findings]) => [
  construct,
  head(`inputs:\n  i: ${old}\n`),
  ['workflow_id: x', 'version: 1', 'inputs:', `i: ${written}`, 'nodes:', A],
  ...findings,
]);

const nodes = (construct: string, old: string[], written: string[], ...findings: string[]): Case => [
  construct,
  ['workflow_id: x', 'version: 1', 'nodes:', ...old.map((line) => `  ${line}`)].join('\n'),
  [...HEAD, ...written],
  ...findings,
];
const B = 'b: { handler: echo }';
const C = 'c: { handler: echo }';

const EDGES: Case[] = [
  nodes('start and end', ['s: { type: start, next: a }', 'a: { handler: echo, next: e }', 'e: { type: end }'], [A]),
  nodes('next, a name', ['a: { handler: echo, next: b }', B], [A, 'b: { depends_on: a, handler: echo }']),
  nodes(
    'next, a list',
    ['a: { handler: echo, next: [b, c] }', B, C],
    [A, 'b: { depends_on: a, handler: echo }', 'c: { depends_on: a, handler: echo }'],
  ),
  nodes(
    'next with a ?',
    ['a: { handler: echo, next: "b?" }', B],
    [A, 'b: { depends_on: { settled: [a] }, handler: echo }'],
    'check optional-parent',
  ),
  nodes(
    'depends_on, a list',
    [A, B, 'c: { handler: echo, depends_on: [a, b] }'],
    [A, B, 'c: { depends_on: [a, b], handler: echo }'],
  ),
  nodes(
    'depends_on, all_of',
    [A, B, 'c: { handler: echo, depends_on: { all_of: [a, b] } }'],
    [A, B, 'c: { depends_on: [a, b], handler: echo }'],
  ),
  nodes(
    'depends_on, any_of',
    [A, B, 'c: { handler: echo, depends_on: { any_of: [a, b] } }'],
    [A, B, 'c: { depends_on: { any_of: [a, b] }, handler: echo }'],
    'check any-of-waits',
  ),
  nodes(
    'next to a node that lists it in any_of',
    ['a: { handler: echo, next: c }', B, 'c: { handler: echo, depends_on: { any_of: [a, b] } }'],
    [A, B, 'c: { depends_on: { any_of: [a, b] }, handler: echo }'],
    ...['check next-in-any-of', 'check any-of-waits'],
  ),
  nodes(
    'next to a node that lists it in all_of too',
    ['a: { handler: echo, next: c }', B, 'c: { handler: echo, depends_on: { all_of: [a], any_of: [a, b] } }'],
    [A, B, `c: { depends_on: { any_of: [a, b] }, when: "{{ nodes.a.state == 'completed' }}", handler: echo }`],
    'check any-of-waits',
  ),
  nodes(
    'depends_on, all_of beside any_of',
    [A, B, C, 'd: { handler: echo, depends_on: { all_of: [a], any_of: [b, c] } }'],
    [...[A, B, C], `d: { depends_on: { any_of: [b, c] }, when: "{{ nodes.a.state == 'completed' }}", handler: echo }`],
    'check any-of-waits',
  ),
  nodes(
    'an optional parent in a list',
    [A, B, 'c: { handler: echo, depends_on: [a, "b?"] }'],
    [A, B, `c: { depends_on: { settled: [b] }, when: "{{ nodes.a.state == 'completed' }}", handler: echo }`],
    'check optional-parent',
  ),
  nodes(
    'an optional parent in any_of',
    [A, B, 'c: { handler: echo, depends_on: { any_of: [a, "b?"] } }'],
    [A, B, 'c: { depends_on: { any_of: [a, b] }, handler: echo }'],
    ...['check any-of-waits', 'check optional-alternative'],
  ),
  nodes(
    'an optional parent beside any_of',
    [A, B, C, 'd: { handler: echo, depends_on: { all_of: ["a?"], any_of: [b, c] } }'],
    [
      ...[A, B, C, 'd:', 'depends_on: { settled: [b, c, a] }'],
      `when: "{{ nodes.b.state == 'completed' or nodes.c.state == 'completed' }}"`,
      'handler: echo',
    ],
    ...['check optional-parent', 'check any-of-waits'],
  ),
  nodes(
    'what an end node waited for',
    [A, B, 'e: { type: end, depends_on: { all_of: ["a?"], any_of: [b] } }', 'c: { handler: echo, depends_on: e }'],
    [A, B, `c: { depends_on: { settled: [b, a] }, when: "{{ nodes.b.state == 'completed' }}", handler: echo }`],
    'check optional-parent',
  ),
  nodes(
    'two any_of by an end node',
    [
      ...[A, B, C],
      'e: { type: end, depends_on: { any_of: [a, b] } }',
      'd: { handler: echo, depends_on: { all_of: [e], any_of: [b, c] } }',
    ],
    [A, B, C, 'd: { depends_on: { any_of: [b, c, a] }, handler: echo }'],
    ...['lost end-passed', 'check any-of-waits'],
  ),
  nodes('a start node that waits', [A, 's: { type: start, depends_on: a }'], [A], 'lost invalid-value'),
  nodes('a parent that there is not', ['a: { handler: echo, depends_on: z }'], [A], 'lost unknown-node'),
  nodes(
    'another form of depends_on',
    [A, 'b: { handler: echo, depends_on: { none_of: [a] } }'],
    [A, B],
    'lost unknown-field',
  ),
];

const task = (construct: string, old: string, written: string, ...findings: string[]): Case =>
  nodes(construct, [`a: { ${old} }`], [`a: { ${written} }`], ...findings);

const TASKS: Case[] = [
  task('type task', 'type: task, handler: echo', 'handler: echo'),
  task('description', 'handler: echo, description: So.', 'description: So., handler: echo'),
  task('params', 'handler: echo, params: { x: [1, { w: z }] }', 'handler: echo, params: { x: [1, { w: z }] }'),
  task('queue', 'handler: echo, queue: heavy', 'handler: echo', 'note queue-by-handler'),
  task('timeout_seconds', 'handler: echo, timeout_seconds: 5400', 'handler: echo, timeout: 90m'),
  task('a timeout of nothing', 'handler: echo, timeout_seconds: 0', 'handler: echo', 'lost invalid-value'),
  task(
    'retry, with the defaults of old',
    'handler: echo, retry: { backoff: fixed }',
    'handler: echo, retry: { max_attempts: 3, initial_delay: 5s, backoff: fixed, max_delay: 5m }',
  ),
  task(
    'retry, all of it',
    'handler: echo, retry: { max_attempts: 10, backoff: exponential, initial_delay_seconds: 0.5, max_delay_seconds: 60 }',
    'handler: echo, retry: { max_attempts: 10, initial_delay: 500ms, backoff: exponential, max_delay: 1m }',
  ),
  task(
    'linear backoff',
    'handler: echo, retry: { backoff: linear }',
    'handler: echo, retry: { max_attempts: 3, initial_delay: 5s, backoff: exponential, max_delay: 5m }',
    'lost linear-backoff',
  ),
  task(
    'another field of retry',
    'handler: echo, retry: { jitter: true }',
    'handler: echo, retry: { max_attempts: 3, initial_delay: 5s, max_delay: 5m }',
    'lost unknown-field',
  ),
  task('any other field', 'handler: echo, priority: 5', 'handler: echo', 'lost unknown-field'),
  task(
    'echo in steps',
    'handler: echo, params: { steps: 3, step_delay: 0.5 }',
    'handler: echo, params: { steps: 3, step_delay: 0.5 }',
  ),
  task(
    'flaky_echo',
    'handler: flaky_echo, params: { failure_rate: 0.5, message: m }',
    'handler: flaky_echo, params: { failure_rate: 0.5, message: m }',
  ),
];

const conditional = (construct: string, fields: string, branches: string[], ...findings: string[]): Case =>
  nodes(
    construct,
    [A, B, `r: { type: conditional, ${fields} }`],
    [A, B, 'r:', 'type: conditional', ...branches],
    ...findings,
  );

const CONDITIONALS: Case[] = [
  conditional(
    'condition_field with comparisons',
    'condition_field: "{{ 1 + 1 }}", branches: [{ name: s, condition: "< 100", next: a }, { name: l, default: true, next: b }]',
    ['branches: [{ name: s, when: "{{ (1 + 1) < 100 }}", next: a }, { name: l, default: true, next: b }]'],
  ),
  conditional('condition with true and false', 'condition: "{{ 1 > 2 }}", branches: { true: a, false: b }', [
    'branches: [{ name: is_true, when: "{{ 1 > 2 }}", next: a }, { name: is_false, default: true, next: b }]',
  ]),
  conditional(
    'a condition beside a list of branches',
    'condition: "{{ true }}", condition_field: "{{ 2 }}", branches: [{ name: s, condition: 2, next: a }, { name: l, default: true, next: b }]',
    ['branches: [{ name: s, when: "{{ 2 == 2 }}", next: a }, { name: l, default: true, next: b }]'],
    'lost condition-not-carried',
  ),
  conditional(
    'a condition_field beside true and false',
    'condition_field: "{{ 2 }}", condition: "{{ 1 > 2 }}", branches: { true: a, false: b }',
    ['branches: [{ name: is_true, when: "{{ 1 > 2 }}", next: a }, { name: is_false, default: true, next: b }]'],
    'lost condition-not-carried',
  ),
  conditional(
    'a branch with a ?',
    'condition: "{{ 1 > 2 }}", branches: { true: "a?", false: b }',
    ['branches: [{ name: is_true, when: "{{ 1 > 2 }}", next: a }, { name: is_false, default: true, next: b }]'],
    'check optional-alternative',
  ),
  conditional(
    'no default, and a default that is no boolean',
    'condition_field: "{{ 2 }}", branches: [{ name: s, condition: 2, next: a }, { name: l, condition: 3, default: maybe, next: b }]',
    [
      'branches:',
      '- { name: s, when: "{{ 2 == 2 }}", next: a }',
      '- { name: l, when: "{{ 2 == 3 }}", next: b }',
      '- { name: otherwise, default: true, next: r_otherwise }',
      'r_otherwise: { handler: echo, description: Nothing is left to do on this branch. }',
    ],
    ...['check default-added', 'note node-added', 'lost invalid-value'],
  ),
];

const fanned = (construct: string, fanIn: string, written: string, ...findings: string[]): Case =>
  nodes(
    construct,
    [
      'f: { type: fan_out, source: [1, 2], task: { handler: echo, queue: q, params: { i: "{{ item }}", at: "{{ index }}" }, timeout_seconds: 60 } }',
      `all: { type: fan_in, depends_on: f${fanIn} }`,
    ],
    [
      ...['f:', 'type: fan_out', 'source: [1, 2]'],
      'task: { handler: echo, params: { i: "{{ item }}", at: "{{ index }}" }, timeout: 1m }',
      `all: { type: fan_in, from: f, aggregation: ${written} }`,
    ],
    ...['note queue-by-handler', ...findings],
  );

const FAN_OUTS: Case[] = [
  fanned('fan_out, and a fan_in that does not say how', '', 'collect'),
  ...['collect', 'first', 'last'].map((name) => fanned(`fan_in, ${name}`, `, aggregation: ${name}`, name)),
  ...['concat', 'sum'].map((name) => fanned(`fan_in, ${name}`, `, aggregation: ${name}`, name, 'check value-needed')),
  fanned('fan_in, another aggregation', ', aggregation: median', 'collect', 'lost invalid-value'),
];

const TEMPLATES: Case[] = (
  [
    ['a node', '{{ nodes.b.output.steps_taken }}', '{{ nodes.b.output.steps_taken }}'],
    [
      "default('', true)",
      "{{ nodes.b.output.steps_taken | default('', true) }}",
      "{{ nodes.b.output.steps_taken | default('', true) }}",
    ],
    [
      'd',
      '{{ nodes.b.output.steps_taken | d(1) }}',
      '{{ nodes.b.output.steps_taken | default(1) }}',
      'note template-rewritten',
    ],
    [
      'space control and comments',
      '{{- nodes.b.output.steps_taken -}}{# why #}',
      '{{ nodes.b.output.steps_taken }}',
      'note template-rewritten',
    ],
    ['a statement', '{% if nodes.b %}1{% endif %}', '{% if nodes.b %}1{% endif %}', 'lost template-not-carried'],
    ['a filter that there is not', '{{ 1 | md5 }}', '{{ 1 | md5 }}', 'lost template-not-carried'],
    ['a name that there is not', '{{ job_id }}', '{{ job_id }}', 'lost template-not-carried'],
    ['a node that there is not', '{{ nodes.z.output }}', '{{ nodes.z.output }}', 'lost template-not-carried'],
  ] satisfies [string, string, string, ...string[]][]
).map(([construct, old, written, ...findings]) =>
  nodes(
    construct,
    [B, `a: { handler: echo, params: { x: "${old}" } }`],
    [B, `a: { handler: echo, params: { x: "${written}" } }`],
    ...findings,
  ),
);

const AREAS: Record<string, Case[]> = { TOP, INPUTS, EDGES, TASKS, CONDITIONALS, FAN_OUTS, TEMPLATES };
for (const [area, cases] of Object.entries(AREAS)) {
  describe(`the old dialect: ${area}`, () => {
    for (const [construct, old, written, ...findings] of cases) {
      it(construct, () => assert.deepEqual(importText(old), { written, findings }));
    }
  });
}
