import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, describe, test } from 'node:test';
import type pg from 'pg';
import { recordJobReport } from '../../src/assets/record-job-report.ts';
import { rejectVersion } from '../../src/assets/reject-version.ts';
import { submitJob } from '../../src/assets/submit-job.ts';
import { submitVersion } from '../../src/assets/submit-version.ts';
import { FaultError } from '../../src/plan/fault.ts';
import { ACTOR, domainPool, one, report, submission } from './support/asset-service.ts';
import { suiteLifetime } from './support/lifetime.ts';
import { TWO_NODES } from './support/plans.ts';

describe('submitting', () => {
  const lifetime = suiteLifetime();
  let pool: pg.Pool;
  before(async () => {
    pool = await domainPool(lifetime);
  });

  test('makes the asset, its first version and the job, all under one name', async () => {
    const refs = { dataset_id: 'DS-1', resource_id: 'R-1' };
    const given = submission({ platform_refs: refs });
    const made = await submitVersion(pool, given, ACTOR);
    const job_id = '0910ea81c879a37008e1a4894f74db27-v1-r0';
    const { request_id } = given;
    const asset_id = '0910ea81c879a37008e1a4894f74db27';
    assert.deepEqual(made, { asset_id, ordinal: 1, job_id, request_id, created: true });
    const version = await one(pool, 'SELECT * FROM rhumbline.asset_versions WHERE asset_id = $1', [made.asset_id]);
    assert.equal(version.current_job_id, job_id);
    assert.equal(version.processing_state, 'queued');
    assert.equal(version.approval_state, 'pending_review');
    const job = await one(pool, 'SELECT * FROM rhumbline.jobs WHERE asset_id = $1', [made.asset_id]);
    assert.equal(job.job_id, job_id);
    assert.equal(job.state, 'pending');
    assert.equal(JSON.stringify(job.plan), JSON.stringify(TWO_NODES), 'the plan is kept to the letter, order included');
    const events = await pool.query(
      'SELECT kind, actor, request_id, job_id FROM rhumbline.events WHERE asset_id = $1 ORDER BY event_id',
      [made.asset_id],
    );
    assert.deepEqual(events.rows, [
      { kind: 'Asset:Created', actor: 'api-key:test', request_id: 'http-1', job_id: null },
      { kind: 'AssetVersion:Submitted', actor: 'api-key:test', request_id: 'http-1', job_id },
      { kind: 'Job:Created', actor: 'api-key:test', request_id: 'http-1', job_id },
    ]);
  });

  test('20 identical submissions at once are one version and one job', async () => {
    const same = submission();
    const made = await Promise.all(Array.from({ length: 20 }, () => submitVersion(pool, same, ACTOR)));
    assert.equal(new Set(made.map((version) => version.job_id)).size, 1);
    assert.equal(made.filter((version) => version.created).length, 1);
    const { versions, jobs } = await one<{ versions: string; jobs: string }>(
      pool,
      `SELECT (SELECT count(*) FROM rhumbline.asset_versions WHERE asset_id = $1) AS versions,
              (SELECT count(*) FROM rhumbline.jobs WHERE asset_id = $1) AS jobs`,
      [made[0]?.asset_id],
    );
    assert.deepEqual({ versions, jobs }, { versions: '1', jobs: '1' });
  });

  test('of 20 submissions at once with ids of their own, one is accepted and 19 meet an unresolved version', async () => {
    // Several rounds: how a new asset's first transactions meet differs each time.
    for (let round = 0; round < 5; round += 1) {
      const platform_refs = { dataset_id: randomUUID(), resource_id: 'R' };
      const results = await Promise.allSettled(
        Array.from({ length: 20 }, () => submitVersion(pool, submission({ platform_refs }), ACTOR)),
      );
      const refusals = results.filter((result) => result.status === 'rejected').map((result) => codeOf(result.reason));
      assert.deepEqual(refusals, Array(19).fill('unresolved_version'));
    }
  });

  test('one request id for 10 assets at once is taken once, and a conflict for the others', async () => {
    const request_id = randomUUID();
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, (_, index) =>
        submitVersion(pool, submission({ request_id, request_hash: index.toString(16).repeat(64) }), ACTOR),
      ),
    );
    const refusals = results.filter((result) => result.status === 'rejected').map((result) => codeOf(result.reason));
    assert.deepEqual(refusals, Array(9).fill('request_id_conflict'));
  });

  test('the refusal says which version blocks, and that nothing was written', async () => {
    const platform_refs = { dataset_id: randomUUID(), resource_id: 'R' };
    const first = await submitVersion(pool, submission({ platform_refs }), ACTOR);
    await assert.rejects(submitVersion(pool, submission({ platform_refs }), ACTOR), {
      message:
        'Version 1 of the asset is queued and neither approved nor rejected. Wait for its end, then approve or reject it.',
    });
    const { count } = await one(pool, 'SELECT count(*) FROM rhumbline.events WHERE asset_id = $1', [first.asset_id]);
    assert.equal(count, '3');
  });

  test('after a rejection the next submission is version 2', async () => {
    const platform_refs = { dataset_id: randomUUID(), resource_id: 'R' };
    const first = await submitVersion(pool, submission({ platform_refs }), ACTOR);
    const fault = { code: 'invalid_raster', message: 'Not a raster.' };
    await recordJobReport(pool, report(first.job_id, { state: 'failed', fault }));
    await rejectVersion(
      pool,
      { asset_id: first.asset_id, ordinal: 1, platform_id: 'ddh', reviewer: 'ana', rejection_reason: 'broken' },
      ACTOR,
    );
    const second = await submitVersion(pool, submission({ platform_refs }), ACTOR);
    assert.equal(second.job_id, `${first.asset_id}-v2-r0`);
  });

  test('an asset keeps its data type', async () => {
    const platform_refs = { dataset_id: randomUUID(), resource_id: 'R' };
    await submitVersion(pool, submission({ platform_refs }), ACTOR);
    await assert.rejects(submitVersion(pool, submission({ platform_refs, data_type: 'vector' }), ACTOR), (error) => {
      assert.equal(codeOf(error), 'data_type_conflict');
      return true;
    });
  });
});

