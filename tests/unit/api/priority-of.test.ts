import assert from 'node:assert/strict';
import { test } from 'node:test';
import { priorityOf } from '../../../src/api/domain/temporal/priority-of.ts';

const JOB = { asset: null, plan: { workflow_id: 'echo_test' }, priority: 5, submitted_by: 'api-key:abc' };

test('0 to 10 are the five levels of Temporal, of which 1 comes first and 3 is the middle', () => {
  const keys = Array.from({ length: 11 }, (_, priority) => priorityOf({ ...JOB, priority }).priorityKey);
  assert.deepEqual(keys, [5, 5, 4, 4, 3, 3, 3, 2, 2, 1, 1]);
});

test("a platform's jobs share, whatever their specs; others share by client and spec", () => {
  assert.equal(priorityOf({ ...JOB, asset: { platform_id: 'ddh' } }).fairnessKey, 'ddh');
  assert.equal(priorityOf(JOB).fairnessKey, 'api-key:abc/echo_test');
});

test('a key is never longer than Temporal takes', () => {
  const long = priorityOf({ ...JOB, plan: { workflow_id: 'x'.repeat(64) } }).fairnessKey;
  assert.equal(long?.length, 64);
  assert.notEqual(long, priorityOf({ ...JOB, plan: { workflow_id: 'y'.repeat(64) } }).fairnessKey);
});
