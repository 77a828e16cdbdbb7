import assert from 'node:assert/strict';
import { test } from 'node:test';
import { etagOf, formatIfMatch, parseIfMatch } from '../../../src/api/shared/etag.ts';
import { ProblemError } from '../../../src/api/shared/problem.ts';

const TAKEN: [header: string | undefined, versions: number[] | null, forwarded: string | undefined][] = [
  [undefined, null, undefined],
  ['*', null, undefined],
  [' * ', null, undefined],
  ['"3"', [3], '"3"'],
  ['"3", "14"', [3, 14], '"3", "14"'],
  ['W/"3"', [], 'W/"0"'],
  ['W/"3","4"', [4], '"4"'],
  ['"of-something-else"', [], 'W/"0"'],
  ['""', [], 'W/"0"'],
];

for (const [header, versions, forwarded] of TAKEN) {
  test(`If-Match ${header ?? 'absent'} takes ${JSON.stringify(versions)}`, () => {
    assert.deepEqual(parseIfMatch(header), versions);
    assert.equal(formatIfMatch(versions), forwarded);
    assert.deepEqual(parseIfMatch(forwarded), versions, 'forwarded it says the same');
  });
}

for (const header of [
  '',
  '3',
  '"3',
  '3"',
  '"a" "b"',
  '"3",',
  ', "3"',
  '*, "3"',
  'w/"3"',
  '"\u0000"',
  'x'.repeat(2_000),
]) {
  test(`If-Match ${JSON.stringify(header).slice(0, 20)} is malformed`, () => {
    assert.throws(
      () => parseIfMatch(header),
      (error) => error instanceof ProblemError && error.code === 'malformed_if_match',
    );
  });
}

test('an ETag is strong: a quoted row version', () => assert.equal(etagOf(12), '"12"'));
