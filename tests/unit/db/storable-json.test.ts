import assert from 'node:assert/strict';
import { test } from 'node:test';
import { storableJson } from '../../../src/db/storable-json.ts';

test('plain JSON is left as it is', () => {
  assert.equal(storableJson({ a: ['é', 1, null, { b: true }] }), '{"a":["é",1,null,{"b":true}]}');
});

test('what PostgreSQL refuses becomes U+FFFD, in values and in keys', () => {
  assert.equal(
    storableJson({ 'k\0': 'v\0', deep: [{ '\ud800': '\udc00x' }] }),
    '{"k\ufffd":"v\ufffd","deep":[{"\ufffd":"\ufffdx"}]}',
  );
});

test('a text that spells an escape out is left alone', () => {
  assert.equal(storableJson('\\u0000'), '"\\\\u0000"');
});

test('nothing is SQL NULL', () => {
  assert.equal(storableJson(undefined), null);
  assert.equal(storableJson(null), null);
});
