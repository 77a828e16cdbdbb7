import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { mintApiKey, parseApiKey } from '../../../src/assets/api-keys/api-key.ts';

test('a minted key has a prefix of 12 characters and 256 random bits', () => {
  assert.match(mintApiKey(), /^rh_[0-9a-z]{12}_[A-Za-z0-9_-]{43}$/);
  assert.notEqual(mintApiKey(), mintApiKey());
});

test('a key is taken apart into its prefix and the hash of the whole', () => {
  const key = `rh_abcdefghij01_${'x'.repeat(43)}`;
  assert.deepEqual(parseApiKey(key), { prefix: 'abcdefghij01', hash: createHash('sha256').update(key).digest() });
});

for (const [what, key] of [
  ['nothing', ''],
  ['a word', 'secret'],
  ['another maker', `gh_abcdefghij01_${'x'.repeat(43)}`],
  ['a short secret', `rh_abcdefghij01_${'x'.repeat(42)}`],
  ['a long secret', `rh_abcdefghij01_${'x'.repeat(44)}`],
  ['a line break at the end', `rh_abcdefghij01_${'x'.repeat(43)}\n`],
] as const) {
  test(`${what} is no key`, () => assert.equal(parseApiKey(key), undefined));
}
