import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { before, describe, test } from 'node:test';
import { defaultPayloadConverter } from '@temporalio/common';
import { collectPayloads } from '../../src/api/domain/payloads/collect-payloads.ts';
import type { DomainServices } from '../../src/api/domain/services.ts';
import { recordJobReport } from '../../src/assets/record-job-report.ts';
import { submitVersion } from '../../src/assets/submit-version.ts';
import { createPayloadCodec } from '../../src/storage/claim-check/payload-codec.ts';
import { eventually } from '../support/stack.ts';
import { startAnotherDomain } from './support/another-domain.ts';
import { ACTOR, completed, submission } from './support/asset-service.ts';
import { freshDatabase, poolOf } from './support/database.ts';
import { suiteLifetime } from './support/lifetime.ts';
import { store } from './support/storage.ts';
import { quietDomain } from './support/temporal.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('payloads go when the retention of their job is over', () => {
  const suite = suiteLifetime();
  const container_name = `payloads-${randomUUID()}`;
  const codec = createPayloadCodec({ store, container_name, threshold: 1_024 });
  let services: DomainServices;
  before(async () => {
    services = await quietDomain(suite);
    await store.ensureContainer(container_name);
  });

  async function storePayload(workflowId: string): Promise<void> {
    const payload = defaultPayloadConverter.toPayload(randomBytes(1_000).toString('hex'));
    await codec.encode([payload], { type: 'workflow', namespace: 'default', workflowId });
  }
  const left = async (job: string) => (await store.list(container_name, `${job}/`)).length;

  async function jobThatEnded(pool = services.pool, ago = 0): Promise<string> {
    const { job_id } = await submitVersion(pool, submission(), ACTOR);
    await storePayload(job_id);
    await storePayload(`${job_id}/tiles/1`);
    await recordJobReport(pool, completed(job_id, {}));
    await pool.query("UPDATE rhumbline.jobs SET ended_at = now() - $2 * interval '1 millisecond' WHERE job_id = $1", [
      job_id,
      ago,
    ]);
    return job_id;
  }

  const collect = (over: { limit?: number; later?: number } = {}) =>
    collectPayloads(
      services,
      { container_name, retention_ms: 30 * DAY, limit: over.limit ?? 1_000 },
      new Date(Date.now() + (over.later ?? 0)),
    );

  test('not before, not those of a job that has not ended, and nothing that is no payload', async () => {
    const old = await jobThatEnded(services.pool, 31 * DAY);
    const recent = await jobThatEnded(services.pool, 29 * DAY);
    const { job_id: open } = await submitVersion(services.pool, submission(), ACTOR);
    await storePayload(open);
    const foreign = { container_name, blob_name: `${old}/notes.txt` };
    await store.write(Buffer.from('kept'), foreign, { content_type: 'text/plain', mode: 'create' });
    const { removed, next } = await collect();
    assert.deepEqual({ removed, next }, { removed: 2, next: undefined });
    assert.deepEqual([await left(old), await left(recent), await left(open)], [1, 2, 1]);
    assert.equal(
      (await collect({ later: 10_000 * DAY })).removed,
      2,
      'a job that has not ended keeps its own for ever',
    );
    assert.equal(await left(open), 1);
    await store.remove(foreign);
  });

  test('a job whose id begins like that of another keeps its own', async () => {
    const old = await jobThatEnded(services.pool, 31 * DAY);
    await storePayload(`${old}0`);
    await collect();
    assert.deepEqual([await left(old), await left(`${old}0`)], [0, 1]);
  });

  test('those of no known job go when they are as old and no such workflow is open', async () => {
    const orphan = `orphan-${randomUUID()}`;
    const running = `running-${randomUUID()}`;
    await Promise.all([orphan, running].map(storePayload));
    const { workflow } = services.temporal;
    const handle = await workflow.start('runPlan', { workflowId: running, taskQueue: services.task_queues.light });
    await collect();
    assert.deepEqual([await left(orphan), await left(running)], [1, 1]);
    await collect({ later: 31 * DAY });
    assert.deepEqual([await left(orphan), await left(running)], [0, 1]);
    await handle.terminate('end of the test');
    await collect({ later: 31 * DAY });
    assert.equal(await left(running), 0);
  });

  test('one call removes no more than it may, and the next goes on', async () => {
    const jobs = await Promise.all([1, 2].map(() => jobThatEnded(services.pool, 31 * DAY)));
    assert.deepEqual((await collect({ limit: 3 })).removed, 3);
    assert.deepEqual((await collect({ limit: 3 })).removed, 1);
    for (const job of jobs) assert.equal(await left(job), 0);
  });

  test('the domain API does it by itself', async (t) => {
    const database = await freshDatabase(t);
    const job = await jobThatEnded(poolOf(t, database.domain, 2));
    assert.equal(await left(job), 2);
    await startAnotherDomain(t, {
      DATABASE_URL_DOMAIN: database.domain,
      RHUMBLINE_PAYLOAD_CONTAINER: container_name,
      RHUMBLINE_PAYLOAD_RETENTION: '3s',
    });
    await eventually(async () => assert.equal(await left(job), 0));
  });
});
