import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { check } from '../../torture/checker/check.ts';
import type { Evidence, ViolationKind } from '../../torture/evidence.ts';
import { ASSET, assetRow, evidenceOf, historyOf, JOB, jobRow, run, trailOf, versionRow } from './made-history.ts';

function kindsOf(over: Partial<Evidence>): ViolationKind[] {
  return [...new Set(check(evidenceOf(over)).map(({ kind }) => kind))];
}

const SUBMITTED = { f: 'submit', by: 1 } as const;
const DONE = [{ kind: 'AssetVersion:Processing' }, { kind: 'AssetVersion:Completed' }] as const;
const APPROVED = { f: 'approve', by: 2 } as const;
const TWO = [versionRow(), versionRow({ ordinal: 2, request_id: 'R-3', current_job_id: 'second' })];
const SECOND = jobRow({ job_id: 'second', ordinal: 2 });

/** Each is a history in which one thing is wrong, and what is found. */
const WRONG: readonly (readonly [string, ViolationKind[], Partial<Evidence>])[] = [
  [
    'an approval that was acknowledged is not there',
    ['lost_write'],
    {
      events: trailOf(SUBMITTED, ...DONE),
      versions: [versionRow({ approval_state: 'pending_review' })],
      assets: [assetRow({ summary_latest: null, told_latest: null })],
    },
  ],
  [
    'what was sent twice under one key was done twice',
    ['done_twice', 'illegal_step'],
    {
      history: historyOf({ f: 'submit', outcome: 'info' }, { f: 'submit', attempt: 2 }, { f: 'approve' }),
      events: trailOf(SUBMITTED, { f: 'submit', request_id: 'http-1-2' }, ...DONE, { ...APPROVED, by: 3 }),
    },
  ],
  [
    'what was refused was done',
    ['phantom_write'],
    { history: historyOf({ f: 'submit' }, { f: 'approve', outcome: 'fail' }) },
  ],
  [
    'the answer told another version than was made',
    ['wrong_answer'],
    { history: historyOf({ f: 'submit', told: { asset_id: ASSET, ordinal: 7 } }, { f: 'approve' }) },
  ],
  [
    'what was done first comes last',
    ['order_reversed'],
    {
      history: historyOf({ f: 'submit' }, { f: 'approve' }, { f: 'delete', began: 12, ended: 13 }, { f: 'restore' }),
      events: trailOf(SUBMITTED, ...DONE, APPROVED, { f: 'delete', by: 3 }, { f: 'restore', by: 4 }),
    },
  ],
  [
    'an approval that was acknowledged is not read',
    ['stale_read'],
    {
      history: historyOf(...[{ f: 'submit' } as const, { f: 'approve' } as const], {
        f: 'read_asset',
        told: { latest_ordinal: null },
      }),
    },
  ],
  [
    'a version that was acknowledged is not listed',
    ['stale_read'],
    {
      history: historyOf({ f: 'submit' }, { f: 'read_versions', told: { versions: [] } }, { f: 'approve' }),
      events: trailOf(SUBMITTED, ...DONE, { ...APPROVED, by: 3 }),
    },
  ],
  [
    'an approval is read that nobody had asked for',
    ['phantom_read'],
    {
      history: historyOf(
        { f: 'submit' },
        { f: 'read_versions', told: { versions: [{ ordinal: 1, approval_state: 'approved', revision: 0 }] } },
        { f: 'approve' },
      ),
      events: trailOf(SUBMITTED, ...DONE, { ...APPROVED, by: 3 }),
    },
  ],
  [
    'two submissions were told the same version',
    ['shared_ordinal', 'illegal_step'],
    {
      history: historyOf({ f: 'submit' }, { f: 'approve' }, { f: 'submit' }),
      events: trailOf(SUBMITTED, ...DONE, APPROVED, { f: 'submit', by: 3, ordinal: 1 }),
    },
  ],
  [
    'there are two versions of one ordinal',
    ['shared_ordinal'],
    { versions: [versionRow(), versionRow({ request_id: 'R-3' })] },
  ],
  [
    'an ordinal is left out',
    ['gap_in_ordinals', 'row_differs', 'wrong_latest', 'version_differs_from_job'],
    { versions: [versionRow(), versionRow({ ordinal: 3, request_id: 'R-3', current_job_id: 'third' })] },
  ],
  [
    'two versions await their review',
    ['two_unresolved', 'row_differs', 'wrong_latest'],
    { versions: TWO.map((row) => ({ ...row, approval_state: 'pending_review' })), jobs: [jobRow(), SECOND] },
  ],
  [
    'a version was approved before it was completed',
    ['illegal_step'],
    { events: trailOf(SUBMITTED, { kind: 'AssetVersion:Processing' }, APPROVED, { kind: 'AssetVersion:Completed' }) },
  ],
  [
    'a version of a deleted asset was approved',
    ['illegal_step'],
    {
      history: historyOf({ f: 'submit' }, { f: 'delete' }, { f: 'approve' }),
      events: trailOf(SUBMITTED, ...DONE, { f: 'delete', by: 2 }, { ...APPROVED, by: 3 }),
      assets: [assetRow({ is_deleted: true })],
    },
  ],
  ['a row is not what its trail comes to', ['row_differs'], { assets: [assetRow({ clearance: 'public' })] }],
  ['the list tells another latest version', ['wrong_latest'], { assets: [assetRow({ summary_latest: null })] }],
  ['the gateway tells another latest version', ['wrong_latest'], { assets: [assetRow({ told_latest: null })] }],
  ['a version is not what its job is', ['version_differs_from_job'], { jobs: [jobRow({ state: 'cancelled' })] }],
  [
    'a job waits, and Temporal has no workflow of it',
    ['job_without_workflow', 'version_differs_from_job'],
    { jobs: [jobRow({ state: 'running' })] },
  ],
  [
    'the next attempt of a job has no workflow',
    ['job_without_workflow', 'version_differs_from_job'],
    { jobs: [jobRow({ state: 'pending', attempt: 2 })], runs: [run({ status: 'RUNNING' })] },
  ],
  [
    'a job does not end',
    ['job_not_ended', 'version_differs_from_job'],
    { jobs: [jobRow({ state: 'running' })], runs: [run({ status: 'RUNNING' })] },
  ],
  [
    'a job failed',
    ['job_failed', 'version_differs_from_job'],
    { jobs: [jobRow({ state: 'failed', code: 'timeout_heartbeat' })] },
  ],
  ['a workflow outlives its job', ['workflow_outlived_job'], { runs: [run({ status: 'RUNNING' })] }],
  [
    'an attempt had two runs',
    ['two_runs_of_an_attempt'],
    { runs: [run(), run({ run_id: 'run-2', status: 'TERMINATED' })] },
  ],
];

