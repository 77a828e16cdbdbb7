import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  JOB_TRANSITIONS,
  type ProcessingState,
  type ReviewRefusal,
  reviewRefusal,
} from '../../../src/assets/states.ts';

const ROWS: [ProcessingState, approve: ReviewRefusal | null, reject: ReviewRefusal | null][] = [
  ['queued', 'version_not_completed', 'version_not_finished'],
  ['processing', 'version_not_completed', 'version_not_finished'],
  ['completed', null, null],
  ['failed', 'version_not_completed', null],
  ['cancelled', 'version_not_completed', null],
];

for (const [processing_state, approve, reject] of ROWS) {
  test(`a ${processing_state} version: approve ${approve ?? 'allowed'}, reject ${reject ?? 'allowed'}`, () => {
    const version = { processing_state, approval_state: 'pending_review' as const };
    assert.equal(reviewRefusal('approve', version), approve);
    assert.equal(reviewRefusal('reject', version), reject);
  });
}

test('a decision is not changed', () => {
  for (const approval_state of ['approved', 'rejected'] as const) {
    const version = { processing_state: 'completed' as const, approval_state };
    assert.equal(reviewRefusal('approve', version), 'version_already_resolved');
    assert.equal(reviewRefusal('reject', version), 'version_already_resolved');
  }
});

test('a job that has ended goes nowhere', () => {
  assert.deepEqual(JOB_TRANSITIONS.completed, []);
  assert.deepEqual(JOB_TRANSITIONS.failed, []);
  assert.deepEqual(JOB_TRANSITIONS.cancelled, []);
});
