import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, test } from 'node:test';
import { forgetAnswers } from '../../src/assets/idempotency/forget-answers.ts';
import { eventually, stackEnv } from '../support/stack.ts';
import { freshDatabase, poolOf, statements } from './support/database.ts';
import { type Answer, clientOf, clientWith, echoSubmission, GATEWAY, untilProcessed } from './support/gateway.ts';
import { suiteLifetime } from './support/lifetime.ts';

const client = clientWith();
const codeOf = ({ status, body }: Answer) => `${status} ${body.code ?? ''}`.trim();
const SUBMIT = '/api/platform/submit';
const JOB = '/api/gateway/submit';
const BATCH = '/api/gateway/submit/batch';

/** What a repetition has to have in common with the first time. */
function told({ status, headers, body }: Answer) {
  return { status, location: headers.get('location'), etag: headers.get('etag'), body };
}

const isReplayed = ({ headers }: Answer) => headers.get('idempotent-replayed') === 'true';

/** Sends the same thing twice under one key: the second time nothing is done, and the answer is that of the first. */
async function twice(path: string, body: unknown, headers: Record<string, string> = {}, from = client) {
  const key = { 'Idempotency-Key': `"${randomUUID()}"`, ...headers };
  const first = await from.post(path, body, key);
  assert.ok(first.status < 300, JSON.stringify(first.body));
  assert.ok(!isReplayed(first));
  const again = await from.post(path, body, key);
  assert.deepEqual(told(again), told(first));
  assert.ok(isReplayed(again));
  return { first, key };
}

/** A submission that names no request: without a key, each is a request of its own. */
function anonymousSubmission(over: Record<string, unknown> = {}) {
  const { request_id: _, ...submission } = echoSubmission(over);
  return submission;
}

/** Another job, however often it is asked for. */
const aJob = () => ({ workflow_id: 'echo_test', input_params: { message: randomUUID() } });

