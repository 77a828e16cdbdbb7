import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TemplateError } from '../../../src/plan/template/error.ts';
import { render, scopeOf } from '../../../src/plan/template/evaluate.ts';
import { FILTER_OUTLINES, FILTERS, type FilterOutline } from '../../../src/plan/template/filters.ts';
import { FILTER_SIGNATURES } from '../../../src/yaml-compiler/types/filter-types.ts';
import { compileText, withNodes } from './support.ts';

it('the compiler knows the type of every filter that the interpreter has', () => {
  assert.deepEqual(Object.keys(FILTER_SIGNATURES).sort(), Object.keys(FILTERS).sort());
});

describe('compiler and interpreter refuse the same numbers of arguments, in the same words', () => {
  const withArguments = (name: string, count: number) =>
    `{{ item | ${count === 0 ? name : `${name}(${Array(count).fill('item').join(', ')})`} }}`;

  const told = (name: string, count: number) => {
    const nodes = `  f: { type: fan_out, source: "{{ inputs.list }}", task: { handler: echo, params: { p: '${withArguments(name, count)}' } } }`;
    const { diagnostics } = compileText(`inputs: { list: { type: array } }\n${withNodes(nodes)}`);
    return diagnostics.map(({ code, message }) => `${code}: ${message}`);
  };

  const thrown = (name: string, count: number): string => {
    try {
      render(withArguments(name, count), scopeOf({ item: 'a' }));
      return '';
    } catch (error) {
      assert.ok(error instanceof TemplateError);
      return error.message;
    }
  };

  for (const [name, { arity }] of Object.entries<FilterOutline>(FILTER_OUTLINES)) {
    it(name, () => {
      const refused = [arity.min - 1, arity.max + 1].filter((count) => count >= 0);
      for (const count of refused) {
        assert.deepEqual(told(name, count), [`template-type: ${thrown(name, count)}.`]);
        assert.match(thrown(name, count), /takes .*, not \d$/);
      }
      for (const count of new Set([arity.min, arity.max])) {
        assert.deepEqual(told(name, count), []);
        assert.doesNotMatch(thrown(name, count), /argument/);
      }
    });
  }
});
