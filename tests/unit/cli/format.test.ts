import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bar, bytes, clip, count, duration } from '../../../src/cli/format.ts';

test('format: durations are read at a glance, from a tenth of a second to days', () => {
  const cases: [number, string][] = [
    [0, '0.0 s'],
    [-5, '0.0 s'],
    [840, '0.8 s'],
    [59_940, '59.9 s'],
    [59_960, '1 min 00 s'],
    [125_000, '2 min 05 s'],
    [3_599_600, '1 h 00 min'],
    [93_780_000, '26 h 03 min'],
  ];
  for (const [milliseconds, text] of cases) assert.equal(duration(milliseconds), text);
});

test('format: bytes come in powers of 1000', () => {
  assert.deepEqual([0, 999, 1000, 999_949, 999_950, 1_461_877, 11_260_000_000, 2e15].map(bytes), [
    '0 B',
    '999 B',
    '1.0 kB',
    '999.9 kB',
    '1.0 MB',
    '1.5 MB',
    '11.3 GB',
    '2000.0 TB',
  ]);
});

test('format: a bar keeps its width, whatever the percentage', () => {
  assert.deepEqual(
    [-5, 0, 50, 99.9, 130].map((percent) => bar(percent, 4)),
    ['░░░░', '░░░░', '██░░', '████', '████'],
  );
});

test('format: counts and clipped texts', () => {
  assert.deepEqual([count(0, 'node'), count(1, 'node'), count(2, 'node')], ['0 nodes', '1 node', '2 nodes']);
  assert.deepEqual([clip('abcd', 4), clip('abcde', 4)], ['abcd', 'abc…']);
});
