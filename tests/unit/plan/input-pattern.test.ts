import assert from 'node:assert/strict';
import process from 'node:process';
import { describe, it } from 'node:test';
import { describePatternFault, matchesPattern, PATTERN_LIMITS } from '../../../src/plan/input-pattern.ts';

/** On these a backtracking matcher takes longer than the universe has, or at least many seconds. */
const EXPENSIVE = ['(a+)+b', '(a|a)*b', '([a-z]*)*[a-z]*[a-z]*[a-z]*B', '(a?){300}a{300}b', '(.{0,31}){31}x'];

describe('patterns of inputs', () => {
  it('are for the whole of a value', () => {
    assert.equal(matchesPattern('a|ab', 'ab'), true);
    assert.equal(matchesPattern('a', 'ba'), false);
    assert.equal(matchesPattern('^a$', 'a'), true);
    assert.equal(matchesPattern('a', 'a\n'), false);
    assert.equal(matchesPattern('.', '😀'), true);
  });

  for (const pattern of EXPENSIVE) {
    it(`cannot make a check hang: ${pattern}`, () => {
      assert.equal(describePatternFault(pattern), undefined);
      const before = process.cpuUsage();
      assert.equal(matchesPattern(pattern, 'a'.repeat(PATTERN_LIMITS.value_length)), false);
      assert.ok(process.cpuUsage(before).user < 1_000_000, 'more than a second of work');
    });
  }
});
