import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, describe, test } from 'node:test';
import { checkCallback } from '../../src/api/domain/preflight/check-callback.ts';
import { eventually, stackEnv } from '../support/stack.ts';
import { poolOf } from './support/database.ts';
import { type Answer, type Client, clientOf, clientWith, echoSubmission, untilProcessed } from './support/gateway.ts';
import { suiteLifetime } from './support/lifetime.ts';
import { type Receiver, startReceiver, verify } from './support/receiver.ts';
import { closeTemporalClient, temporalClient } from './support/run-spec.ts';

const admin = clientWith();
const codeOf = ({ status, body }: Answer) => `${status} ${body.code ?? ''}`.trim();
const COMPLETED = 'version.processing.completed';

async function newPlatform(): Promise<string> {
  const platform_id = `hooks-${randomUUID().slice(0, 8)}`;
  const required_refs = ['dataset_id', 'resource_id'];
  const made = await admin.post('/api/admin/platforms', { platform_id, display_name: 'A test', required_refs });
  assert.equal(made.status, 201);
  return platform_id;
}

const secretPath = (platform_id: string) => `/api/admin/platforms/${platform_id}/webhook-secret`;

async function newSecret(platform_id: string, body: object = {}): Promise<string> {
  const made = await admin.post(secretPath(platform_id), body);
  assert.equal(made.status, 201, JSON.stringify(made.body));
  return String(made.body.secret);
}

async function submit(platform_id: string, callback_url: string, over: Record<string, unknown> = {}) {
  const submission = echoSubmission({ platform_id, callback_url, ...over });
  const answer = await admin.post('/api/platform/submit', submission);
  assert.equal(answer.status, 202, JSON.stringify(answer.body));
  return { request_id: submission.request_id, asset_id: String(answer.body.asset_id) };
}

async function listed(client: Client, query: string): Promise<Record<string, unknown>[]> {
  const { status, body } = await client.get(`/api/admin/webhooks?limit=500&${query}`);
  assert.equal(status, 200, JSON.stringify(body));
  return body.webhooks as Record<string, unknown>[];
}

/** When callbacks of these types are among the dead letters of a platform, and none is on its way. */
const untilDead = (platform_id: string, ...wanted: string[]) =>
  eventually(async () => {
    const dead = await listed(admin, `platform_id=${platform_id}`);
    assert.deepEqual(
      wanted.filter((type) => !dead.some((each) => each.type === type)),
      [],
    );
    assert.deepEqual(await listed(admin, `platform_id=${platform_id}&state=pending`), []);
    return dead;
  });

