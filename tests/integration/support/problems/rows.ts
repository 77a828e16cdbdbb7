import { randomUUID } from 'node:crypto';
import type { ProblemCode } from '../../../../src/api/shared/problem-codes.ts';
import { stackEnv } from '../../../support/stack.ts';
import { type Answer, clientBy, clientWith, echoSubmission, GATEWAY } from '../gateway.ts';
import { ONE_STEP } from '../jobs.ts';
import type { Lifetime } from '../lifetime.ts';
import { servedDomain } from '../served-domain.ts';
import { blobOf } from '../storage.ts';
import * as behind from './behind.ts';
import { failing, processed, type World } from './world.ts';

/** A request that comes to the problem, or the test that sends one because it needs more than a request. */
export type Row = ((world: World, t: Lifetime) => Promise<Answer>) | { tested: string };

const client = clientWith();
const ZERO = '0'.repeat(32);
const SUBMIT = '/api/platform/submit';
const KEYS = '/api/admin/api-keys';
const PLATFORMS = '/api/admin/platforms';
const raster = (input_params: object) => {
  const { workflow_id: _, ...submission } = echoSubmission({ input_params });
  return submission;
};

const inventory = (input_params: object) =>
  client.post('/api/gateway/submit', { workflow_id: 'container_inventory', input_params });

async function sent(path: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(`${GATEWAY}${path}`, init);
  return { status: response.status, headers: response.headers, body: (await response.json()) as Answer['body'] };
}

const KEY = { 'X-API-Key': stackEnv('RHUMBLINE_API_KEY') };
const JSON_TYPE = { 'Content-Type': 'application/json' };
const body = (text: string, headers: Record<string, string> = JSON_TYPE) =>
  sent(SUBMIT, { method: 'POST', headers: { ...KEY, ...headers }, body: text });
const getWith = (headers: Record<string, string>, path = '/api/assets') => sent(path, { headers });

