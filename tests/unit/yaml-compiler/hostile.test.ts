import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compileText, withNodes } from './support.ts';

const bomb = [
  'a: &a [x, x]',
  ...Array.from(
    { length: 40 },
    (_, i) => `${'bcdefghij'[i % 9]}${i}: &b${i} [${i ? `*b${i - 1}, *b${i - 1}` : '*a, *a'}]`,
  ),
];
const nodes = (count: number) => Array.from({ length: count }, (_, i) => `  n${i}: { handler: echo }`).join('\n');

const HOSTILE: [string, string, string][] = [
  ['a YAML bomb', bomb.join('\n'), 'yaml-limit'],
  ['too many aliases', `a: &a 1\nb: [${'*a, '.repeat(60)}*a]`, 'yaml-limit'],
  ['deep nesting', `a: ${'['.repeat(10_000)}`, 'yaml-limit'],
  ['two megabytes', `a: ${'x'.repeat(2_000_000)}`, 'yaml-limit'],
  ['501 nodes', withNodes(nodes(501)), 'too-many-nodes'],
  ['an alias to nothing', 'a: *b', 'yaml-syntax'],
  ['infinity', `inputs: { x: { type: number, default: .inf } }\n${withNodes(nodes(1))}`, 'invalid-value'],
  [
    'a template of 20,000 characters',
    withNodes(`  a: { handler: echo, params: { x: "{{ ${'1+'.repeat(10_000)}1 }}" } }`),
    'template-syntax',
  ],
  [
    'brackets a thousand deep in a template',
    withNodes(`  a: { handler: echo, params: { x: "{{ ${'('.repeat(1_000)} }}" } }`),
    'template-syntax',
  ],
  ['a Python tag', 'a: !!python/object/apply:os.system ["ls"]', 'yaml-tag'],
  ['a NUL', 'a: "\u0000"', 'yaml-syntax'],
];

describe('hostile files get a diagnostic, in under a second', () => {
  for (const [what, source, code] of HOSTILE) {
    it(`${what}: ${code}`, () => {
      const before = performance.now();
      const { plan, diagnostics } = compileText(source);
      assert.ok(performance.now() - before < 1_000);
      assert.equal(plan, undefined);
      assert.ok(
        diagnostics.some((diagnostic) => diagnostic.code === code),
        JSON.stringify(diagnostics.slice(0, 3)),
      );
    });
  }
});

it('500 nodes compile', () => {
  assert.equal(Object.keys(compileText(withNodes(nodes(500))).plan?.nodes ?? {}).length, 500);
});
