import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compileText, millisecondsOf, placesOf, withNodes } from './support.ts';

const repeat = (count: number, part: (index: number) => string, separator = '\n') =>
  Array.from({ length: count }, (_, index) => part(index)).join(separator);
const nodes = (count: number, node: (index: number) => string = () => '{ handler: echo }') =>
  repeat(count, (index) => `  n${index}: ${node(index)}`);

const bomb = `a: &a [x, x]\n${repeat(40, (i) => `b${i}: &b${i} [${i ? `*b${i - 1}, *b${i - 1}` : '*a, *a'}]`)}`;
const fanOut = (fields: string) => withNodes(`  f: { type: fan_out, ${fields}, task: { handler: echo } }`);
const echoing = (template: string) => withNodes(`  a: { handler: echo, params: { x: "${template}" } }`);
const parents = (count: number) => repeat(count, (index) => `n${index}`, ', ');

/** Of a million characters. */
const million = `'xxxxxxxxxx' | replace('x', '${'x'.repeat(100)}') | replace('x', '${'x'.repeat(1_000)}')`;

const HOSTILE: [string, string, string][] = [
  ['a YAML bomb', bomb, 'yaml-limit'],
  ['too many aliases', `a: &a 1\nb: [${'*a, '.repeat(60)}*a]`, 'yaml-limit'],
  ['long texts by aliases', `a: &a "${'x'.repeat(20_000)}"\nb: [${repeat(40, () => '*a', ', ')}]`, 'yaml-limit'],
  ['deep nesting', `a: ${'['.repeat(10_000)}`, 'yaml-limit'],
  ['two megabytes', `a: ${'x'.repeat(2_000_000)}`, 'yaml-limit'],
  ['a Python tag', 'a: !!python/object/apply:os.system ["ls"]', 'yaml-tag'],
  ['a tag of its own', withNodes('  a: !mine { handler: echo }'), 'yaml-tag'],
  ['fifty thousand tags', repeat(30_000, (i) => `a${i}: !x ${i}`), 'yaml-tag'],
  ['several documents', `${withNodes(nodes(1))}\n---\n${withNodes(nodes(1))}`, 'yaml-documents'],
  ['duplicate keys', withNodes(`${nodes(1)}\n${nodes(1)}`), 'duplicate-key'],
  ['fifty thousand duplicate keys', repeat(50_000, () => 'a: 1'), 'duplicate-key'],
  ['__proto__ for a node', withNodes('  __proto__: { handler: echo }'), 'forbidden-key'],
  ['constructor in params', withNodes('  a: { handler: echo, params: { x: { constructor: 1 } } }'), 'forbidden-key'],
  ['an alias to nothing', 'a: *b', 'yaml-syntax'],
  ['a NUL', 'a: "\u0000"', 'yaml-syntax'],
  ['a NUL by an escape', echoing('a\\0b'), 'invalid-value'],
  ['half a surrogate pair by an escape', echoing('\\ud800'), 'invalid-value'],
  ['bytes that are no UTF-8', Buffer.from([...Buffer.from(echoing('')), 0xff, 0xfe]).toString('utf8'), 'yaml-syntax'],
  ['UTF-16', Buffer.from(withNodes(nodes(1)), 'utf16le').toString('utf8'), 'yaml-syntax'],
  ['tabs for an indent', withNodes('\ta: { handler: echo }'), 'yaml-syntax'],
  ['deep nesting by blocks', repeat(700, (i) => `${' '.repeat(i)}a:`), 'yaml-limit'],
  ['an alias to itself', withNodes('  a: &a { handler: echo, params: *a }'), 'yaml-syntax'],
  ['merge keys', withNodes('  a: &a { handler: echo }\n  b: { <<: *a }'), 'yaml-merge'],
  [
    'two thousand merge keys',
    withNodes(`  a: &a { handler: echo }\n${nodes(2_000, () => '{ <<: *a }')}`),
    'yaml-merge',
  ],
  ['twenty thousand documents', repeat(20_000, () => '---\na: 1'), 'yaml-documents'],
  ['keys that are no names', '? [a, b]\n: 1\n? {c: d}\n: 2', 'wrong-type'],
  ['names of all objects', withNodes('  a: { type: constructor }\n  b: { handler: toString }'), 'invalid-value'],
  ['a path for a spec', withNodes('  a: { uses: ../../etc/passwd }'), 'invalid-value'],
  ['a number that is too large', withNodes('  a: { handler: echo, params: { x: 1e400 } }'), 'invalid-value'],
  ['infinity', `inputs: { x: { type: number, default: .inf } }\n${withNodes(nodes(1))}`, 'invalid-value'],
  ['501 nodes', withNodes(nodes(501)), 'too-many-nodes'],
  ['a circle of 500', withNodes(nodes(500, (i) => `{ handler: echo, depends_on: n${(i + 1) % 500} }`)), 'cycle'],
  [
    'everybody after everybody before',
    withNodes(nodes(200, (i) => `{ handler: echo${i ? `, depends_on: [${parents(i)}]` : ''} }`)),
    'too-many-dependencies',
  ],
  ['thirty thousand unknown fields', withNodes(`  a: { ${repeat(30_000, (i) => `f${i}: 1`, ', ')} }`), 'unknown-field'],
  ['forty thousand fields that nobody knows', repeat(40_000, (i) => `k${i}: 1`), 'unknown-field'],
  [
    'thirty thousand templates that cannot be read',
    withNodes(`  a: { handler: echo, params: { a: [${repeat(30_000, () => '"{{x"', ', ')}] } }`),
    'template-syntax',
  ],
  [
    'texts of a million characters, each replaced',
    withNodes(nodes(30, () => `{ handler: echo, params: { a: "{{ ${million} | replace('x', 'yy') }}" } }`)),
    'template-fails',
  ],
  ['a wrong type of an input, often', `inputs:\n${repeat(20_000, (i) => `  i${i}: { type: strin }`)}`, 'invalid-value'],
  ['an input of no type, often', `inputs:\n${repeat(15_000, (i) => `  i${i}: {}`)}`, 'missing-field'],
  ['{{ x.constructor }}', echoing('{{ x.constructor }}'), 'template-syntax'],
  ['{{ x["__proto__"] }}', echoing("{{ x['__proto__'] }}"), 'template-syntax'],
  ['a loop of conditions', echoing(`{{ ${'1 if 1 else '.repeat(300)}1 }}`), 'template-syntax'],
  ['a text that grows', echoing(`{{ 'a'${" | replace('a', 'aaaaaaaaaaaaaaaaaaaa')".repeat(30)} }}`), 'template-fails'],
  ['braces not closed', echoing('{{ inputs.x'), 'template-syntax'],
  ['a statement', echoing('{% for x in y %}'), 'template-syntax'],
  ['a template of 20,000 characters', echoing(`{{ ${'1+'.repeat(10_000)}1 }}`), 'template-syntax'],
  ['brackets a thousand deep in a template', echoing(`{{ ${'('.repeat(1_000)} }}`), 'template-syntax'],
  [
    'twenty thousand unknown mentions',
    withNodes(nodes(250, () => `{ handler: echo, params: { x: "${'{{ nodes.zz.output }}'.repeat(80)}" } }`)),
    'unknown-node',
  ],
  [
    'constant templates that take all the work there is',
    withNodes(
      nodes(
        400,
        () =>
          `{ handler: echo, params: { x: "{{ ${repeat(12, () => 'range(100000)', ' + ')} | sort | unique | length }}" } }`,
      ),
    ),
    'template-limit',
  ],
  ['items that are no array', fanOut('source: { a: 1 }'), 'not-an-array'],
  ['duplicate keys of items', fanOut('source: [a, b, a], key: "{{ item }}"'), 'duplicate-item-key'],
  [
    'duplicate keys of items of a template',
    fanOut('source: "{{ [1, 2, 1] }}", key: "{{ item }}"'),
    'duplicate-item-key',
  ],
  [
    'a hundred thousand items of a template, two with one key',
    fanOut('source: "{{ range(100000) }}", key: "{{ item // 2 }}"'),
    'duplicate-item-key',
  ],
  [
    'fifty thousand duplicate keys of items',
    fanOut(`source: [${repeat(50_000, () => '{a: 1}', ', ')}], key: "{{ item.a }}"`),
    'duplicate-item-key',
  ],
  [
    'keys that take all the work there is',
    fanOut(
      `source: [0, 0, ${repeat(40_000, (i) => String(i), ', ')}], key: "{{ item ~ (range(10000) | sort | first) }}"`,
    ),
    'duplicate-item-key',
  ],
  [
    'references that are nearly one of thousands of inputs',
    `workflow_id: x\nversion: 1\ninputs:\n${repeat(3_000, (i) => `  ${'a'.repeat(50)}${i}: { type: string }`, '\n')}\nnodes:\n  n:\n    handler: echo\n    params:\n${repeat(3_500, (i) => `      p${i}: "{{ inputs.${'a'.repeat(49)}x${i} }}"`, '\n')}\n`,
    'unknown-input',
  ],
  [
    'names of sixty letters that are nearly those of nodes',
    withNodes(
      repeat(
        450,
        (i) =>
          `  n${'x'.repeat(55)}${i}: { handler: echo, depends_on: [${repeat(9, (j) => `n${'x'.repeat(54)}${i}y${j}`, ', ')}] }`,
      ),
    ),
    'unknown-node',
  ],
  [
    'thousands of patterns',
    `inputs:\n${repeat(6_000, (i) => `  i${i}: { type: string, pattern: '(.{1,30}){1,30}' }`)}\n${withNodes(nodes(1))}`,
    'too-complex',
  ],
  [
    'a pattern that is large when it is written out, hundreds of times',
    `inputs:\n${repeat(900, (i) => `  i${i}: { type: string, pattern: '(${'a'.repeat(230)}${i}){1000}' }`)}\n${withNodes(nodes(1))}`,
    'invalid-value',
  ],
  [
    'items of ten thousand shapes',
    fanOut(`source: [${repeat(10_000, (i) => `{a${i}: 1}`, ', ')}], key: "{{ item.b }}"`),
    'unknown-name',
  ],
];