describe('every operation that creates takes an Idempotency-Key', () => {
  const lifetime = suiteLifetime();

  test('what an operation without a body is sent all the same is refused, not passed over', async () => {
    const submission = echoSubmission({ workflow_id: 'retry_test', input_params: { permanent: true } });
    const { body } = await client.post(SUBMIT, submission);
    await untilProcessed(client, submission.request_id);
    const path = `/api/assets/${body.asset_id}/versions/1/reprocess`;
    for (const sent of [{ x: 1 }, [], null, 7]) {
      const refused = await client.post(path, sent, { 'Idempotency-Key': randomUUID() });
      assert.equal(codeOf(refused), '422 invalid_request', JSON.stringify(sent));
    }
    const key = { 'Idempotency-Key': randomUUID() };
    const first = await client.post(path, {}, key);
    assert.equal(first.status, 202, JSON.stringify(first.body));
    assert.ok(isReplayed(await client.post(path, undefined, key)), 'no body and an empty one are the same');
    assert.equal(codeOf(await client.post(path, { x: 2 }, key)), '422 invalid_request');
  });

  test('and its document says so', async () => {
    const { body } = await client.get('/openapi.json');
    const operations = Object.values(body.paths as Record<string, Record<string, Operation>>).flatMap((path) =>
      Object.values(path),
    );
    const taking = operations.filter(({ parameters = [] }) =>
      parameters.some(({ name }) => name === 'Idempotency-Key'),
    );
    assert.deepEqual(taking.map(({ operationId }) => operationId).sort(), [
      ...['createApiKey', 'createLayerMetadata', 'createPlatform', 'reprocessVersion', 'retryJob', 'rotateApiKey'],
      ...['rotateWebhookSecret', 'runSpec'],
      ...['submitGatewayJob', 'submitGatewayJobs', 'submitPlatform'],
    ]);
  });

  test('a submission', async () => {
    const submission = anonymousSubmission();
    const { first } = await twice(SUBMIT, submission);
    const versions = await client.get(`/api/assets/${first.body.asset_id}/versions`);
    assert.equal((versions.body.versions as unknown[]).length, 1);
    assert.equal(
      codeOf(await client.post(SUBMIT, submission)),
      '409 unresolved_version',
      'without the key it is another',
    );
  });

  test('a submission that was there before, by its request id', async () => {
    const submission = echoSubmission();
    const before = await client.post(SUBMIT, submission);
    const { first, key } = await twice(SUBMIT, submission);
    assert.deepEqual(told(first), told(before));
    assert.equal(codeOf(await client.post(SUBMIT, echoSubmission(), key)), '422 idempotency_key_reused');
  });

  test('a job, which is told of as it was', async () => {
    const { first } = await twice(JOB, aJob());
    assert.deepEqual([first.body.status, first.body.created], ['pending', true]);
    await eventually(async () => {
      const { body } = await client.get(`/api/status/job/${first.body.job_id}`);
      assert.equal(body.state, 'completed');
    });
  });

  test('a batch, and each job of it', async () => {
    const jobs = [aJob(), aJob(), aJob()];
    const { first, key } = await twice(BATCH, { jobs });
    assert.equal(first.body.accepted, 3);
    for (const other of [[aJob()], [...jobs, aJob()], jobs.slice(1)]) {
      assert.equal(codeOf(await client.post(BATCH, { jobs: other }, key)), '422 idempotency_key_reused');
    }
    const single = await client.post(JOB, jobs[0], key);
    assert.deepEqual([single.status, single.body.created], [202, false], 'of a job alone it is another key');
  });

  test('a spec that is sent along, and a retry', async () => {
    const spec = `workflow_id: once_only\nversion: 1\nnodes:\n  only:\n    handler: flaky_echo\n    params: { failure_rate: 1, message: ${randomUUID()} }\n    retry: { max_attempts: 1 }\n`;
    const { first } = await twice('/api/jobs/run', { spec });
    const path = `/api/status/job/${first.body.job_id}`;
    const failed = async () => assert.equal((await client.get(path)).body.state, 'failed');
    await eventually(failed);
    const retried = await twice(`/api/jobs/${first.body.job_id}/retry`, {});
    assert.deepEqual(retried.first.body, { job_id: first.body.job_id, attempt: 2, status: 'pending' });
    await eventually(failed);
    const later = await client.post(`/api/jobs/${first.body.job_id}/retry`, {}, retried.key);
    assert.deepEqual([later.body.attempt, isReplayed(later)], [2, true], 'also once it has failed again');
  });

  test('a reprocessing, although the version is not what If-Match says any more', async () => {
    const submission = echoSubmission();
    const { body } = await client.post(SUBMIT, submission);
    await untilProcessed(client, submission.request_id);
    const version = `/api/assets/${body.asset_id}/versions/1`;
    const etag = String((await client.get(version)).headers.get('etag'));
    const { first } = await twice(`${version}/reprocess`, undefined, { 'If-Match': etag });
    assert.deepEqual([first.status, first.body.revision], [202, 1]);
    assert.equal(
      codeOf(await client.post(`${version}/reprocess`, undefined, { 'If-Match': etag })),
      '412 stale_if_match',
    );
  });

  test('a platform, and an API key, whose secret is nowhere in the database', async () => {
    const platform_id = `test-${randomUUID().slice(0, 8)}`;
    await twice('/api/admin/platforms', { platform_id, display_name: 'Once', required_refs: ['thing'] });
    const made = await twice('/api/admin/api-keys', { name: 'once', scopes: ['read'], platform_id });
    const rotated = await twice(`/api/admin/api-keys/${made.first.body.prefix}/rotate`, { overlap_seconds: 60 });
    const pool = poolOf(lifetime, stackEnv('DATABASE_URL'), 1);
    for (const { first, key } of [made, rotated]) {
      const secret = String(first.body.key);
      assert.equal((await clientWith(secret).get('/api/assets')).status, 200);
      const { rows } = await pool.query('SELECT answer FROM rhumbline.idempotency_keys WHERE key = $1', [
        key['Idempotency-Key'].slice(1, -1),
      ]);
      assert.equal(rows.length, 1);
      const kept = String(rows[0].answer);
      assert.ok(!kept.includes(secret) && !Buffer.from(kept, 'base64url').includes(secret.slice(16)));
    }
  });
});

