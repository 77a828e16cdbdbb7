import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostileParts } from '../../../src/api/shared/hostile-json.ts';

test('ordinary JSON has no hostile part', () => {
  assert.deepEqual(hostileParts({ a: [1, 'é 🌍', null, { b: false }], c: {} }), []);
  assert.deepEqual(hostileParts(null), []);
});

test('keys that reach into prototypes are refused wherever they are', () => {
  const body = JSON.parse('{"__proto__":{"x":1},"a":[{"constructor":1}],"b":{"prototype":null}}');
  assert.deepEqual(
    hostileParts(body).map(({ pointer, code }) => [pointer, code]),
    [
      ['/__proto__', 'forbidden_key'],
      ['/a/0/constructor', 'forbidden_key'],
      ['/b/prototype', 'forbidden_key'],
    ],
  );
});

test('characters that PostgreSQL cannot hold are refused in values and in keys', () => {
  assert.deepEqual(
    hostileParts(JSON.parse('{"a":"x\\u0000","b":["\\ud800"],"c\\u0000/d~":1}')).map(({ pointer, code }) => [
      pointer,
      code,
    ]),
    [
      ['/c\0~1d~0', 'invalid_text'],
      ['/a', 'invalid_text'],
      ['/b/0', 'invalid_text'],
    ],
  );
});

test('a number beyond a double is refused', () => {
  assert.deepEqual(hostileParts(JSON.parse('[1e308, 1e309]')), [
    { pointer: '/1', code: 'number_out_of_range', message: 'The number is too large for a double.' },
  ]);
});

test('a nesting that would exhaust the call stack is refused without one', () => {
  const depth = 400_000;
  const [fault, ...others] = hostileParts(JSON.parse('['.repeat(depth) + ']'.repeat(depth)));
  assert.equal(fault?.code, 'too_deep');
  assert.equal(fault?.pointer, '/0'.repeat(33));
  assert.deepEqual(others, []);
});

const TOO_MANY = {
  code: 'too_many_values',
  message: 'The body has more than 50000 values up to here: fields and items, of all that is in it.',
};

test('an object with more fields than anybody has is refused before they are looked at', () => {
  const fields = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, at) => [`f${at}`, '\0'.repeat(at % 2)]));
  assert.deepEqual(hostileParts({ inputs: fields(50_000) }), [{ pointer: '/inputs', ...TOO_MANY }]);
  assert.equal(hostileParts({ inputs: fields(49_999) })[0]?.code, 'invalid_text');
});

test('so is a body with more values than anybody has, wherever in it they are', () => {
  const lists = (count: number, of: number) => Array.from({ length: count }, () => Array(of).fill(0));
  assert.deepEqual(hostileParts({ list: lists(310_000, 0) }), [{ pointer: '/list', ...TOO_MANY }]);
  assert.deepEqual(hostileParts([lists(10_000, 2), lists(8_000, 2), ['\0'], 'after', '\0']), [
    { pointer: '/1/5997', ...TOO_MANY },
  ]);
  assert.deepEqual(hostileParts([lists(10_000, 2), lists(6_000, 2), 0]), []);
});

test('a body of nothing but faults is cut off at 100', () => {
  assert.equal(hostileParts(Array(1000).fill('\0')).length, 100);
});