describe('hostile files get a diagnostic, in under a second', () => {
  for (const [what, source, code] of HOSTILE) {
    it(`${what}: ${code}`, () => {
      let compiled = compileText('');
      assert.ok(
        millisecondsOf(() => {
          compiled = compileText(source);
        }) < 1_000,
      );
      assert.equal(compiled.plan, undefined);
      const { diagnostics } = compiled;
      assert.ok(
        diagnostics.some((diagnostic) => diagnostic.code === code),
        JSON.stringify(diagnostics.slice(0, 3)),
      );
      assert.ok(diagnostics.length <= 1_000);
    });
  }
});

describe('large specs that are right compile in under a second', () => {
  const LARGE: [string, string][] = [
    ['500 nodes', nodes(500)],
    ['500 nodes in a row', nodes(500, (i) => `{ handler: echo${i ? `, depends_on: n${i - 1}` : ''} }`)],
    [
      'a node that may be skipped, eleven times',
      nodes(20, (i) => `{ handler: echo, when: "{{ job.attempt > ${i} }}"${i ? `, depends_on: n${i - 1}` : ''} }`),
    ],
    [
      '500 nodes that each hold the one before twice',
      nodes(500, (i) => {
        const before = `nodes.n${i - 1}.output.echoed_params.x`;
        return `{ handler: echo, params: { x: "{{ ${i ? `{'a': ${before}, 'b': ${before}}` : '1'} }}" } }`;
      }),
    ],
    [
      '500 nodes that are each given the one before twice',
      nodes(500, (i) => {
        const before = i ? `"{{ nodes.n${i - 1}.output.echoed_params.x }}"` : '1';
        return `{ handler: echo, params: { x: { a: ${before}, b: [${before}, { c: ${before} }] } } }`;
      }),
    ],
    [
      'lists of an item of eight thousand shapes',
      `  f: { type: fan_out, source: [${repeat(8_000, (i) => `{a${i}: 1}`, ', ')}], task: { handler: echo, params: { ${repeat(8_000, (i) => `p${i}: "{{ [item, item] }}"`, ', ')} } } }`,
    ],
    [
      'keys of an item of eight thousand shapes',
      `  f: { type: fan_out, source: [${repeat(8_000, (i) => `{a${i}: 1}`, ', ')}], task: { handler: echo, params: { ${repeat(8_000, (i) => `p${i}: "{{ item | keys }}"`, ', ')} } } }`,
    ],
    [
      '200 chains of sixty conditions, each with an object of its own',
      nodes(200, () => {
        const arms = repeat(60, (i) => `{'k${i}': ${i}} if job.attempt == ${i} else`, ' ');
        return `{ handler: echo, params: { a: "{{ ${arms} {} }}" } }`;
      }),
    ],
    [
      'texts of a million characters, replaced again and again',
      nodes(30, () => {
        const again = repeat(4, () => "replace('x', 'y') | replace('y', 'x')", ' | ');
        return `{ handler: echo, params: { a: "{{ ${million} | ${again} | length }}" } }`;
      }),
    ],
    [
      'fifteen thousand templates',
      `  a: { handler: echo, params: { ${repeat(15_000, (i) => `p${i}: "{{ job.id }}"`, ', ')} } }`,
    ],
    [
      'chains of five hundred conditions',
      `  a: { handler: echo, params: { l: [${repeat(150, () => `"{{ ${repeat(490, () => '1', ' and ')} }}"`, ', ')}] } }`,
    ],
    [
      'a template of three thousand sums',
      nodes(40, () => `{ handler: echo, params: { x: "${'{{ 1 + 1 }}'.repeat(900)}" } }`),
    ],
  ];
  for (const [what, source] of LARGE) {
    it(what, () => {
      let compiled = compileText('');
      assert.ok(
        millisecondsOf(() => {
          compiled = compileText(withNodes(source));
        }) < 1_000,
      );
      assert.deepEqual(compiled.diagnostics, []);
    });
  }
});

