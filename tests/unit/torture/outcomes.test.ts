import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { outcomeOf } from '../../torture/api.ts';
import { readOptions } from '../../torture/options.ts';
import { randomOf } from '../../torture/random.ts';

describe('what an answer means for what was asked', () => {
  for (const [status, code, outcome] of [
    [200, null, 'ok'],
    [202, null, 'ok'],
    [404, 'version_not_found', 'fail'],
    [409, 'unresolved_version', 'fail'],
    [409, 'idempotency_key_in_flight', 'info'],
    [429, 'rate_limited', 'info'],
    [502, 'domain_error', 'info'],
    [503, 'domain_unavailable', 'info'],
    [null, 'ECONNRESET', 'info'],
  ] as const) {
    test(`${status} ${code}: ${outcome}`, () => assert.equal(outcomeOf({ status, code, body: {} }), outcome));
  }
});

describe('what is chosen at random', () => {
  const row = (seed: number, name: string) => {
    const random = randomOf(seed, name);
    return Array.from({ length: 5 }, () => random.below(100));
  };

  test('is the same for the same seed and name, and for no other', () => {
    assert.deepEqual(row(1, 'killer'), row(1, 'killer'));
    assert.notDeepEqual(row(1, 'killer'), row(2, 'killer'));
    assert.notDeepEqual(row(1, 'killer'), row(1, 'client 1'));
  });

  test('is each thing as often as its weight says', () => {
    const random = randomOf(1, 'weights');
    const counts = { often: 0, seldom: 0, never: 0 };
    for (let times = 0; times < 10_000; times += 1) counts[random.weighted({ often: 9, seldom: 1, never: 0 })] += 1;
    assert.equal(counts.never, 0);
    assert.ok(counts.seldom > 800 && counts.seldom < 1_200, `${counts.seldom}`);
  });
});

describe('the options', () => {
  test('are what was asked for', () => {
    assert.deepEqual(readOptions(['--seed', '7', '--minutes', '0.5', '--calm']), {
      ...{ seed: 7, minutes: 0.5, clients: 8, assets: 12, calm: true, out: undefined },
    });
    assert.equal(readOptions(['--help']), null);
  });

  test('are refused where they mean nothing', () => {
    assert.throws(() => readOptions(['--clients', '0']), /--clients must be a whole number of at least 1, not "0"/);
    assert.throws(() => readOptions(['--minutes', 'long']), /--minutes must be a number above 0, not "long"/);
    assert.throws(() => readOptions(['--speed', '1']), /--speed/);
  });
});
