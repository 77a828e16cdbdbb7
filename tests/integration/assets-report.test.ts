import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type pg from 'pg';
import { approveVersion } from '../../src/assets/approve-version.ts';
import { readJob } from '../../src/assets/reads/read-job.ts';
import { readStatus } from '../../src/assets/reads/read-status.ts';
import { readVersion } from '../../src/assets/reads/read-versions.ts';
import { EVERYTHING } from '../../src/assets/reads/visible.ts';
import { recordAttempts } from '../../src/assets/record-attempts.ts';
import { recordJobReport } from '../../src/assets/record-job-report.ts';
import { type SubmittedVersion, submitVersion } from '../../src/assets/submit-version.ts';
import { ACTOR, completed, domainPool, node, one, report, submission } from './support/asset-service.ts';
import { suiteLifetime } from './support/lifetime.ts';

describe('reports of a job', () => {
  const lifetime = suiteLifetime();
  let pool: pg.Pool;
  before(async () => {
    pool = await domainPool(lifetime);
  });
  const submit = () => submitVersion(pool, submission(), ACTOR);

  async function stateOf({ job_id }: SubmittedVersion) {
    return one<{ state: string; processing_state: string; percent: number }>(
      pool,
      `SELECT job.state, version.processing_state, job.percent
       FROM rhumbline.jobs AS job JOIN rhumbline.asset_versions AS version ON current_job_id = job_id WHERE job_id = $1`,
      [job_id],
    );
  }

  async function nodesOf(job_id: string) {
    const { rows } = await pool.query(
      'SELECT node_id, state, percent, note FROM rhumbline.job_nodes WHERE job_id = $1 ORDER BY position',
      [job_id],
    );
    return rows;
  }

  test('running, then completed: job, version, nodes, outputs and events follow', async () => {
    const made = await submit();
    const { job_id, asset_id } = made;
    assert.equal(await recordJobReport(pool, report(job_id, { nodes: [node('validate', 'running')] })), 'recorded');
    assert.deepEqual(await stateOf(made), { state: 'running', processing_state: 'processing', percent: 0 });
    const nodes = [node('validate', 'completed'), node('convert', 'completed')];
    const outputs = { blob_path: 'silver/x.tif', stac_item_id: 'x', content_hash: 'abc', other: 'kept' };
    assert.equal(await recordJobReport(pool, { ...completed(job_id, outputs), nodes }), 'recorded');
    assert.deepEqual(await stateOf(made), { state: 'completed', processing_state: 'completed', percent: 100 });
    assert.deepEqual(
      await one(
        pool,
        'SELECT blob_path, stac_item_id, stac_collection_id, content_hash, outputs FROM rhumbline.asset_versions WHERE asset_id = $1',
        [asset_id],
      ),
      { blob_path: 'silver/x.tif', stac_item_id: 'x', stac_collection_id: null, content_hash: 'abc', outputs },
    );
    const { rows } = await pool.query(
      'SELECT kind, node_id FROM rhumbline.events WHERE job_id = $1 ORDER BY event_id OFFSET 2',
      [job_id],
    );
    assert.deepEqual(
      rows.map((row) => [row.kind, row.node_id].filter(Boolean).join(' ')),
      [
        'Job:Running',
        'AssetVersion:Processing',
        'Node:Running validate',
        'Node:Completed validate',
        'Node:Completed convert',
        'Job:Completed',
        'AssetVersion:Completed',
      ],
    );
  });

  test('the same report twice is recorded once', async () => {
    const made = await submit();
    const running = report(made.job_id, { nodes: [node('validate', 'running')] });
    await recordJobReport(pool, running);
    const count = () => one(pool, 'SELECT count(*) FROM rhumbline.events WHERE job_id = $1', [made.job_id]);
    const before = await count();
    assert.equal(await recordJobReport(pool, running), 'late');
    assert.deepEqual(await count(), before);
  });

  test('a report that comes late changes the nodes that the later one did not mention, and nothing else', async () => {
    const made = await submit();
    await recordJobReport(pool, report(made.job_id, { sequence: 2, percent: 50, nodes: [node('convert', 'running')] }));
    const late = { sequence: 1, percent: 10, nodes: [node('validate', 'completed'), node('convert', 'ready')] };
    assert.equal(await recordJobReport(pool, report(made.job_id, late)), 'late');
    assert.equal((await stateOf(made)).percent, 50);
    assert.deepEqual(await nodesOf(made.job_id), [
      { node_id: 'validate', state: 'completed', percent: 100, note: null },
      { node_id: 'convert', state: 'running', percent: 0, note: null },
    ]);
  });

  test('what has ended stays as it ended, and no node stays open', async () => {
    const made = await submit();
    await recordJobReport(pool, report(made.job_id, { nodes: [node('validate', 'running')] }));
    const fault = { code: 'workflow_terminated', message: 'Terminated.' };
    await recordJobReport(pool, report(made.job_id, { sequence: 1, state: 'failed', fault }));
    assert.equal(await recordJobReport(pool, completed(made.job_id, {})), 'job_ended');
    assert.deepEqual(await stateOf(made), { state: 'failed', processing_state: 'failed', percent: 0 });
    const note = 'The job ended before this node did.';
    assert.deepEqual(await nodesOf(made.job_id), [
      { node_id: 'validate', state: 'cancelled', percent: 0, note },
      { node_id: 'convert', state: 'cancelled', percent: 0, note },
    ]);
  });

  test('a superseded job no longer changes the version', async () => {
    const made = await submit();
    // As reprocessing will do it: the next revision takes over.
    await pool.query(
      `WITH job AS (
         INSERT INTO rhumbline.jobs (job_id, asset_id, ordinal, revision, platform_id, workflow_id, workflow_version, plan,
           plan_hash, inputs, submitted_by, software_version)
         SELECT asset_id || '-v1-r1', asset_id, ordinal, 1, platform_id, workflow_id, workflow_version, plan, plan_hash,
           inputs, submitted_by, software_version FROM rhumbline.jobs WHERE job_id = $1
         RETURNING job_id, asset_id)
       UPDATE rhumbline.asset_versions AS version SET revision = 1, current_job_id = job.job_id
       FROM job WHERE version.asset_id = job.asset_id`,
      [made.job_id],
    );
    assert.equal(await recordJobReport(pool, completed(made.job_id, { blob_path: 'old' })), 'superseded');
    assert.deepEqual(
      await one(
        pool,
        'SELECT processing_state, blob_path, current_job_id FROM rhumbline.asset_versions WHERE asset_id = $1',
        [made.asset_id],
      ),
      { processing_state: 'queued', blob_path: null, current_job_id: `${made.asset_id}-v1-r1` },
    );
  });

  test('another attempt and an unknown job are told apart', async () => {
    const made = await submit();
    assert.equal(await recordJobReport(pool, report(made.job_id, { attempt: 2 })), 'other_attempt');
    assert.equal(await recordJobReport(pool, report('nobody-v1-r0')), 'unknown_job');
  });

  test('an error text that PostgreSQL would refuse is kept all the same', async () => {
    const made = await submit();
    const fault = { code: 'gdal_failed', message: 'bad byte \0 and half a pair \ud800' };
    assert.equal(await recordJobReport(pool, report(made.job_id, { state: 'failed', fault })), 'recorded');
    const { last_error } = await one(pool, 'SELECT last_error FROM rhumbline.asset_versions WHERE asset_id = $1', [
      made.asset_id,
    ]);
    assert.deepEqual(last_error, { code: 'gdal_failed', message: 'bad byte \ufffd and half a pair \ufffd' });
  });

  test('the status tells when the percentage last moved', async () => {
    const given = submission();
    const { job_id } = await submitVersion(pool, given, ACTOR);
    await recordJobReport(pool, report(job_id, { nodes: [node('validate', 'running')] }));
    const look = async () => {
      const status = await readStatus(pool, given.request_id, EVERYTHING);
      return [status?.percent ?? 0, Date.parse(status?.updated_at ?? '')] as const;
    };
    const progress = (percent: number) => {
      const place = { job_id, node_id: 'validate', item_key: null, attempt: 1, occurred_at: new Date().toISOString() };
      return recordAttempts(pool, [{ ...place, kind: 'progress', percent }]);
    };
    const [, started] = await look();
    await progress(50);
    const [percent, moved] = await look();
    assert.ok(percent === 25 && moved > started, `${percent} at ${moved - started} ms`);
    await progress(50);
    assert.deepEqual(await look(), [25, moved], 'what does not move is no news');
    await recordJobReport(pool, report(job_id, { sequence: 1, percent: 60, nodes: [] }));
    const [further, movedOn] = await look();
    assert.ok(further === 60 && movedOn > moved);
    await recordJobReport(pool, report(job_id, { sequence: 2, percent: 60, nodes: [] }));
    assert.deepEqual(await look(), [60, movedOn]);
  });

  test('a failure of the inside: engineers find it with the job, the client is told in its own words', async () => {
    const given = submission();
    const { job_id, asset_id } = await submitVersion(pool, given, ACTOR);
    const fault = { code: 'contract_violation', message: 'The input of x does not fit its contract at /y.' };
    await recordJobReport(pool, report(job_id, { state: 'failed', fault }));
    const status = await readStatus(pool, given.request_id, EVERYTHING);
    const version = await readVersion(pool, { asset_id, platform_id: 'ddh', deleted_too: false }, 1);
    for (const error of [status?.error, version?.error]) {
      assert.equal(error?.code, 'processing_failed');
      assert.doesNotMatch(String(error?.message), /contract/);
    }
    assert.deepEqual((await readJob(pool, job_id, EVERYTHING))?.error, fault);
  });

  test('the progress of a node moves the job, never back and never to 100', async () => {
    const made = await submit();
    const { job_id } = made;
    const progress = (percent: number, attempt = 1) =>
      recordAttempts(pool, [
        {
          ...{ job_id, node_id: 'validate', item_key: null, kind: 'progress', percent, attempt },
          occurred_at: '2026-01-02T03:04:30.000Z',
        },
      ]);
    await progress(50);
    assert.equal((await stateOf(made)).percent, 0, 'a job that does not run has no progress');
    await recordJobReport(pool, report(job_id, { nodes: [node('validate', 'running')] }));
    await progress(50);
    assert.equal((await stateOf(made)).percent, 25);
    await progress(10, 2);
    await progress(90, 1);
    assert.equal((await stateOf(made)).percent, 25);
    assert.equal((await nodesOf(job_id))[0].percent, 10);
    await recordJobReport(pool, report(job_id, { sequence: 1, percent: 100 }));
    assert.equal((await stateOf(made)).percent, 99);
  });

  test('only a completed version is approved, and only once', async () => {
    const made = await submit();
    const approve = () =>
      approveVersion(pool, { asset_id: made.asset_id, ordinal: 1, platform_id: null, reviewer: 'ana' }, ACTOR);
    await assert.rejects(approve, { message: 'Version 1 is queued; only a completed version can be approved.' });
    await recordJobReport(pool, completed(made.job_id, {}));
    assert.deepEqual(await approve(), {
      asset_id: made.asset_id,
      version_ordinal: 1,
      approval_state: 'approved',
      processing_state: 'completed',
      revision: 0,
      row_version: 3,
    });
    await assert.rejects(approve, { message: 'Version 1 is approved already; a decision is not changed.' });
  });

  test("another platform's version is not there", async () => {
    const made = await submit();
    await assert.rejects(
      approveVersion(pool, { asset_id: made.asset_id, ordinal: 1, platform_id: 'other', reviewer: 'eve' }, ACTOR),
      { message: `There is no version 1 of an asset ${made.asset_id}.` },
    );
  });
});