it('hostile and honest faults come at once, in the order of the text', () => {
  const source = withNodes(
    [
      '  a: { handler: ecko, params: { __proto__: 1 } }',
      '  a: { handler: ecko }',
      '  b: { handler: echo, depends_on: [c], params: { x: "{{ y.constructor }}", y: "{{ inputs.z }}" } }',
      '  c: { handler: echo, depends_on: b, timeout: 5 min }',
      '  d: { type: fan_out, source: soon, task: { handler: echo, when: "{{ item" } }',
      '  e: { uses: nothing }',
    ].join('\n'),
  );
  assert.deepEqual(placesOf(source), [
    '4:17 unknown-handler',
    '4:33 forbidden-key',
    '5:3 duplicate-key',
    '5:17 unknown-handler',
    '6:59 template-syntax',
    '6:90 unknown-input',
    '7:3 cycle',
    '7:47 invalid-duration',
    '8:31 not-an-array',
    '8:67 template-syntax',
    '9:14 unknown-spec',
  ]);
});

it('a YAML bomb is told once', () => {
  const codes = compileText(bomb).diagnostics.map(({ code }) => code);
  assert.equal(codes.filter((code) => code === 'yaml-limit').length, 1);
});

it('what is too deep or has too many aliases does not hide what else is wrong', () => {
  const deep = `${'['.repeat(40)}1${']'.repeat(40)}`;
  const source = withNodes(
    [
      `  a: { handler: ecko, params: { x: ${deep}, y: ${deep} } }`,
      `  b: { handler: ecko, params: { x: &x [1], y: [${'*x, '.repeat(60)}] } }`,
    ].join('\n'),
  );
  assert.deepEqual(placesOf(source), [
    '4:17 unknown-handler',
    '4:64 yaml-limit',
    '5:17 unknown-handler',
    '5:249 yaml-limit',
  ]);
});

