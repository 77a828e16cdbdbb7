import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, test } from 'node:test';
import { deleteAsset } from '../../src/assets/delete-asset.ts';
import { eventually, stackEnv } from '../support/stack.ts';
import { poolOf } from './support/database.ts';
import { type Answer, clientWith, echoSubmission, untilProcessed } from './support/gateway.ts';
import { suiteLifetime } from './support/lifetime.ts';
import { makeRaster } from './support/rasters.ts';
import { blobOf, store, temporaryFolder } from './support/storage.ts';
import { lastEvent, trailOf } from './support/trail.ts';

const client = clientWith();
const ZERO = '0'.repeat(32);
const UNTOUCHED = { clearance: 'uncleared', latest_ordinal: null, deleted_at: null };

const codeOf = ({ status, body }: Answer) => `${status} ${body.code ?? ''}`.trim();

/** Runs until it is cancelled. */
const long = () => echoSubmission({ input_params: { message: randomUUID(), steps: 600, step_delay: 0.5 } });

async function submitted(submission = echoSubmission()) {
  const { status, body } = await client.post('/api/platform/submit', submission);
  assert.equal(status, 202, JSON.stringify(body));
  const asset = `/api/assets/${body.asset_id}`;
  const version = `${asset}/versions/${body.version_ordinal}`;
  return { submission, asset_id: String(body.asset_id), asset, version, request_id: submission.request_id };
}

/** As the gateway tells it; null while nothing is approved. */
async function latestOf(asset: string): Promise<unknown> {
  const { status, body } = await client.get(`${asset}/versions/latest`);
  return status === 404 ? null : body.version_ordinal;
}

async function processed(submission = echoSubmission()) {
  const made = await submitted(submission);
  await untilProcessed(client, made.request_id);
  return made;
}