describe('callbacks', { concurrency: true }, () => {
  const lifetime = suiteLifetime();
  let platform: string;
  let secret: string;
  before(async () => {
    lifetime.after(closeTemporalClient);
    platform = await newPlatform();
    secret = await newSecret(platform);
  });

  test('tell of every state, signed, with what the status URL shows and nothing else', async () => {
    const receiver = await startReceiver(lifetime);
    const { request_id, asset_id } = await submit(platform, receiver.url, { version_label: 'v ü' });
    await untilProcessed(admin, request_id);
    const status = (await admin.get(`/api/platform/status/${request_id}`)).body;
    const [done] = await eventually(() => some(receiver, COMPLETED));
    assert.ok(done);
    verify(done, secret);
    assert.throws(() => verify({ ...done, text: done.text.replace('completed', 'failed') }, secret));
    assert.deepEqual([done.path, done.headers['content-type']], ['/hooks?token=t0ken', 'application/json']);
    assert.match(String(done.headers['user-agent']), /^Rhumbline\/\d/);
    assert.deepEqual(Object.keys(done.body), ['type', 'timestamp', 'data']);
    assert.match(done.body.timestamp, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    const { monitor_url: _, links: __, ...shown } = status;
    assert.deepEqual({ ...done.body.data, updated_at: '' }, { ...shown, updated_at: '' });
    assert.deepEqual([done.body.data.percent, done.body.data.asset_id], [100, asset_id]);

    const path = `/api/assets/${asset_id}/versions/1`;
    assert.equal((await admin.post(`${path}/approve`, { reviewer: 'R. Viewer' })).status, 200);
    const [approved] = await eventually(() => some(receiver, 'version.approval.approved'));
    assert.equal(approved?.body.data.approval_state, 'approved');
    const ids = new Set(receiver.received.map(({ headers }) => headers['webhook-id']));
    assert.equal(ids.size, receiver.received.length, 'each once');
    for (const { body } of receiver.received) assert.ok(!JSON.stringify(body).includes('-r0'), 'no job id');
  });

  test('tell of failure, reprocessing and rejection', async () => {
    const receiver = await startReceiver(lifetime);
    const { request_id, asset_id } = await submit(platform, receiver.url, {
      ...{ workflow_id: 'retry_test', input_params: { permanent: true } },
    });
    assert.equal((await untilProcessed(admin, request_id)).processing_state, 'failed');
    const [failed] = await eventually(() => some(receiver, 'version.processing.failed'));
    assert.deepEqual(Object.keys(failed?.body.data.error as object).sort(), ['code', 'message']);
    const path = `/api/assets/${asset_id}/versions/1`;
    assert.equal((await admin.post(`${path}/reprocess`)).status, 202);
    const [queued] = await eventually(() => some(receiver, 'version.processing.queued'));
    assert.deepEqual([queued?.body.data.processing_state, queued?.body.data.error], ['queued', null]);
    await eventually(async () => assert.equal((await some(receiver, 'version.processing.failed')).length, 2));
    assert.equal((await admin.post(`${path}/reject`, { rejection_reason: 'no' })).status, 200);
    assert.equal((await eventually(() => some(receiver, 'version.approval.rejected'))).length, 1);
  });

  test('that fail twice come again under their id, with a new signature of the same body', async () => {
    const receiver = await startReceiver(lifetime, ({ body }, number) => ({
      status: body.type === COMPLETED && number <= 2 ? 503 : 200,
    }));
    await submit(platform, receiver.url);
    const tries = await eventually(async () => {
      const all = await some(receiver, COMPLETED);
      assert.equal(all.length, 3);
      return all;
    });
    assert.equal(new Set(tries.map(({ headers }) => headers['webhook-id'])).size, 1);
    assert.equal(new Set(tries.map(({ text }) => text)).size, 1);
    for (const each of tries) verify(each, secret);
    const id = String(tries[0]?.headers['webhook-id']);
    await eventually(async () => {
      const [mine] = (await listed(admin, `platform_id=${platform}&state=delivered`)).filter(
        ({ delivery_id }) => delivery_id === id,
      );
      assert.deepEqual([mine?.attempts, mine?.last_status, mine?.last_error], [3, 200, null]);
    });
    const { workflow } = await temporalClient();
    await eventually(async () => {
      const { status, type } = await workflow.getHandle(`webhook-${id}-1`).describe();
      assert.deepEqual([status.name, type], ['COMPLETED', 'deliverWebhook']);
    });
  });

  test('that are never taken are given up, listed, and sent again when somebody asks', async () => {
    const own = await newPlatform();
    await newSecret(own);
    let isMended = false;
    const receiver = await startReceiver(lifetime, () => ({ status: isMended ? 200 : 500 }));
    const { request_id, asset_id } = await submit(own, receiver.url);
    await untilProcessed(admin, request_id);
    const dead = await untilDead(own, COMPLETED);
    const one = dead.find(({ type }) => type === COMPLETED);
    assert.ok(one);
    const { delivery_id, created_at: _, ended_at, last_attempt_at, ...rest } = one;
    assert.ok(ended_at && last_attempt_at);
    assert.deepEqual(rest, {
      ...{ platform_id: own, asset_id, version_ordinal: 1, request_id, type: COMPLETED, state: 'dead', round: 1 },
      url: receiver.url.replace('?token=t0ken', ''),
      ...{ attempts: 4, last_status: 500 },
      last_error: { code: 'callback_not_taken', message: 'The receiver answered 500 and not 2xx.' },
    });

    const path = `/api/admin/webhooks/${delivery_id}/redeliver`;
    const stranger = await clientOf(lifetime, { scopes: ['admin'], platform_id: platform });
    assert.equal(codeOf(await stranger.post(path)), '404 webhook_not_found');
    assert.ok((await listed(stranger, '')).every(({ platform_id }) => platform_id === platform));
    assert.equal(codeOf(await stranger.get(`/api/admin/webhooks?platform_id=${own}`)), '403 platform_not_allowed');
    isMended = true;
    const again = await admin.post(path);
    assert.deepEqual([again.status, again.body.state, again.body.round], [202, 'pending', 2]);
    await eventually(async () => {
      const taken = await listed(admin, `platform_id=${own}&state=delivered`);
      assert.deepEqual(
        taken.map((each) => [each.delivery_id, each.attempts]),
        [[delivery_id, 1]],
      );
    });
    assert.equal(codeOf(await admin.post(path)), '409 webhook_not_dead');
    const ids = receiver.ofType(COMPLETED).map(({ headers }) => headers['webhook-id']);
    assert.deepEqual(new Set(ids), new Set([delivery_id]), 'the receiver knows it by its id');
  });

  test('410 ends them at once; a redirect is not followed', async () => {
    const own = await newPlatform();
    await newSecret(own);
    const target = await startReceiver(lifetime);
    const receiver = await startReceiver(lifetime, ({ body }) =>
      body.type === COMPLETED ? { status: 307, headers: { Location: target.url } } : { status: 410 },
    );
    const { request_id, asset_id } = await submit(own, receiver.url);
    await untilProcessed(admin, request_id);
    assert.equal(
      (await admin.post(`/api/assets/${asset_id}/versions/1/reject`, { rejection_reason: 'no' })).status,
      200,
    );
    const dead = await untilDead(own, COMPLETED, 'version.approval.rejected');
    const shown = Object.fromEntries(
      dead.map(({ type, attempts, last_error }) => [type, `${attempts} ${(last_error as { code: string }).code}`]),
    );
    assert.equal(shown[COMPLETED], '4 callback_redirected');
    assert.equal(shown['version.approval.rejected'], '1 callback_gone');
    assert.equal(target.received.length, 0);
  });

  test('go to no private address: refused at the submission, and at the delivery', async () => {
    for (const callback_url of [
      ...['https://127.0.0.1/x', 'https://169.254.169.254/metadata', 'https://[::1]/', 'https://[::ffff:10.0.0.1]/'],
      ...['https://2130706433/', 'http://example.com/', 'http://127.0.0.1:1/'],
      ...['https://gateway/', 'https://a.localhost/'],
    ]) {
      const answer = await admin.post('/api/platform/submit', echoSubmission({ platform_id: platform, callback_url }));
      assert.equal(codeOf(answer), '422 callback_url_refused', callback_url);
      assert.equal(answer.body.errors?.[0]?.pointer, '/callback_url');
    }
    const own = await newPlatform();
    await newSecret(own);
    const { request_id } = await submit(own, 'http://localhost:9/');
    const { asset_id } = await untilProcessed(admin, request_id);
    const pool = poolOf(lifetime, stackEnv('DATABASE_URL'), 1);
    const delivery_id = `msg_${randomUUID().replaceAll('-', '')}`;
    await pool.query(
      `INSERT INTO rhumbline.webhook_deliveries (delivery_id, platform_id, asset_id, ordinal, request_id, type, url, body)
       VALUES ($1, $2, $3, 1, $4, $5, 'https://127.0.0.1/', '{}')`,
      [delivery_id, own, asset_id, request_id, COMPLETED],
    );
    await eventually(async () => {
      const [it] = (await listed(admin, `platform_id=${own}`)).filter((each) => each.delivery_id === delivery_id);
      assert.deepEqual([it?.attempts, (it?.last_error as { code: string })?.code], [4, 'callback_address_refused']);
    });
  });

  test('are not promised to a platform that has no secret', async () => {
    const own = await newPlatform();
    const unsigned = echoSubmission({ platform_id: own, callback_url: 'http://localhost:9/' });
    assert.equal(codeOf(await admin.post('/api/platform/submit', unsigned)), '422 webhook_secret_missing');
    const services = {
      pool: poolOf(lifetime, stackEnv('DATABASE_URL_DOMAIN'), 1),
      webhooks: { policy: { local_hosts: [] } },
    };
    const looked: string[] = [];
    const check = (url: string) =>
      checkCallback(services, own, url, async (host) => {
        looked.push(host);
        return [{ address: '8.8.8.8', family: 4 }];
      });
    assert.equal((await check('https://slow.example/')).length, 1);
    assert.deepEqual(looked, [], 'nor is their receiver looked up');
    await newSecret(own);
    assert.deepEqual(await check('https://slow.example/'), []);
    assert.deepEqual(looked, ['slow.example']);
    assert.equal((await admin.post('/api/platform/submit', unsigned)).status, 202);
  });

  test('are signed with both secrets while one follows the other', async () => {
    const own = await newPlatform();
    const first = await newSecret(own);
    const rotated = await admin.post(secretPath(own), { overlap_seconds: 3600 });
    assert.deepEqual([rotated.status, rotated.headers.get('cache-control')], [201, 'no-store']);
    assert.ok(Date.parse(String(rotated.body.previous_until)) > Date.now() + 3_000_000);
    const second = String(rotated.body.secret);
    const receiver = await startReceiver(lifetime);
    await submit(own, receiver.url);
    const [both] = await eventually(() => some(receiver, COMPLETED));
    assert.ok(both);
    for (const each of [first, second]) verify(both, each);
    const third = await newSecret(own, { overlap_seconds: 0 });
    await submit(own, receiver.url);
    const last = await eventually(async () => {
      assert.equal(receiver.ofType(COMPLETED).length, 2);
      return receiver.ofType(COMPLETED)[1];
    });
    assert.ok(last);
    verify(last, third);
    for (const each of [first, second]) assert.throws(() => verify(last, each));
    assert.equal(String(last.headers['webhook-signature']).split(' ').length, 1);
  });

  test("a secret is its platform's administrators' alone to make, and lies nowhere in clear", async () => {
    const bound = await clientOf(lifetime, { scopes: ['admin'], platform_id: platform });
    const own = await newPlatform();
    assert.equal(codeOf(await bound.post(secretPath(own), {})), '404 platform_not_found');
    assert.equal(codeOf(await bound.post(secretPath('nobody'), {})), '404 platform_not_found');
    const client = await clientOf(lifetime, { scopes: ['submit', 'read', 'review'], platform_id: platform });
    assert.equal(codeOf(await client.post(secretPath(platform), {})), '403 insufficient_scope');
    assert.equal(codeOf(await client.get('/api/admin/webhooks')), '403 insufficient_scope');
    const pool = poolOf(lifetime, stackEnv('DATABASE_URL'), 1);
    const key = { 'Idempotency-Key': randomUUID() };
    const made = await admin.post(secretPath(own), {}, key);
    assert.equal((await admin.post(secretPath(own), {}, key)).body.secret, made.body.secret);
    const { rows } = await pool.query<{ text: string }>(
      `SELECT row_to_json(secret)::text AS text FROM rhumbline.webhook_secrets AS secret WHERE platform_id = $1
       UNION ALL SELECT answer FROM rhumbline.idempotency_keys WHERE key = $2
       UNION ALL SELECT row_to_json(event)::text FROM rhumbline.events AS event WHERE platform_id = $1`,
      [own, key['Idempotency-Key']],
    );
    assert.ok(rows.length >= 3);
    for (const { text } of rows) assert.ok(!text.includes(String(made.body.secret).slice(6, 26)), text);
  });

  test('whose workflow was ended from outside are given up by the sweep, and can be asked for again', async () => {
    const own = await newPlatform();
    await newSecret(own);
    const receiver = await startReceiver(lifetime);
    const { request_id } = await submit(own, receiver.url);
    const { asset_id } = await untilProcessed(admin, request_id);
    await eventually(() => some(receiver, COMPLETED));
    const { workflow } = await temporalClient();
    const delivery_id = `msg_${randomUUID().replaceAll('-', '')}`;
    // On a queue that nobody works at.
    const workflowId = `webhook-${delivery_id}-1`;
    const lost = await workflow.start('deliverWebhook', { workflowId, taskQueue: randomUUID(), args: [] });
    await lost.terminate();
    const pool = poolOf(lifetime, stackEnv('DATABASE_URL'), 1);
    await pool.query(
      `INSERT INTO rhumbline.webhook_deliveries (delivery_id, platform_id, asset_id, ordinal, request_id, type, url, body)
       VALUES ($1, $2, $3, 1, $4, $5, $6, $7)`,
      [delivery_id, own, asset_id, request_id, COMPLETED, receiver.url, '{"type":"again"}'],
    );
    await eventually(async () => {
      const [it] = await listed(admin, `platform_id=${own}`);
      assert.deepEqual(
        [it?.delivery_id, (it?.last_error as { code: string })?.code],
        [delivery_id, 'delivery_interrupted'],
      );
    });
    assert.equal((await admin.post(`/api/admin/webhooks/${delivery_id}/redeliver`)).status, 202);
    await eventually(() => some(receiver, 'again'));
  });
});

async function some(receiver: Receiver, type: string) {
  const found = receiver.ofType(type);
  assert.ok(found.length > 0, `no ${type} among ${receiver.received.map(({ body }) => body.type)}`);
  return found;
}