it('what stands in two places by an alias counts in both', () => {
  const source = withNodes(
    '  z: { handler: echo }\n  a: { handler: echo, params: &p { x: "{{ nodes.z.output }}" } }\n  b: { handler: echo, params: *p }',
  );
  const { plan } = compileText(source);
  assert.deepEqual([plan?.nodes.a?.depends_on.required, plan?.nodes.b?.depends_on.required], [['z'], ['z']]);
});

describe('the place is right whatever ends a line, and whatever the file begins with', () => {
  const source = withNodes('  a: { handler: ecko, params: { x: "{{ inputs.z }}" } }');
  const FORMS: Record<string, string> = {
    LF: source,
    'CR LF': source.replaceAll('\n', '\r\n'),
    CR: source.replaceAll('\n', '\r'),
    'a byte order mark': `\ufeff${source}`,
  };
  for (const [form, text] of Object.entries(FORMS)) {
    it(form, () => assert.deepEqual(placesOf(text), ['4:17 unknown-handler', '4:47 unknown-input']));
  }
});

it('the second document is told where it begins', () => {
  const one = withNodes(nodes(1));
  assert.deepEqual(placesOf(`${one}\n---\n${one}\n---\n${one}`), ['5:1 yaml-documents']);
  assert.deepEqual(placesOf(`---\n${one}\n...\n---\nx`), ['7:1 yaml-documents']);
});

it('tens of thousands of faults are told as a thousand', () => {
  const params = repeat(14_000, (i) => `p${i}: "{{ a }}{{ b }}{{ c }}"`, ', ');
  const { diagnostics } = compileText(withNodes(`  a: { handler: echo, params: { ${params} } }`));
  assert.equal(diagnostics.length, 1_000);
  assert.ok(diagnostics.every(({ message }) => message.length <= 1_001));
});