describe('an asset over the gateway', () => {
  const pool = poolOf(suiteLifetime(), stackEnv('DATABASE_URL'), 2);

  test('from its submission to the public, a second version, a rejection, and the end', async () => {
    const { submission, asset_id, asset, version } = await processed();
    let { last, kinds } = await trailOf(pool, asset_id);
    const news = async () => {
      ({ last, kinds } = await trailOf(pool, asset_id, last));
      return kinds;
    };
    assert.deepEqual(kinds.slice(0, 3), ['Asset:Created', 'AssetVersion:Submitted', 'Job:Created']);
    assert.deepEqual(kinds.slice(-2), ['Job:Completed', 'AssetVersion:Completed']);

    assert.equal(codeOf(await client.post(`${asset}/clearance/public`)), '409 asset_not_cleared');
    const cleared = await client.post(`${asset}/clearance/cleared`, { reviewer: 'cy' });
    assert.deepEqual([cleared.status, cleared.body], [200, { asset_id, ...UNTOUCHED, clearance: 'ouo' }]);
    assert.equal(codeOf(await client.post(`${asset}/clearance/cleared`)), '409 asset_already_cleared');
    assert.equal(codeOf(await client.post(`${asset}/clearance/public`)), '409 no_approved_version');
    assert.deepEqual(await news(), ['Asset:Cleared'], 'what is refused leaves no trace');

    assert.equal(await latestOf(asset), null);
    const approved = await client.post(`${version}/approve`, { reviewer: 'bo' });
    assert.deepEqual([approved.body.approval_state, await latestOf(asset)], ['approved', 1]);
    assert.equal(codeOf(await client.post(`${version}/reprocess`)), '409 version_already_resolved');
    assert.equal(
      codeOf(await client.post(`${version}/reject`, { rejection_reason: 'no' })),
      '409 version_already_resolved',
    );
    const published = await client.post(`${asset}/clearance/public`);
    assert.deepEqual(published.body, { asset_id, ...UNTOUCHED, clearance: 'public', latest_ordinal: 1 });
    for (const clearance of ['cleared', 'public']) {
      assert.equal(codeOf(await client.post(`${asset}/clearance/${clearance}`)), '409 asset_already_public');
    }
    assert.deepEqual(await news(), ['AssetVersion:Approved', 'Asset:Published']);

    const second = await processed({ ...submission, request_id: randomUUID() });
    assert.equal(second.version, `${asset}/versions/2`);
    assert.equal(await latestOf(asset), 1, 'what awaits its review is not the latest');
    const rejected = await client.post(`${second.version}/reject`, { rejection_reason: 'Clouds.' });
    assert.deepEqual([rejected.status, rejected.body.approval_state, await latestOf(asset)], [200, 'rejected', 1]);
    const third = await processed({ ...submission, request_id: randomUUID() });
    await client.post(`${third.version}/approve`);
    assert.equal(await latestOf(asset), 3);
    await news();

    const deleted = await client.delete(asset);
    assert.equal(deleted.status, 200);
    const { deleted_at, ...rest } = deleted.body;
    assert.match(String(deleted_at), /^\d{4}-\d\d-\d\dT.*Z$/);
    assert.deepEqual(rest, { asset_id, clearance: 'public', latest_ordinal: 3 });
    const next = { ...submission, request_id: randomUUID() };
    for (const refused of [
      await client.delete(asset),
      await client.post(`${third.version}/reprocess`),
      await client.post(`${asset}/clearance/cleared`),
      await client.post('/api/platform/submit', next),
    ]) {
      assert.equal(codeOf(refused), '409 asset_deleted');
    }
    const restored = await client.post(`${asset}/restore`);
    assert.deepEqual(restored.body, { asset_id, clearance: 'public', latest_ordinal: 3, deleted_at: null });
    assert.equal(codeOf(await client.post(`${asset}/restore`)), '409 asset_not_deleted');
    assert.deepEqual(await news(), ['Asset:Deleted', 'Asset:Restored']);
    assert.equal((await client.post('/api/platform/submit', next)).status, 202);
  });

  test('every change stands in the trail with who did it, in which request, and what it was before', async () => {
    const { asset_id, asset, version } = await processed();
    const by = { 'X-Request-Id': 'trail-1' };
    await client.post(`${version}/approve`, {}, by);
    await client.post(`${asset}/clearance/cleared`, { reviewer: 'cy' }, by);
    await client.delete(asset, by);
    const actor = `api-key:${stackEnv('RHUMBLINE_API_KEY').slice(3, 15)}`;
    assert.deepEqual(await lastEvent(pool, asset_id, 'AssetVersion:Approved'), {
      ...{ actor, request_id: 'trail-1', before: { approval_state: 'pending_review' } },
      after: { approval_state: 'approved', reviewer: actor, rejection_reason: null },
    });
    assert.deepEqual(await lastEvent(pool, asset_id, 'Asset:Cleared'), {
      ...{ actor, request_id: 'trail-1', before: { clearance: 'uncleared', presence: 'live' } },
      after: { clearance: 'ouo', presence: 'live', reviewer: 'cy' },
    });
    assert.deepEqual(await lastEvent(pool, asset_id, 'Asset:Deleted'), {
      ...{ actor, request_id: 'trail-1', before: { clearance: 'ouo', presence: 'live' } },
      after: { clearance: 'ouo', presence: 'deleted' },
    });
  });

  test('a failed version is reprocessed: the same ordinal, the next revision, a job of its own', async (t) => {
    const ref = await blobOf(t, 'not a raster');
    const { workflow_id: _, ...submission } = echoSubmission({ input_params: { ...ref } });
    const made = await processed(submission as ReturnType<typeof echoSubmission>);
    assert.equal((await client.get(made.version)).body.processing_state, 'failed');
    assert.equal(codeOf(await client.post(`${made.version}/approve`)), '409 version_not_completed');

    const path = await makeRaster(`${await temporaryFolder(t)}/mended.tif`);
    await store.upload(path, ref, { content_type: 'image/tiff', mode: 'replace' });
    const again = await client.post(`${made.version}/reprocess`);
    assert.equal(again.status, 202);
    assert.deepEqual(again.body, {
      ...{ asset_id: made.asset_id, version_ordinal: 1, approval_state: 'pending_review', processing_state: 'queued' },
      revision: 1,
    });
    const status = await untilProcessed(client, made.request_id);
    assert.deepEqual([status.processing_state, status.error], ['completed', null]);
    const version = await client.get(made.version);
    assert.deepEqual([version.body.revision, version.body.current_job_id], [1, `${made.asset_id}-v1-r1`]);
    const before = await client.get(`/api/status/job/${made.asset_id}-v1-r0`);
    assert.equal(before.body.state, 'failed', 'the job before stays as it ended');
    const event = await lastEvent(pool, made.asset_id, 'AssetVersion:Reprocessed');
    assert.equal(event?.before?.processing_state, 'failed');
    assert.deepEqual(event?.after, { processing_state: 'queued', revision: 1 });
    assert.equal(codeOf(await client.post(`/api/jobs/${made.asset_id}-v1-r0/retry`)), '409 job_superseded');
    assert.equal((await client.post(`${made.version}/approve`)).status, 200);
  });

  test('what is to be reprocessed is looked at first: a source that has gone is told at once', async (t) => {
    const ref = await blobOf(t, 'not a raster');
    const { workflow_id: _, ...submission } = echoSubmission({ input_params: { ...ref } });
    const made = await processed(submission as ReturnType<typeof echoSubmission>);
    await store.remove(ref);
    const refused = await client.post(`${made.version}/reprocess`);
    assert.equal(codeOf(refused), '422 source_not_found');
    const { body } = await client.get(made.version);
    assert.deepEqual([body.revision, body.processing_state], [0, 'failed']);
  });

  test('while a job runs nothing is reprocessed, rejected or deleted; deleting may cancel it', async () => {
    const made = await submitted(long());
    await eventually(async () => {
      assert.equal((await client.get(made.version)).body.processing_state, 'processing');
    });
    assert.equal(codeOf(await client.post(`${made.version}/reprocess`)), '409 version_not_finished');
    assert.equal(
      codeOf(await client.post(`${made.version}/reject`, { rejection_reason: 'x' })),
      '409 version_not_finished',
    );
    assert.equal(codeOf(await client.delete(made.asset)), '409 job_running');
    assert.equal(codeOf(await client.delete(`${made.asset}?cancel_jobs=false`)), '409 job_running');
    assert.equal(codeOf(await client.delete(`${made.asset}?cancel_jobs=maybe`)), '422 invalid_request');
    const deleted = await client.delete(`${made.asset}?cancel_jobs=true`);
    assert.equal(deleted.status, 200);
    const stateOf = async () => {
      const { rows } = await pool.query<{ state: string; processing_state: string }>(
        `SELECT job.state, version.processing_state
         FROM rhumbline.asset_versions AS version JOIN rhumbline.jobs AS job ON job_id = current_job_id
         WHERE version.asset_id = $1`,
        [made.asset_id],
      );
      return rows[0];
    };
    await eventually(async () => {
      assert.deepEqual(await stateOf(), { state: 'cancelled', processing_state: 'cancelled' });
    });
    assert.equal(codeOf(await client.post(`/api/jobs/${made.asset_id}-v1-r0/retry`)), '409 asset_deleted');
    assert.equal((await client.post(`${made.asset}/restore`)).status, 200);
    const again = await client.post(`${made.version}/reprocess`);
    assert.equal(again.status, 202);
    assert.equal((await client.delete(`${made.asset}?cancel_jobs=true`)).status, 200, 'just after it was queued');
    await eventually(async () => assert.equal((await stateOf())?.processing_state, 'cancelled'));
  });

  test('a deletion that could not tell Temporal is made up for by the reconciler', async () => {
    const made = await submitted(long());
    const deletion = { asset_id: made.asset_id, platform_id: null, cancel_jobs: true };
    const { cancelled_job_id } = await deleteAsset(pool, deletion, { name: 'test', request_id: null });
    assert.equal(cancelled_job_id, `${made.asset_id}-v1-r0`);
    await eventually(async () => {
      assert.equal((await client.get(`/api/status/job/${cancelled_job_id}`)).body.state, 'cancelled');
    });
  });

  test('is changed as it was read, or not at all', async () => {
    const { asset, version } = await processed();
    for (const [path, stale] of [
      [`${version}/approve`, { 'If-Match': '"1"' }],
      [`${version}/reprocess`, { 'If-Match': 'W/"3"' }],
      [`${asset}/clearance/cleared`, { 'If-Match': '"77", "no-number"' }],
    ] as const) {
      assert.equal(codeOf(await client.post(path, {}, stale)), '412 stale_if_match', path);
      assert.equal(codeOf(await client.post(path, {}, { 'If-Match': '3' })), '400 malformed_if_match', path);
    }
    assert.equal(codeOf(await client.delete(asset, { 'If-Match': '"99"' })), '412 stale_if_match');
    const cleared = await client.post(`${asset}/clearance/cleared`, {}, { 'If-Match': '"1"' });
    assert.deepEqual([cleared.status, cleared.headers.get('etag')], [200, '"2"']);
    const approved = await client.post(`${version}/approve`, {}, { 'If-Match': '*' });
    assert.equal(approved.status, 200);
    assert.match(String(approved.headers.get('etag')), /^"\d+"$/);
    const behind = await client.delete(asset, { 'If-Match': String(cleared.headers.get('etag')) });
    assert.equal(codeOf(behind), '412 stale_if_match', 'it has got another latest version since');
    assert.equal((await client.delete(asset, { 'If-Match': '"2", "3"' })).status, 200);
  });

  test('two reviewers at once: one wins', async () => {
    for (const withTag of [false, true]) {
      const { asset_id, version } = await processed();
      const { rows } = await pool.query<{ row_version: number }>(
        'SELECT row_version FROM rhumbline.asset_versions WHERE asset_id = $1',
        [asset_id],
      );
      const tag: Record<string, string> = withTag ? { 'If-Match': `"${rows[0]?.row_version}"` } : {};
      const answers = await Promise.all([
        ...Array.from({ length: 5 }, () => client.post(`${version}/approve`, {}, tag)),
        ...Array.from({ length: 5 }, () => client.post(`${version}/reject`, { rejection_reason: 'x' }, tag)),
      ]);
      assert.deepEqual(answers.map(codeOf).sort(), [
        '200',
        ...Array(9).fill(withTag ? '412 stale_if_match' : '409 version_already_resolved'),
      ]);
      const { kinds } = await trailOf(pool, asset_id);
      assert.equal(kinds.filter((kind) => /Approved|Rejected/.test(kind)).length, 1);
    }
  });

  test('reprocessed ten times at once: one job', async () => {
    // It lasts longer than ten requests take.
    const made = await processed(echoSubmission({ input_params: { steps: 6, step_delay: 0.5 } }));
    const answers = await Promise.all(Array.from({ length: 10 }, () => client.post(`${made.version}/reprocess`)));
    assert.equal(answers.filter(({ status }) => status === 202).length, 1, answers.map(codeOf).join());
    assert.equal(answers.filter((answer) => codeOf(answer) === '409 version_not_finished').length, 9);
    await untilProcessed(client, made.request_id);
    const { rows } = await pool.query(
      'SELECT job_id, state FROM rhumbline.jobs WHERE asset_id = $1 ORDER BY revision',
      [made.asset_id],
    );
    assert.deepEqual(rows, [
      { job_id: `${made.asset_id}-v1-r0`, state: 'completed' },
      { job_id: `${made.asset_id}-v1-r1`, state: 'completed' },
    ]);
  });

  test('deleted and submitted to at once: no job is left running on what is deleted', async () => {
    for (let round = 0; round < 5; round += 1) {
      const made = await processed();
      await client.post(`${made.version}/approve`);
      const next = { ...made.submission, request_id: randomUUID() };
      const [deleted, submission] = await Promise.all([
        client.delete(made.asset),
        client.post('/api/platform/submit', next),
      ]);
      const came = `${codeOf(deleted)}, ${codeOf(submission)}`;
      assert.ok(['200, 409 asset_deleted', '409 job_running, 202'].includes(came), came);
    }
  });

  test('has one neighbour that is none: a path keeps its methods to itself', async () => {
    assert.equal(codeOf(await client.delete('/api/assets/platforms')), '405 method_not_allowed');
  });

  test('that is not there is 404, whatever is done to it', async () => {
    const { asset } = await processed();
    for (const [answer, code] of [
      [await client.post(`/api/assets/${ZERO}/clearance/cleared`), '404 asset_not_found'],
      [await client.post(`/api/assets/${ZERO}/clearance/public`), '404 asset_not_found'],
      [await client.post(`/api/assets/${ZERO}/restore`), '404 asset_not_found'],
      [await client.delete(`/api/assets/${ZERO}`), '404 asset_not_found'],
      [await client.post(`/api/assets/${ZERO}/versions/1/reprocess`), '404 version_not_found'],
      [await client.post(`${asset}/versions/2/reprocess`), '404 version_not_found'],
      [await client.post(`${asset}/versions/2/approve`), '404 version_not_found'],
    ] as const) {
      assert.equal(codeOf(answer), code);
    }
  });
});
