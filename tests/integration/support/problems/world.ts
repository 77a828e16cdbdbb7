import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createApiKey } from '../../../../src/assets/api-keys/create-api-key.ts';
import { eventually, stackEnv } from '../../../support/stack.ts';
import { poolOf } from '../database.ts';
import { clientWith, echoSubmission, untilProcessed } from '../gateway.ts';
import { runSpec, untilJob } from '../jobs.ts';
import type { Lifetime } from '../lifetime.ts';
import { quietServices } from './behind.ts';

/** Things in the states in which they refuse something. All of them are made at the same time. */
export type World = Awaited<ReturnType<typeof makeWorld>>;

const client = clientWith();

export async function makeWorld(t: Lifetime) {
  const [awaiting, approved, cleared, published, deleted] = await Promise.all([
    processed(),
    processed().then(approve),
    processed().then(clear),
    processed().then(approve).then(clear).then(publish),
    processed().then(remove),
  ]);
  const [failed, running, job, waitingJob, keys, referring, services] = await Promise.all([
    processed(failing()),
    runningAsset(t),
    failedJob(),
    jobThatWaits(),
    apiKeys(t),
    platformWithAsset(),
    quietServices(t),
  ]);
  const apart = { keys, referring, services };
  return { awaiting, approved, cleared, published, deleted, failed, running, job, waitingJob, ...apart };
}

export interface MadeAsset {
  submission: ReturnType<typeof echoSubmission>;
  asset: string;
  version: string;
  job_id: string;
}

export const failing = () => echoSubmission({ workflow_id: 'retry_test', input_params: { permanent: true } });

export async function submitted(submission = echoSubmission()): Promise<MadeAsset> {
  const { status, body } = await client.post('/api/platform/submit', submission);
  assert.equal(status, 202, JSON.stringify(body));
  const asset = `/api/assets/${body.asset_id}`;
  return { submission, asset, version: `${asset}/versions/1`, job_id: `${body.asset_id}-v1-r0` };
}

export async function processed(submission = echoSubmission()): Promise<MadeAsset> {
  const made = await submitted(submission);
  await untilProcessed(client, submission.request_id);
  return made;
}

async function done(path: string, made: MadeAsset, method: 'post' | 'delete' = 'post'): Promise<MadeAsset> {
  const { status, body } = await client[method](path);
  assert.equal(status, 200, JSON.stringify(body));
  return made;
}

const approve = (made: MadeAsset) => done(`${made.version}/approve`, made);
const clear = (made: MadeAsset) => done(`${made.asset}/clearance/cleared`, made);
const publish = (made: MadeAsset) => done(`${made.asset}/clearance/public`, made);
const remove = (made: MadeAsset) => done(made.asset, made, 'delete');

/** Until the world ends. */
async function runningAsset(t: Lifetime): Promise<MadeAsset> {
  const made = await submitted(
    echoSubmission({ input_params: { message: randomUUID(), steps: 600, step_delay: 0.5 } }),
  );
  t.after(() => client.post(`/api/jobs/${made.job_id}/cancel`));
  await eventually(async () => {
    assert.equal((await client.get(made.version)).body.processing_state, 'processing');
  });
  return made;
}

const FAILING_JOB = `
workflow_id: fails_with_items
version: 1
nodes:
  decide: { type: conditional, branches: [{ name: on, default: true, next: each }] }
  each:
    type: fan_out
    source: "{{ [1, 2] }}"
    key: "item-{{ item }}"
    task: { handler: echo, params: { fail_with: sorry }, retry: { max_attempts: 1 } }
  after: { handler: echo, depends_on: each, params: { n: 1 } }
`;

async function failedJob(): Promise<string> {
  const job = await runSpec(FAILING_JOB);
  await untilJob(job, 'failed');
  return job;
}

async function jobThatWaits(): Promise<string> {
  const input_params = { text: randomUUID() };
  const { body } = await client.post('/api/gateway/submit', { workflow_id: 'approval_test', input_params });
  await eventually(async () => {
    const progress = await client.get(`/api/jobs/${body.job_id}/progress`);
    assert.equal((progress.body.waiting_for as unknown[]).length, 1);
  });
  return String(body.job_id);
}

/** By prefix, in each of the states. */
async function apiKeys(t: Lifetime) {
  const pool = poolOf(t, stackEnv('DATABASE_URL'), 1);
  const key = { name: 'a problem', scopes: ['read'] as const, platform_id: null };
  const expired = await createApiKey(pool, { ...key, expires_at: new Date(Date.now() - 1_000) });
  const revoked = await createApiKey(pool, key);
  const rotated = await createApiKey(pool, key);
  const bound = await createApiKey(pool, { name: 'bound', scopes: ['admin'], platform_id: 'ddh' });
  assert.equal((await client.delete(`/api/admin/api-keys/${revoked.prefix}`)).status, 200);
  assert.equal((await client.post(`/api/admin/api-keys/${rotated.prefix}/rotate`, {})).status, 201);
  return { expired: expired.prefix, revoked: revoked.prefix, rotated: rotated.prefix, bound: bound.key };
}

/** A platform with an asset that one of its optional references names. */
async function platformWithAsset(): Promise<{ platform_id: string; request_id: string }> {
  const platform_id = `test-${randomUUID().slice(0, 8)}`;
  const platform = { platform_id, display_name: 'A test', required_refs: ['thing'], optional_refs: ['part'] };
  assert.equal((await client.post('/api/admin/platforms', platform)).status, 201);
  const made = await submitted(echoSubmission({ platform_id, platform_refs: { thing: 't', part: 'p' } }));
  return { platform_id, request_id: made.submission.request_id };
}
