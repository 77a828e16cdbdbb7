import assert from 'node:assert/strict';
import { it } from 'node:test';
import { FILTERS } from '../../../src/plan/template/filters.ts';
import { FILTER_SIGNATURES } from '../../../src/yaml-compiler/types/filter-types.ts';

it('the compiler knows the type of every filter that the interpreter has', () => {
  assert.deepEqual(Object.keys(FILTER_SIGNATURES).sort(), Object.keys(FILTERS).sort());
});
