import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, describe, test } from 'node:test';
import type pg from 'pg';
import { approveVersion } from '../../src/assets/approve-version.ts';
import { deleteAsset } from '../../src/assets/delete-asset.ts';
import { markCleared } from '../../src/assets/mark-cleared.ts';
import { listAssets, readAsset } from '../../src/assets/reads/list-assets.ts';
import { recordJobReport } from '../../src/assets/record-job-report.ts';
import { rejectVersion } from '../../src/assets/reject-version.ts';
import { submitVersion } from '../../src/assets/submit-version.ts';
import { ACTOR, completed, report, submission } from './support/asset-service.ts';
import { freshDatabase, poolOf } from './support/database.ts';
import { suiteLifetime } from './support/lifetime.ts';

const SEEN = { platform_id: 'ddh', deleted_too: true } as const;
const REVIEW = { platform_id: 'ddh', reviewer: 'r' } as const;

/** What the migration fills the table with, which must be what the triggers keep it at. */
const FILLING = /INSERT INTO rhumbline\.asset_summaries\n {2}\([^)]*\)\n(SELECT[^;]*);/.exec(
  readFileSync('migrations/000010_reads.sql', 'utf8'),
)?.[1];

describe('the summary of an asset', () => {
  const lifetime = suiteLifetime();
  let pool: pg.Pool;
  let owner: pg.Pool;
  before(async () => {
    const database = await freshDatabase(lifetime);
    pool = poolOf(lifetime, database.domain, 25);
    owner = poolOf(lifetime, database.owner, 2);
  });

  test('follows its versions and itself, within the transaction that changes them', async () => {
    const first = submission();
    const { asset_id, job_id } = await submitVersion(pool, first, ACTOR);
    const seen = async () => {
      const asset = await readAsset(pool, asset_id, SEEN);
      return [asset?.newest_ordinal, asset?.processing_state, asset?.approval_state, asset?.latest_ordinal];
    };
    assert.deepEqual(await seen(), [1, 'queued', 'pending_review', null]);
    await recordJobReport(pool, report(job_id));
    assert.deepEqual(await seen(), [1, 'processing', 'pending_review', null]);
    await recordJobReport(pool, completed(job_id, {}));
    await approveVersion(pool, { asset_id, ordinal: 1, ...REVIEW }, ACTOR);
    assert.deepEqual(await seen(), [1, 'completed', 'approved', 1]);
    const second = await submitVersion(pool, submission({ platform_refs: first.platform_refs }), ACTOR);
    assert.deepEqual(await seen(), [2, 'queued', 'pending_review', 1]);
    const fault = { code: 'invalid_raster', message: 'No.' };
    await recordJobReport(pool, report(second.job_id, { state: 'failed', fault }));
    await rejectVersion(pool, { asset_id, ordinal: 2, ...REVIEW, rejection_reason: 'No.' }, ACTOR);
    assert.deepEqual(await seen(), [2, 'failed', 'rejected', 1]);
    await markCleared(pool, { asset_id, ...REVIEW }, ACTOR);
    assert.equal((await readAsset(pool, asset_id, SEEN))?.clearance, 'ouo');
    await deleteAsset(pool, { asset_id, platform_id: 'ddh', cancel_jobs: false }, ACTOR);
    assert.equal(await readAsset(pool, asset_id, { ...SEEN, deleted_too: false }), undefined);
    const page = { order: 'asc', after: null, limit: 10 } as const;
    assert.deepEqual((await listAssets(pool, { platform_id: 'ddh' }, page)).rows, []);
    const deleted = await listAssets(pool, { platform_id: null, deleted: true }, page);
    assert.deepEqual(
      deleted.rows.map((asset) => asset.asset_id),
      [asset_id],
    );
  });

  test('is right after changes that met each other, and is what the migration would have made', async () => {
    const refs = Array.from({ length: 8 }, (_, index) => ({ dataset_id: `met-${index}`, resource_id: 'R' }));
    const attempt = <T>(work: Promise<T>) => work.catch(() => undefined);
    for (let round = 0; round < 3; round += 1) {
      const made = await Promise.all(
        refs.flatMap((platform_refs) =>
          Array.from({ length: 3 }, () => attempt(submitVersion(pool, submission({ platform_refs }), ACTOR))),
        ),
      );
      const accepted = made.filter((version) => version !== undefined);
      assert.equal(accepted.length, refs.length);
      await Promise.all(
        accepted.flatMap(({ asset_id, ordinal, job_id }) => [
          recordJobReport(pool, completed(job_id, {})),
          attempt(markCleared(pool, { asset_id, ...REVIEW }, ACTOR)),
          attempt(approveVersion(pool, { asset_id, ordinal, ...REVIEW }, ACTOR)),
          attempt(deleteAsset(pool, { asset_id, platform_id: 'ddh', cancel_jobs: false }, ACTOR)),
        ]),
      );
      await owner.query('UPDATE rhumbline.assets SET deleted_at = NULL WHERE deleted_at IS NOT NULL');
      await Promise.all(
        accepted.map(({ asset_id, ordinal }) =>
          attempt(rejectVersion(pool, { asset_id, ordinal, ...REVIEW, rejection_reason: 'no' }, ACTOR)),
        ),
      );
    }
    const kept = `SELECT asset_id, platform_id, platform_refs, data_type, clearance, newest_ordinal, processing_state,
      approval_state, workflow_id, latest_ordinal, row_version, created_at, updated_at, deleted_at FROM rhumbline.asset_summaries`;
    assert.ok(FILLING);
    const { rows } = await owner.query(`(${kept} EXCEPT ${FILLING}) UNION ALL (${FILLING} EXCEPT ${kept})`);
    assert.deepEqual(rows, []);
    const { rows: counted } = await owner.query('SELECT count(*)::integer AS n FROM rhumbline.asset_summaries');
    assert.deepEqual(counted, [{ n: 9 }]);
  });
});
