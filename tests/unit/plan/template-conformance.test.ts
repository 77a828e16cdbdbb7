import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Template } from '@huggingface/jinja';
import type { JsonObject } from '../../../src/plan/json.ts';
import { render, scopeOf } from '../../../src/plan/template/evaluate.ts';

/** Jinja by another implementation: what both can say, both must say alike. */
const VALUES: JsonObject = {
  a: 7,
  b: 2.5,
  s: 'Rhumb Line',
  list: [3, 1, 2],
  objects: [
    { k: 'x', n: 1 },
    { k: 'y', n: 2 },
  ],
  deep: { er: { value: 'found' } },
  yes: true,
  no: false,
};

const EXPRESSIONS = [
  'a + 1',
  'a - 1 - 1',
  'a * 2 + 1',
  'a % 4',
  'a > 3 and b < 3',
  'no or s',
  'not no',
  'not (a == 7 and yes)',
  'a if yes else b',
  'a if no else b if yes else s',
  's | upper',
  's | lower | trim',
  's ~ a',
  's + "!"',
  'list | length',
  'list | first',
  'list | last',
  'list | sort | join(",")',
  'list | join("-")',
  'list[0] + list[-1]',
  'deep.er.value',
  'deep["er"].value',
  '"Line" in s',
  '2 in list',
  '5 not in list',
  's is defined',
  'missing is defined',
  'missing is not defined',
  'missing | default("d")',
  'objects | map(attribute="k") | join',
  'a == 7.0',
  'a != b',
  '-a + 1',
  '(a + 1) * 2',
];

/** Where the other implementation has what we, on purpose, have not. */
const OURS: Readonly<Record<string, string>> = {
  'objects | map(attribute="k") | join': 'objects | map("k") | join',
};

describe('our expressions agree with another implementation of Jinja', () => {
  for (const expression of EXPRESSIONS) {
    it(expression, () => {
      const theirs = new Template(`{{ ${expression} }}`).render(VALUES);
      const ours = render(`{{ ${OURS[expression] ?? expression} }}`, scopeOf(VALUES));
      assert.equal(String(ours).toLowerCase(), theirs.toLowerCase());
    });
  }
});