interface Operation {
  operationId: string;
  parameters?: { name: string }[];
}

describe('a key', () => {
  const lifetime = suiteLifetime();

  test('that is none is refused, by its name', async () => {
    for (const key of ['', 'k'.repeat(256), 'one, two', '"open', 'two words', '"one", "two"']) {
      const answer = await client.post(SUBMIT, anonymousSubmission(), { 'Idempotency-Key': key });
      assert.equal(codeOf(answer), '400 malformed_idempotency_key', key);
      assert.deepEqual(
        answer.body.errors?.map(({ header, code }) => [header, code]),
        [['Idempotency-Key', 'invalid_value']],
      );
    }
  });

  test('reads the same with quotes and without', async () => {
    const key = randomUUID();
    const job = aJob();
    await client.post(JOB, job, { 'Idempotency-Key': key });
    assert.ok(isReplayed(await client.post(JOB, job, { 'Idempotency-Key': `"${key}"` })));
  });

  test('is good for one request: in another order, or with a default said, it is the same one', async () => {
    const { key } = await twice(JOB, aJob());
    assert.equal(codeOf(await client.post(JOB, aJob(), key)), '422 idempotency_key_reused');
    const [message, other] = [randomUUID(), { 'Idempotency-Key': randomUUID() }];
    await client.post(JOB, { workflow_id: 'echo_test', input_params: { message } }, other);
    const same = { priority: 5, input_params: { message }, workflow_id: 'echo_test' };
    assert.ok(isReplayed(await client.post(JOB, same, other)));
  });

  test("is its sender's, and its operation's", async () => {
    const job = aJob();
    const { first, key } = await twice(JOB, job);
    const somebody = await clientOf(lifetime, { scopes: ['submit', 'read'], platform_id: null });
    const theirs = await somebody.post(JOB, aJob(), key);
    assert.equal(theirs.status, 202);
    assert.notEqual(theirs.body.job_id, first.body.job_id);
    assert.equal((await client.post(SUBMIT, anonymousSubmission(), key)).status, 202);
  });

  test('is free again after a request that was refused', async () => {
    const key = { 'Idempotency-Key': randomUUID() };
    const refused = await client.post(SUBMIT, anonymousSubmission({ platform_refs: { dataset_id: 'd' } }), key);
    assert.equal(codeOf(refused), '422 missing_platform_ref');
    assert.equal((await client.post(SUBMIT, anonymousSubmission(), key)).status, 202);
  });

  test('is forgotten when its time is over', async () => {
    const pool = poolOf(lifetime, stackEnv('DATABASE_URL'), 1);
    const { key } = await twice(JOB, aJob());
    const forget = 'UPDATE rhumbline.idempotency_keys SET expires_at = now() WHERE key = $1';
    assert.equal((await pool.query(forget, [key['Idempotency-Key'].slice(1, -1)])).rowCount, 1);
    await twice(JOB, aJob(), key);
  });

  test('is removed when its time is over, by one process alone', async (t) => {
    const { domain, owner } = await freshDatabase(t);
    await statements(owner, [
      `INSERT INTO rhumbline.idempotency_keys (actor, operation, key, request_hash, answer, expires_at)
       SELECT 'a', 'o', 'key-' || n, repeat('0', 64), '{}', now() + (n - 30) * interval '1 hour'
       FROM generate_series(1, 50) AS n`,
    ]);
    const pool = poolOf(t, domain, 4);
    const removed = await Promise.all([1, 2, 3].map(() => forgetAnswers(pool, 5)));
    assert.equal(
      removed.reduce((sum, each) => sum + each, 0),
      15,
    );
    const left = async () =>
      (await pool.query<{ key: string }>('SELECT key FROM rhumbline.idempotency_keys ORDER BY expires_at')).rows;
    assert.deepEqual([(await left()).length, (await left())[0]?.key], [35, 'key-16'], 'the oldest first');
    assert.equal(await forgetAnswers(pool, 100), 15);
    assert.deepEqual([(await left()).length, (await left())[0]?.key], [20, 'key-31']);
    assert.equal(await forgetAnswers(pool, 100), 0);
  });

  test('of a request that is being carried out is refused, and of one that died on the way is free', async () => {
    // A role sees what its own connections do, and may end them.
    const pool = poolOf(lifetime, stackEnv('DATABASE_URL_DOMAIN'), 2);
    const submission = anonymousSubmission();
    const { body } = await client.post(SUBMIT, submission);
    await untilProcessed(client, String(body.request_id));
    await client.post(`/api/assets/${body.asset_id}/versions/1/approve`, {});
    const key = { 'Idempotency-Key': randomUUID() };
    const holder = await pool.connect();
    try {
      await holder.query('BEGIN');
      const own = Number((await holder.query('SELECT pg_backend_pid() AS pid')).rows[0].pid);
      await holder.query('SELECT FROM rhumbline.assets WHERE asset_id = $1 FOR UPDATE', [body.asset_id]);
      const waiting = client.post(SUBMIT, submission, key);
      const pid = await eventually(() => pidOfWaiting(pool, own), 10_000, 20);
      const meanwhile = await client.post(SUBMIT, submission, key);
      assert.equal(codeOf(meanwhile), '409 idempotency_key_in_flight');
      assert.equal(meanwhile.headers.get('retry-after'), '5');
      // What a crash comes to: the server finds the connection gone and rolls back.
      await pool.query('SELECT pg_terminate_backend($1)', [pid]);
      assert.ok((await waiting).status >= 500);
    } finally {
      await holder.query('ROLLBACK');
      holder.release();
    }
    const done = await client.post(SUBMIT, submission, key);
    assert.equal(done.status, 202, JSON.stringify(done.body));
    assert.deepEqual([done.body.version_ordinal, isReplayed(done)], [2, false]);
    assert.ok(isReplayed(await client.post(SUBMIT, submission, key)));
  });

  test('of twenty requests at once carries one out', async () => {
    const submission = anonymousSubmission();
    const key = { 'Idempotency-Key': randomUUID() };
    const answers = await Promise.all(Array.from({ length: 20 }, () => client.post(SUBMIT, submission, key)));
    const accepted = answers.filter(({ status }) => status === 202);
    assert.equal(accepted.filter((answer) => !isReplayed(answer)).length, 1);
    assert.equal(new Set(accepted.map(({ body }) => body.request_id)).size, 1);
    for (const answer of answers.filter(({ status }) => status !== 202)) {
      assert.equal(codeOf(answer), '409 idempotency_key_in_flight');
    }
    const versions = await client.get(`/api/assets/${accepted[0]?.body.asset_id}/versions`);
    assert.equal((versions.body.versions as unknown[]).length, 1);
  });
});

test('reads do not know the header', async () => {
  const answer = await fetch(`${GATEWAY}/health/live`, { headers: { 'Idempotency-Key': '' } });
  assert.equal(answer.status, 200);
});

/** The backend that waits for what another one holds. */
async function pidOfWaiting(pool: ReturnType<typeof poolOf>, holder: number): Promise<number> {
  const { rows } = await pool.query<{ pid: number }>(
    'SELECT pid FROM pg_stat_activity WHERE $1 = ANY(pg_blocking_pids(pid))',
    [holder],
  );
  assert.equal(rows.length, 1);
  return Number(rows[0]?.pid);
}