/** One for every code that there is. */
export const ROWS: Readonly<Record<ProblemCode, Row>> = {
  malformed_json: () => body('{"a"'),
  malformed_request: () => client.get('/api/assets/%E0%A4%A'),
  malformed_if_match: ({ awaiting }) => client.post(`${awaiting.version}/approve`, {}, { 'If-Match': '3' }),
  malformed_idempotency_key: () => client.post(SUBMIT, echoSubmission(), { 'Idempotency-Key': 'one, two' }),
  several_credentials: () => getWith({ ...KEY, Authorization: 'Bearer a.b.c' }),
  invalid_cursor: () => client.get('/api/assets?cursor=forged'),
  missing_api_key: () => getWith({}),
  invalid_api_key: () => getWith({ 'X-API-Key': `rh_abcdefghij01_${'x'.repeat(43)}` }),
  invalid_token: (_, t) => behind.withToken(t, { aud: 'api://somebody-else' }),
  expired_token: (_, t) => behind.withToken(t, { exp: 1_700_000_000 }),
  invalid_service_token: () => behind.withoutServiceToken(),
  insufficient_scope: (_, t) => behind.withToken(t, { roles: ['Rhumbline.Platform.*'] }),
  platform_not_allowed: ({ keys }) => clientWith(keys.bound).get('/api/assets?platform_id=another'),
  platform_not_bound: (_, t) => behind.withToken(t, { roles: ['Rhumbline.Read'] }),
  not_found: () => client.get('/api/nothing'),
  submission_not_found: () => client.get('/api/platform/status/nobody'),
  job_not_found: () => client.get('/api/status/job/nobody'),
  asset_not_found: () => client.get(`/api/assets/${ZERO}`),
  version_not_found: () => client.get(`/api/assets/${ZERO}/versions/1`),
  platform_not_found: () => client.patch(`${PLATFORMS}/nobody`, { is_active: false }),
  invalid_search: () => client.get('/stac/search?bbox=1,2,3'),
  collection_not_found: () => client.get('/stac/collections/nothing'),
  item_not_found: () => client.get('/stac/collections/nothing/items/nothing'),
  stac_asset_not_found: async (_, t) => client.get(await behind.signingPath(t, 'nothing')),
  stac_asset_not_signable: async (_, t) => client.get(await behind.signingPath(t, 'elsewhere')),
  api_key_not_found: () => client.delete(`${KEYS}/000000000000`),
  webhook_not_found: () => client.post(`/api/admin/webhooks/msg_${ZERO}/redeliver`),
  layer_metadata_not_found: () => client.get(`/api/admin/layer-metadata/${ZERO}`),
  node_not_found: ({ waitingJob }) => client.post(`/api/jobs/${waitingJob}/nodes/nowhere/decision`, { approved: true }),
  workflow_not_found: () => client.get('/api/workflows/nothing'),
  method_not_allowed: () => sent(SUBMIT, { method: 'PUT', headers: KEY }),
  not_acceptable: () => getWith({ ...KEY, Accept: 'text/csv' }),
  request_timeout: { tested: 'unit/api/server.test.ts' },
  request_id_conflict: ({ awaiting: { submission } }) =>
    client.post(SUBMIT, { ...submission, input_params: { message: 'another' } }),
  ambiguous_request_id: async ({ referring: { request_id } }) => {
    await client.post(SUBMIT, echoSubmission({ request_id }));
    return client.get(`/api/platform/status/${request_id}`);
  },
  unresolved_version: ({ awaiting: { submission } }) =>
    client.post(SUBMIT, echoSubmission({ platform_refs: submission.platform_refs })),
  data_type_conflict: ({ approved: { submission } }) =>
    client.post(SUBMIT, echoSubmission({ platform_refs: submission.platform_refs, data_type: 'vector' })),
  version_not_completed: ({ failed }) => client.post(`${failed.version}/approve`),
  version_not_finished: ({ running }) => client.post(`${running.version}/reprocess`),
  version_already_resolved: ({ approved }) => client.post(`${approved.version}/approve`),
  asset_deleted: ({ deleted }) => client.post(`${deleted.version}/approve`),
  asset_not_deleted: ({ awaiting }) => client.post(`${awaiting.asset}/restore`),
  asset_not_cleared: ({ approved }) => client.post(`${approved.asset}/clearance/public`),
  asset_already_cleared: ({ cleared }) => client.post(`${cleared.asset}/clearance/cleared`),
  asset_already_public: ({ published }) => client.post(`${published.asset}/clearance/public`),
  no_approved_version: ({ cleared }) => client.post(`${cleared.asset}/clearance/public`),
  platform_exists: () => client.post(PLATFORMS, { platform_id: 'ddh', display_name: 'x', required_refs: ['y'] }),
  layer_metadata_exists: async ({ awaiting }) => {
    const layer = { asset_id: awaiting.asset.split('/').at(-1), title: 'A layer' };
    await client.post('/api/admin/layer-metadata', layer);
    return client.post('/api/admin/layer-metadata', layer);
  },
  platform_ref_in_use: ({ referring: { platform_id } }) =>
    client.patch(`${PLATFORMS}/${platform_id}`, { optional_refs: [] }),
  api_key_revoked: ({ keys }) => client.delete(`${KEYS}/${keys.revoked}`),
  api_key_expired: ({ keys }) => client.post(`${KEYS}/${keys.expired}/rotate`, {}),
  api_key_rotated: ({ keys }) => client.post(`${KEYS}/${keys.rotated}/rotate`, {}),
  deploy_unavailable: ({ services }, t) =>
    servedDomain(t, services).then((post) => post('/api/v1/bootstrap/deploy?confirm=yes')),
  job_running: ({ running }) => client.delete(running.asset),
  job_already_ended: ({ awaiting }) => client.post(`/api/jobs/${awaiting.job_id}/cancel`),
  job_not_started: ({ services }, t) => behind.cancelUnstarted(t, services),
  job_not_retryable: ({ awaiting }) => client.post(`/api/jobs/${awaiting.job_id}/retry`, {}),
  job_superseded: async () => {
    const made = await processed(failing());
    await client.post(`${made.version}/reprocess`);
    return client.post(`/api/jobs/${made.job_id}/retry`, {});
  },
  resume_unavailable: { tested: 'integration/job-retry.test.ts' },
  node_not_waiting: ({ waitingJob }) =>
    client.post(`/api/jobs/${waitingJob}/nodes/publish/decision`, { approved: true }),
  item_belongs_to_another_asset: { tested: 'integration/item-ownership.test.ts' },
  webhook_not_dead: { tested: 'integration/webhooks.test.ts' },
  idempotency_key_in_flight: { tested: 'integration/idempotency.test.ts' },
  stale_if_match: ({ awaiting }) => client.post(`${awaiting.version}/approve`, {}, { 'If-Match': '"999"' }),
  body_too_large: () => body(JSON.stringify({ text: 'x'.repeat(1_100_000) })),
  unsupported_media_type: () => body('a=b', { 'Content-Type': 'application/x-www-form-urlencoded' }),
  invalid_request: () => client.post(SUBMIT, {}),
  unknown_platform: () => client.post(SUBMIT, echoSubmission({ platform_id: 'nobody' })),
  missing_platform_ref: () => client.post(SUBMIT, echoSubmission({ platform_refs: { dataset_id: 'd' } })),
  unknown_platform_ref: () =>
    client.post(SUBMIT, echoSubmission({ platform_refs: { dataset_id: 'd', resource_id: 'r', more: 'm' } })),
  invalid_platform_refs: ({ referring: { platform_id } }) =>
    client.patch(`${PLATFORMS}/${platform_id}`, { optional_refs: ['part', 'thing'] }),
  callback_url_refused: () => client.post(SUBMIT, echoSubmission({ callback_url: 'https://127.0.0.1/' })),
  webhook_secret_missing: ({ referring: { platform_id } }) =>
    client.post(
      SUBMIT,
      echoSubmission({ platform_id, platform_refs: { thing: 'u' }, callback_url: 'http://localhost:9/' }),
    ),
  unknown_workflow: () => client.post(SUBMIT, echoSubmission({ workflow_id: 'nothing' })),
  invalid_workflow: () => client.post('/api/jobs/run', { spec: 'workflow_id: x\n' }),
  spec_too_complex: ({ services }, t) => behind.compile(t, services, { time_limit_ms: 1 }),
  invalid_inputs: () => client.post(SUBMIT, echoSubmission({ input_params: { steps: 'many' } })),
  invalid_blob_path: () => client.post(SUBMIT, raster({ container_name: 'bronze', blob_name: '../x' })),
  source_not_found: () => client.post(SUBMIT, raster({ container_name: 'bronze', blob_name: 'nothing.tif' })),
  source_empty: async (_, t) => client.post(SUBMIT, raster({ ...(await blobOf(t, '')) })),
  source_too_large: async ({ services }, t) => {
    const post = await servedDomain(t, { ...services, max_source_bytes: 3 });
    return post('/api/v1/domain/submit', raster({ ...(await blobOf(t, 'four')) }));
  },
  container_not_allowed: () => inventory({ container_name: 'payloads' }),
  container_not_found: () => {
    const spec = ONE_STEP.replace('inputs: {', 'inputs: { into: { type: string, format: container },');
    return client.post('/api/jobs/run', { spec, input_params: { into: 'nowhere' } });
  },
  unsupported_input: { tested: 'integration/raster-inputs.test.ts' },
  idempotency_key_reused: async () => {
    const key = { 'Idempotency-Key': randomUUID() };
    await client.post(SUBMIT, echoSubmission(), key);
    return client.post(SUBMIT, echoSubmission(), key);
  },
  unknown_node: ({ job }) => client.post(`/api/jobs/${job}/retry`, { nodes: ['nowhere'] }),
  unknown_item: ({ job }) => client.post(`/api/jobs/${job}/retry`, { items: { each: ['item-9'] } }),
  output_not_supplied: ({ job }) => client.post(`/api/jobs/${job}/retry`, { outputs: { decide: {} } }),
  invalid_output: ({ job }) => client.post(`/api/jobs/${job}/retry`, { outputs: { after: 7 } }),
  rate_limited: (_, t) => behind.oneTooMany(t),
  headers_too_large: () => clientBy({ ...KEY, 'X-Long': 'x'.repeat(20_000) }).get('/api/assets'),
  internal_error: { tested: 'unit/api/app.test.ts' },
  domain_error: (_, t) => behind.failingDomain(t),
  database_unavailable: (_, t) => behind.withoutDatabase(t),
  storage_unavailable: ({ services }, t) =>
    behind.withoutStorage(t, services, raster({ container_name: 'bronze', blob_name: 'x.tif' })),
  temporal_unavailable: ({ services }, t) => behind.withoutTemporal(t, services),
  worker_unavailable: { tested: 'integration/versioning.test.ts' },
  identity_unavailable: (_, t) => behind.withoutSigningKeys(t),
  too_many_streams: { tested: 'integration/progress-streams.test.ts' },
  too_many_jobs: { tested: 'integration/fair-shares.test.ts' },
  compiler_busy: ({ services }, t) => behind.compile(t, services, { max_waiting: 0 }),
  search_busy: (_, t) => behind.searchTooLong(t),
  domain_unavailable: (_, t) => behind.withoutDomain(t),
};