describe('submitting a job without an asset', () => {
  const lifetime = suiteLifetime();
  let pool: pg.Pool;
  before(async () => {
    pool = await domainPool(lifetime);
  });
  const job = (over: object) => ({
    ...{ plan: TWO_NODES, inputs: {}, correlation_id: null, callback_url: null, priority: 5 },
    ...{ idempotency_key: null, software_version: '0.0.0-test', ...over },
  });

  test('twice at once is one job', async () => {
    const made = await Promise.all([1, 2, 3, 4].map(() => submitJob(pool, job({ inputs: { a: 1 } }), ACTOR)));
    assert.equal(new Set(made.map((each) => each.job_id)).size, 1);
    assert.equal(made.filter((each) => each.created).length, 1);
  });

  test('an idempotency key with other inputs is refused', async () => {
    const first = await submitJob(pool, job({ inputs: { a: 1 }, idempotency_key: 'k' }), ACTOR);
    const again = await submitJob(pool, job({ inputs: { a: 1 }, idempotency_key: 'k' }), ACTOR);
    assert.deepEqual(again, { ...first, created: false });
    await assert.rejects(submitJob(pool, job({ inputs: { a: 2 }, idempotency_key: 'k' }), ACTOR), (error) => {
      assert.equal(codeOf(error), 'idempotency_key_reused');
      return true;
    });
  });

  test('an idempotency key outlives a new version of the spec', async () => {
    const first = await submitJob(pool, job({ idempotency_key: 'redeploy' }), ACTOR);
    const plan = { ...TWO_NODES, version: 2, plan_hash: '2'.repeat(64) };
    assert.equal((await submitJob(pool, job({ plan, idempotency_key: 'redeploy' }), ACTOR)).job_id, first.job_id);
  });
});

function codeOf(error: unknown): string {
  assert.ok(error instanceof FaultError, `expected a fault, got ${String(error)}`);
  return error.fault.code;
}
