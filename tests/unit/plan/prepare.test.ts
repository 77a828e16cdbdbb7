import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/plan/json.ts';
import { TemplateError } from '../../../src/plan/template/error.ts';
import { render, scopeOf } from '../../../src/plan/template/evaluate.ts';
import { prepare } from '../../../src/plan/template/prepare.ts';

const VALUE: JsonObject = {
  whole: '{{ item }}',
  text: 'n is {{ item.n }}',
  deep: [{ plain: 'as it is', n: 1, nothing: null }, '{{ item.n + 1 }}'],
};

test('renders as render does, for one scope after another', () => {
  const rendering = prepare(VALUE);
  for (const n of [1, 2]) {
    const scope = scopeOf({ item: { n } });
    assert.deepEqual(rendering(scope), {
      whole: { n },
      text: `n is ${n}`,
      deep: [{ plain: 'as it is', n: 1, nothing: null }, n + 1],
    });
    assert.deepEqual(rendering(scope), render(VALUE, scope));
  }
});

test('two renderings share nothing that one could change in the other', () => {
  const rendering = prepare({ list: [1, 2], object: {} });
  const first = rendering(scopeOf({})) as { list: number[] };
  first.list.push(3);
  assert.deepEqual(rendering(scopeOf({})), { list: [1, 2], object: {} });
});

test('what cannot be read is said at once, what is not there when it is looked for', () => {
  assert.throws(() => prepare(['{{ item. }}']), { code: 'template_syntax' });
  const rendering = prepare('{{ item.m }}');
  assert.throws(
    () => rendering(scopeOf({ item: { n: 1 } })),
    (error) => error instanceof TemplateError && error.code === 'template_undefined',
  );
});