describe('the checker', () => {
  test('finds nothing where nothing is wrong', () => {
    assert.deepEqual(check(evidenceOf()), []);
  });

  for (const [what, kinds, over] of WRONG) {
    test(`finds that ${what}`, () => assert.deepEqual(kindsOf(over).sort(), [...kinds].sort()));
  }

  test('tells of what', () => {
    assert.deepEqual(check(evidenceOf({ runs: [run({ status: 'RUNNING' })] })), [
      { kind: 'workflow_outlived_job', about: JOB, what: 'the job is completed, and a run of attempt 1 is open' },
    ]);
  });

  test('knows every kind of violation by a history', () => {
    const kinds: Record<ViolationKind, true> = {
      ...{ lost_write: true, done_twice: true, phantom_write: true, wrong_answer: true, order_reversed: true },
      ...{ stale_read: true, phantom_read: true, shared_ordinal: true, gap_in_ordinals: true, two_unresolved: true },
      ...{ illegal_step: true, row_differs: true, wrong_latest: true, version_differs_from_job: true },
      ...{
        job_without_workflow: true,
        job_not_ended: true,
        job_failed: true,
        workflow_outlived_job: true,
        two_runs_of_an_attempt: true,
      },
    };
    assert.deepEqual([...new Set(WRONG.flatMap(([, found]) => found))].sort(), Object.keys(kinds).sort());
  });

  for (const outcome of ['info', 'none'] as const) {
    test(`an approval of which nobody knows (${outcome}) may be there and may not`, () => {
      const history = historyOf({ f: 'submit' }, { f: 'approve', outcome });
      assert.deepEqual(check(evidenceOf({ history })), []);
      const without = {
        events: trailOf(SUBMITTED, ...DONE),
        versions: [versionRow({ approval_state: 'pending_review' })],
        assets: [assetRow({ summary_latest: null, told_latest: null })],
      };
      assert.deepEqual(check(evidenceOf({ history, ...without })), []);
    });
  }

  test('what was refused the second time may have been done the first time', () => {
    const history = historyOf(
      { f: 'submit', outcome: 'info' },
      { f: 'submit', outcome: 'fail', attempt: 2 },
      { f: 'approve' },
    );
    const events = trailOf(SUBMITTED, ...DONE, { ...APPROVED, by: 3 });
    assert.deepEqual(check(evidenceOf({ history, events })), []);
  });

  test('what two asked for at the same time may have happened in either order', () => {
    const over = { began: 30, ended: 50 };
    const history = historyOf({ f: 'submit' }, { f: 'approve' }, { f: 'delete', ...over }, { f: 'restore', ...over });
    const events = (first: object, second: object) => trailOf(SUBMITTED, ...DONE, APPROVED, first, second);
    const inOrder = events({ f: 'delete', by: 3 }, { f: 'restore', by: 4 });
    assert.deepEqual(check(evidenceOf({ history, events: inOrder })), []);
  });
});
