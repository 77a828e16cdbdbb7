import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, describe, test } from 'node:test';
import { DefaultAzureCredential } from '@azure/identity';
import { BlobServiceClient } from '@azure/storage-blob';
import type pg from 'pg';
import { createApplyRetention, type RetentionAges } from '../../src/activities/apply_retention/activity.ts';
import { sweepProducts } from '../../src/activities/apply_retention/sweep-products.ts';
import { forgetAnswers } from '../../src/assets/idempotency/forget-answers.ts';
import { recordJobReport } from '../../src/assets/record-job-report.ts';
import { reprocessVersion } from '../../src/assets/reprocess-version.ts';
import { archive } from '../../src/assets/retention/archive.ts';
import { reviewVersion } from '../../src/assets/review-version.ts';
import { submitJob } from '../../src/assets/submit-job.ts';
import { submitVersion } from '../../src/assets/submit-version.ts';
import { activityContext } from './support/activity-context.ts';
import { ACTOR, completed, node, one, report, submission } from './support/asset-service.ts';
import { freshDatabase, migrateDatabase, poolOf } from './support/database.ts';
import { suiteLifetime } from './support/lifetime.ts';
import { TWO_NODES } from './support/plans.ts';
import { storageUrl, store } from './support/storage.ts';

const DAY = 86_400_000;
const FAULT = { code: 'test', message: 'It failed.' };
const AGES: RetentionAges = { jobs: DAY, events: DAY, webhooks: DAY, archive: 30 * DAY, products: DAY };

