import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type ApprovalState,
  CLEARANCES,
  PRESENCES,
  PROCESSING_STATES,
  type ProcessingState,
} from '../../../src/assets/states.ts';
import { ASSET_OPERATIONS, ASSET_TRANSITIONS, assetStep } from '../../../src/assets/transitions/asset.ts';
import { stepAsset, stepUnguarded } from '../../../src/assets/transitions/asset-refusal.ts';
import { VERSION_OPERATIONS, VERSION_TRANSITIONS, versionStep } from '../../../src/assets/transitions/version.ts';
import { stepVersion } from '../../../src/assets/transitions/version-refusal.ts';
import { FaultError } from '../../../src/plan/fault.ts';

/** Of a version that awaits its review, by processing state: where an operation leads, or the code it is refused with. */
const PENDING: Record<(typeof VERSION_OPERATIONS)[number], Record<ProcessingState, string>> = {
  approve: {
    queued: 'version_not_completed',
    processing: 'version_not_completed',
    completed: 'completed approved',
    failed: 'version_not_completed',
    cancelled: 'version_not_completed',
  },
  reject: {
    queued: 'version_not_finished',
    processing: 'version_not_finished',
    completed: 'completed rejected',
    failed: 'failed rejected',
    cancelled: 'cancelled rejected',
  },
  reprocess: {
    queued: 'version_not_finished',
    processing: 'version_not_finished',
    completed: 'queued pending_review',
    failed: 'queued pending_review',
    cancelled: 'queued pending_review',
  },
  retry: {
    queued: 'job_not_retryable',
    processing: 'job_not_retryable',
    completed: 'job_not_retryable',
    failed: 'queued pending_review',
    cancelled: 'queued pending_review',
  },
  submit_next: {
    queued: 'unresolved_version',
    processing: 'unresolved_version',
    completed: 'unresolved_version',
    failed: 'unresolved_version',
    cancelled: 'unresolved_version',
  },
};

/** What `step` comes to, in words. */
function came<T>(step: () => T, tell: (state: T) => string): string {
  try {
    return tell(step());
  } catch (error) {
    assert.ok(error instanceof FaultError, String(error));
    assert.doesNotMatch(error.message, /undefined/);
    return error.fault.code;
  }
}

describe('a version', () => {
  const outcome = (
    operation: (typeof VERSION_OPERATIONS)[number],
    approval_state: ApprovalState,
    processing_state: ProcessingState,
  ) =>
    came(
      () => stepVersion(operation, { ordinal: 1, approval_state, processing_state }),
      (state) => `${state.processing_state} ${state.approval_state}`,
    );

  for (const operation of VERSION_OPERATIONS) {
    for (const processing of PROCESSING_STATES) {
      test(`${operation} of a ${processing} one that awaits its review: ${PENDING[operation][processing]}`, () => {
        assert.equal(outcome(operation, 'pending_review', processing), PENDING[operation][processing]);
      });
      for (const approval of ['approved', 'rejected'] as const) {
        const expected = operation === 'submit_next' ? `${processing} ${approval}` : 'version_already_resolved';
        test(`${operation} of a ${processing}, ${approval} one: ${expected}`, () => {
          assert.equal(outcome(operation, approval, processing), expected);
        });
      }
    }
  }

  test('the table has 75 cells, 56 of which refuse', () => {
    const cells = VERSION_OPERATIONS.flatMap((operation) =>
      Object.values(VERSION_TRANSITIONS[operation]).flatMap((row) => Object.values(row)),
    );
    assert.deepEqual([cells.length, cells.filter((step) => 'refused' in step).length], [75, 56]);
    assert.deepEqual(versionStep('approve', { approval_state: 'approved', processing_state: 'completed' }), {
      refused: 'version_already_resolved',
    });
  });
});

/** Of an asset that is there, by clearance; with no approved version and with a job that runs after the stroke. */
const LIVE = {
  submit: ['uncleared live', 'ouo live', 'public live'],
  change_version: ['uncleared live', 'ouo live', 'public live'],
  clear: ['ouo live', 'asset_already_cleared', 'asset_already_public'],
  publish: ['asset_not_cleared', 'public live / no_approved_version', 'asset_already_public'],
  delete: ['uncleared deleted / job_running', 'ouo deleted / job_running', 'public deleted / job_running'],
  restore: ['asset_not_deleted', 'asset_not_deleted', 'asset_not_deleted'],
} as const;

describe('an asset', () => {
  for (const operation of ASSET_OPERATIONS) {
    for (const [index, clearance] of CLEARANCES.entries()) {
      for (const presence of PRESENCES) {
        const deleted = operation === 'restore' ? `${clearance} live` : 'asset_deleted';
        const expected = presence === 'live' ? LIVE[operation][index] : deleted;
        test(`${operation} of an ${clearance}, ${presence} one: ${expected}`, async () => {
          const asset = { asset_id: 'a', clearance, presence };
          const outcomes = await Promise.all(
            [false, true].map((stands) =>
              stepAsset(operation, asset, async () => stands).then(
                (state) => `${state.clearance} ${state.presence}`,
                (error: FaultError) => error.fault.code,
              ),
            ),
          );
          assert.equal([...new Set(outcomes)].join(' / '), expected);
        });
      }
    }
  }

  test('what no guard stands before refuses alike', () => {
    for (const operation of ['submit', 'change_version'] as const) {
      for (const clearance of CLEARANCES) {
        assert.equal('unless' in assetStep(operation, { clearance, presence: 'live' }), false);
        const step = (presence: 'live' | 'deleted') =>
          came(
            () => stepUnguarded(operation, { asset_id: 'a', clearance, presence }),
            () => 'allowed',
          );
        assert.deepEqual([step('live'), step('deleted')], ['allowed', 'asset_deleted']);
      }
    }
  });

  test('the table has 36 cells', () => {
    const cells = ASSET_OPERATIONS.flatMap((operation) =>
      Object.values(ASSET_TRANSITIONS[operation]).flatMap((row) => Object.values(row)),
    );
    assert.equal(cells.length, 36);
  });
});