describe('retention', () => {
  const lifetime = suiteLifetime();
  let domain: pg.Pool;
  let owner: pg.Pool;
  before(async () => {
    const database = await freshDatabase(lifetime);
    assert.deepEqual(await migrateDatabase(database), [], 'rights are given again at each migration');
    domain = poolOf(lifetime, database.domain);
    owner = poolOf(lifetime, database.owner, 2);
  });

  /** As its activity does it. */
  const apply = async (ages = AGES) =>
    createApplyRetention({
      archive: (what, before, limit) => archive(domain, what, before, limit),
      forgetAnswers: (limit) => forgetAnswers(domain, limit),
      sweepProducts: (...batch) => sweepProducts({ pool: domain, store, containers: ['silver'] }, ...batch),
      ages,
    }).run({}, await activityContext(lifetime));

  /** Everything that there is happened so long ago. */
  async function age(days: number): Promise<void> {
    const earlier = `- interval '${days} days'`;
    await owner.query(`UPDATE rhumbline.jobs SET created_at = created_at ${earlier}, ended_at = ended_at ${earlier}`);
    await owner.query(`UPDATE rhumbline.events SET occurred_at = occurred_at ${earlier}`);
    await owner.query(`UPDATE rhumbline.webhook_deliveries SET ended_at = ended_at ${earlier}`);
    await owner.query(`UPDATE rhumbline.archive SET archived_at = archived_at ${earlier}`);
  }

  async function standalone(): Promise<string> {
    const inputs = { n: randomUUID() };
    const made = { plan: TWO_NODES, inputs, correlation_id: null, callback_url: null, priority: 5 };
    const { job_id } = await submitJob(domain, { ...made, idempotency_key: null, software_version: '0' }, ACTOR);
    await recordJobReport(domain, report(job_id, { nodes: [node('validate', 'running')] }));
    await recordJobReport(domain, completed(job_id, { answer: 'yes' }));
    return job_id;
  }

  /** A version whose first job failed, and whose second one stands. */
  async function reprocessed(inputs: Record<string, string> = {}, state: 'completed' | 'failed' = 'completed') {
    const { asset_id, job_id: first } = await submitVersion(domain, submission({ inputs }), ACTOR);
    await recordJobReport(domain, report(first, { state: 'failed', fault: FAULT }));
    const next = { asset_id, platform_id: null, ordinal: 1, plan: TWO_NODES, inputs, software_version: '0' };
    const { job_id: second } = await reprocessVersion(domain, next, ACTOR);
    await recordJobReport(domain, report(second, { nodes: [node('validate', 'completed')] }));
    const outputs = { blob_path: `silver/${inputs.collection_id ?? 'c'}/${second}.tif` };
    if (state === 'completed') await recordJobReport(domain, completed(second, outputs));
    else await recordJobReport(domain, report(second, { sequence: 9, state, fault: FAULT }));
    return { asset_id, first, second };
  }

  /** All rows that are an asset's. */
  async function wholeOf({ asset_id, second }: { asset_id: string; second: string }) {
    const { rows } = await owner.query(
      `SELECT 'asset' AS kind, row_to_json(r)::text AS row FROM rhumbline.assets AS r WHERE asset_id = $1
       UNION ALL SELECT 'version', row_to_json(r)::text FROM rhumbline.asset_versions AS r WHERE asset_id = $1
       UNION ALL SELECT 'job', row_to_json(r)::text FROM rhumbline.jobs AS r WHERE job_id = $2
       UNION ALL SELECT 'node', row_to_json(r)::text FROM rhumbline.job_nodes AS r WHERE job_id = $2
       UNION ALL SELECT 'timeline', row_to_json(r)::text FROM rhumbline.job_timeline AS r WHERE job_id = $2
       UNION ALL SELECT 'event', row_to_json(r)::text FROM rhumbline.events AS r
         WHERE asset_id = $1 AND (job_id = $2 OR kind NOT SIMILAR TO '(Job|Node):%') ORDER BY 1, 2`,
      [asset_id, second],
    );
    return rows as { kind: string; row: string }[];
  }

  const isThere = async (table: string, job: string) =>
    (await owner.query(`SELECT FROM rhumbline.${table} WHERE job_id = $1`, [job])).rowCount !== 0;

  const archived = (kind: string, id: string) =>
    owner.query<{ record: Record<string, Record<string, unknown>[]> & { job: Record<string, unknown> } }>(
      'SELECT record FROM rhumbline.archive WHERE kind = $1 AND record_id = $2',
      [kind, id],
    );

  test('nothing that an asset refers to is touched, however old it is', async () => {
    const asset = await reprocessed();
    await reviewVersion(
      domain,
      {
        asset_id: asset.asset_id,
        platform_id: null,
        ordinal: 1,
        review: 'approve',
        reviewer: 'R',
        rejection_reason: null,
      },
      ACTOR,
    );
    await age(5_000);
    const whole = await wholeOf(asset);
    assert.deepEqual(
      [...new Set(whole.map(({ kind }) => kind))],
      ['asset', 'event', 'job', 'node', 'timeline', 'version'],
    );
    assert.ok(whole.some(({ row }) => row.includes('AssetVersion:Submitted')));
    await apply({ jobs: 0, events: 0, webhooks: 0, archive: 0, products: 0 });
    assert.deepEqual(await wholeOf(asset), whole);
    assert.equal(await isThere('jobs', asset.first), false, 'while the job before it is archived');
  });

  test('a job that no version has is archived with all that is its own, once', async () => {
    const { asset_id, first } = await reprocessed();
    const alone = await standalone();
    await age(3);
    const done = await apply();
    assert.equal(done.jobs, 2);
    for (const job of [first, alone]) {
      for (const table of ['jobs', 'job_nodes', 'job_timeline']) assert.equal(await isThere(table, job), false, table);
      const { rows } = await archived('job', job);
      assert.equal(rows.length, 1);
      assert.equal(rows[0]?.record.job.job_id, job);
      const { nodes = {} } = (rows[0]?.record.job.plan ?? {}) as { nodes?: object };
      assert.deepEqual(Object.keys(nodes), ['validate', 'convert']);
      assert.equal(rows[0]?.record.nodes?.length, 2);
      assert.ok((rows[0]?.record.timeline?.length ?? 0) > 0);
      assert.ok(rows[0]?.record.events?.some(({ kind }) => kind === 'Job:Created'));
    }
    const left = await owner.query<{ kind: string }>('SELECT kind FROM rhumbline.events WHERE job_id = $1', [first]);
    assert.deepEqual(
      left.rows.map(({ kind }) => kind).sort(),
      ['AssetVersion:Failed', 'AssetVersion:Submitted'],
      'the trail of its asset goes on telling of it',
    );
    assert.equal(await isThere('events', alone), false);
    assert.equal(
      (await owner.query('SELECT FROM rhumbline.asset_versions WHERE asset_id = $1', [asset_id])).rowCount,
      1,
    );
    assert.equal((await apply()).jobs, 0);
  });

  test('what runs, and what is young, stays, whatever is asked for', async () => {
    const young = await standalone();
    const asked = { plan: TWO_NODES, inputs: {}, correlation_id: null, callback_url: null, priority: 5 };
    const { job_id: open } = await submitJob(domain, { ...asked, idempotency_key: null, software_version: '0' }, ACTOR);
    await owner.query("UPDATE rhumbline.jobs SET created_at = now() - interval '9 years' WHERE job_id = $1", [open]);
    assert.equal((await apply({ jobs: 0, events: 0, webhooks: 0, archive: 0, products: 0 })).jobs, 0);
    assert.equal(await archive(domain, 'jobs', new Date(Date.now() + 100 * DAY), 100), 0);
    for (const job of [young, open]) assert.equal(await isThere('jobs', job), true);
  });

  test('two at work at once share what is due', async () => {
    const jobs = await Promise.all(Array.from({ length: 12 }, standalone));
    await age(3);
    const counts = await Promise.all(Array.from({ length: 4 }, () => archive(domain, 'jobs', new Date(), 5)));
    await apply();
    assert.ok(counts.every((count) => count <= 5));
    for (const job of jobs) assert.equal((await archived('job', job)).rowCount, 1);
  });

  test('events that are about no asset and no job are archived; the trail of administration is among them', async () => {
    const insert = `INSERT INTO rhumbline.events (kind, actor, platform_id, occurred_at)
      VALUES ('Platform:Updated', 'test', 'ddh', now() - $1 * interval '1 day') RETURNING event_id`;
    const old = await one<{ event_id: string }>(owner, insert, [2]);
    const young = await one<{ event_id: string }>(owner, insert, [0]);
    const { events } = await apply();
    assert.ok(events >= 1);
    assert.equal((await archived('event', old.event_id)).rowCount, 1);
    assert.equal((await archived('event', young.event_id)).rowCount, 0);
    const { rowCount } = await owner.query('SELECT FROM rhumbline.events WHERE event_id = $1', [young.event_id]);
    assert.equal(rowCount, 1);
  });

  test('callbacks are archived once they have ended, and answers under keys removed', async () => {
    const { asset_id } = await submitVersion(domain, submission(), ACTOR);
    const insert = `INSERT INTO rhumbline.webhook_deliveries
        (delivery_id, platform_id, asset_id, ordinal, request_id, type, url, body, state, created_at, ended_at)
      VALUES ($1, 'ddh', $2, 1, 'r', 'version.completed', 'https://example.org', '{}', $3, now() - interval '9 days', $4)`;
    const [sent, waits] = [`msg_${'a'.repeat(32)}`, `msg_${'b'.repeat(32)}`];
    await owner.query(insert, [sent, asset_id, 'delivered', new Date(Date.now() - 2 * DAY)]);
    await owner.query(insert, [waits, asset_id, 'pending', null]);
    await owner.query(
      `INSERT INTO rhumbline.idempotency_keys (actor, operation, key, request_hash, answer, expires_at)
       VALUES ('a', 'o', 'past', $1, '{}', now() - interval '1 s'), ('a', 'o', 'good', $1, '{}', now() + interval '1 h')`,
      ['a'.repeat(64)],
    );
    const { webhooks, idempotency_keys } = await apply();
    assert.deepEqual([webhooks, idempotency_keys], [1, 1]);
    assert.equal((await archived('webhook', sent)).rowCount, 1);
    const left = await owner.query('SELECT delivery_id FROM rhumbline.webhook_deliveries');
    assert.deepEqual(left.rows, [{ delivery_id: waits }]);
  });

  test('the archive itself is pruned by its own age', async () => {
    const job = await standalone();
    await age(3);
    await apply();
    await age(20);
    assert.equal((await apply()).archive > 0, (await archived('job', job)).rowCount === 0);
    assert.equal((await archived('job', job)).rowCount, 1, 'it is not yet so old');
    await age(11);
    assert.ok((await apply()).archive > 0);
    assert.equal((await archived('job', job)).rowCount, 0);
  });

  test('the role of the services removes nothing of the trail but by archiving it', async () => {
    for (const statement of [
      'DELETE FROM rhumbline.events',
      'DELETE FROM rhumbline.job_timeline',
      'DELETE FROM rhumbline.archive',
      "UPDATE rhumbline.archive SET kind = 'job'",
      "INSERT INTO rhumbline.archive (kind, record_id, ended_at, record) VALUES ('job', 'x', now(), '{}')",
    ]) {
      await assert.rejects(domain.query(statement), { code: '42501' }, statement);
    }
  });

  test('products of jobs that failed are removed, unless something refers to them', async (t) => {
    const collection_id = `retention-${randomUUID()}`;
    const put = async (job: string) => {
      const blob = { container_name: 'silver', blob_name: `${collection_id}/${job}.tif` };
      await store.write(Buffer.from('tif'), blob, { content_type: 'image/tiff', mode: 'create' });
      t.after(() => store.remove(blob));
      return blob;
    };
    const good = await reprocessed({ collection_id });
    const bad = await reprocessed({ collection_id }, 'failed');
    const catalogued = await reprocessed({ collection_id });
    await owner.query(
      "UPDATE rhumbline.job_nodes SET handler = 'stac_register_item', state = 'completed' WHERE job_id = $1 AND node_id = 'convert'",
      [catalogued.first],
    );
    const [lost, current, retryable, registered] = await Promise.all(
      [good.first, good.second, bad.second, catalogued.first].map(put),
    );
    const other = { container_name: 'silver', blob_name: `${collection_id}/${good.first}0.tif` };
    await store.write(Buffer.from('tif'), other, { content_type: 'image/tiff', mode: 'create' });
    t.after(() => store.remove(other));
    assert.equal((await apply()).products, 0, 'they are young');
    await age(3);
    assert.equal((await apply({ ...AGES, jobs: 100 * DAY })).products, 1);
    const left = (await store.list('silver', `${collection_id}/`)).map(({ blob_name }) => blob_name).sort();
    const kept = [current, retryable, registered, other].map((blob) => `${blob?.blob_name}`);
    assert.deepEqual(left, kept.sort());
    assert.ok(!left.includes(`${lost?.blob_name}`));
    assert.equal((await apply({ ...AGES, jobs: 100 * DAY })).products, 0);
  });

  test('a product that cannot be removed keeps no other from its end, and is tried again', async (t) => {
    const collection_id = `retention-${randomUUID()}`;
    const jobs = [await reprocessed({ collection_id }), await reprocessed({ collection_id })];
    const blobs = jobs.map(({ first }) => ({ container_name: 'silver', blob_name: `${collection_id}/${first}.tif` }));
    for (const blob of blobs) {
      await store.write(Buffer.from('tif'), blob, { content_type: 'image/tiff', mode: 'create' });
      t.after(() => store.remove(blob));
    }
    const silver = new BlobServiceClient(storageUrl, new DefaultAzureCredential()).getContainerClient('silver');
    const lease = silver.getBlobClient(`${blobs[0]?.blob_name}`).getBlobLeaseClient();
    await lease.acquireLease(-1);
    await age(3);
    const ages = { ...AGES, jobs: 100 * DAY };
    const done = await apply(ages);
    assert.deepEqual([done.products, done.products_failed, done.is_done], [1, 1, true]);
    assert.deepEqual(await store.list('silver', `${collection_id}/`).then((left) => left.length), 1);
    await lease.releaseLease();
    const again = await apply(ages);
    assert.deepEqual([again.products, again.products_failed], [1, 0]);
  });
});
