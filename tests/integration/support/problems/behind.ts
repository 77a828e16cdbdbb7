import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import type { JWTPayload } from 'jose';
import { HANDLER_CATALOGUE } from '../../../../src/activities/catalogue.ts';
import { type CompilePoolOptions, createCompilePool } from '../../../../src/api/domain/compile/compile-pool.ts';
import type { DomainServices } from '../../../../src/api/domain/services.ts';
import { createSigningKeys } from '../../../../src/api/gateway/identity/signing-keys.ts';
import { createTokenVerifier } from '../../../../src/api/gateway/identity/verify-token.ts';
import { createDomainRelay } from '../../../../src/api/gateway/relay.ts';
import { submitVersion } from '../../../../src/assets/submit-version.ts';
import { createBlobStore } from '../../../../src/storage/create-blob-store.ts';
import { createSpecRegistry } from '../../../../src/yaml-compiler/registry.ts';
import { stackEnv } from '../../../support/stack.ts';
import { AUDIENCE, ISSUER, startTokenIssuer, TENANT } from '../../../support/token-issuer.ts';
import { serve } from '../../../unit/api/support/server.ts';
import { ACTOR, submission } from '../asset-service.ts';
import { poolOf, statements, type TestDatabase } from '../database.ts';
import { type Answer, clientBy, clientWith, echoSubmission } from '../gateway.ts';
import type { Lifetime } from '../lifetime.ts';
import { servedDomain } from '../served-domain.ts';
import { servedGateway } from '../served-gateway.ts';
import { quietDomain } from '../temporal.ts';

/** Problems that come of what is behind the services, or of how they were set up: each by a service of its own. */

/** Nothing listens there. */
const NOWHERE = '127.0.0.1:9';

const SCOPES = new Map([['Rhumbline.Read', 'read'] as const]);
const ENTRA = {
  tenant_id: TENANT,
  issuer: ISSUER,
  audience: AUDIENCE,
  scopes: SCOPES,
  platform_prefix: 'Rhumbline.Platform.',
};

export async function withToken(t: Lifetime, claims: JWTPayload): Promise<Answer> {
  const issuer = await startTokenIssuer(t);
  const keys = createSigningKeys({ url: issuer.jwks_url, onError: () => {} });
  return readWith(t, await issuer.sign(claims), createTokenVerifier(keys, ENTRA));
}

export async function withoutSigningKeys(t: Lifetime): Promise<Answer> {
  const issuer = await startTokenIssuer(t);
  const keys = createSigningKeys({ url: `http://${NOWHERE}/keys`, onError: () => {} });
  return readWith(t, await issuer.sign(), createTokenVerifier(keys, ENTRA));
}

async function readWith(t: Lifetime, token: string, verify_token: ReturnType<typeof createTokenVerifier>) {
  return clientBy({ Authorization: `Bearer ${token}` }, await servedGateway(t, { verify_token })).get('/api/assets');
}

export async function oneTooMany(t: Lifetime): Promise<Answer> {
  const client = clientWith(undefined, await servedGateway(t, { limits: { requests: 1, failures: 1 } }));
  await client.get('/api/assets');
  return client.get('/api/assets');
}

export async function withoutDatabase(t: Lifetime): Promise<Answer> {
  const pool = poolOf(t, `postgresql://nobody:nothing@${NOWHERE}/none`, 1);
  return clientWith(undefined, await servedGateway(t, { pool })).get('/api/assets');
}

export async function searchTooLong(t: Lifetime): Promise<Answer> {
  const search_pool = poolOf(t, stackEnv('DATABASE_URL_GATEWAY'), 1, 1);
  return clientWith(undefined, await servedGateway(t, { search_pool })).get("/stac/search?filter=title='x'");
}

export function withoutDomain(t: Lifetime): Promise<Answer> {
  return submitThrough(t, `http://${NOWHERE}`);
}

export async function failingDomain(t: Lifetime): Promise<Answer> {
  return submitThrough(t, await serve(t, (_request, response) => void response.writeHead(500).end()));
}

async function submitThrough(t: Lifetime, url: string): Promise<Answer> {
  const domain = createDomainRelay({ url, service_key: new Uint8Array(32).fill(1) });
  return clientWith(undefined, await servedGateway(t, { domain })).post('/api/platform/submit', echoSubmission());
}

export function withoutServiceToken(): Promise<Answer> {
  return clientWith(undefined, stackEnv('RHUMBLINE_DOMAIN_URL')).post('/api/v1/domain/submit', echoSubmission());
}

const COLLECTION = {
  ...{ type: 'Collection', stac_version: '1.1.0', description: 'Of a test.', license: 'other', links: [] },
  extent: { spatial: { bbox: [[0, 0, 1, 1]] }, temporal: { interval: [[null, null]] } },
};
const ITEM = {
  ...{ type: 'Feature', stac_version: '1.1.0', id: 'scene', bbox: [0, 0, 0, 0], links: [] },
  geometry: { type: 'Point', coordinates: [0, 0] },
  properties: { datetime: '2026-01-02T03:04:05Z' },
  assets: { elsewhere: { href: 'https://elsewhere.example/scene.tif' } },
};

/** Of an item that has one StacAsset, `elsewhere`. */
export async function signingPath(t: Lifetime, asset: string): Promise<string> {
  const collection = `test-${randomUUID()}`;
  const catalogue = (text: string) => statements(stackEnv('DATABASE_URL_DOMAIN'), [text]);
  await catalogue(`SELECT pgstac.create_collection('${JSON.stringify({ ...COLLECTION, id: collection })}')`);
  t.after(() => catalogue(`SELECT pgstac.delete_collection('${collection}')`));
  await catalogue(`SELECT pgstac.create_item('${JSON.stringify({ ...ITEM, collection })}'::jsonb)`);
  return `/stac/collections/${collection}/items/scene/assets/${asset}/sign`;
}

/** On a database of its own, with the specs that ship. */
export async function quietServices(t: Lifetime, database?: TestDatabase): Promise<DomainServices> {
  const specs = createSpecRegistry({ directory: stackEnv('RHUMBLINE_WORKFLOWS_DIR'), catalogue: HANDLER_CATALOGUE });
  return { ...(await quietDomain(t, database)), specs };
}

export async function withoutStorage(t: Lifetime, services: DomainServices, body: object): Promise<Answer> {
  const storage = createBlobStore({ url: `https://${NOWHERE}/devstoreaccount1`, inbound: ['bronze'] });
  return (await servedDomain(t, { ...services, storage }))('/api/v1/domain/submit', body);
}

/** A job that is there, and of which Temporal does not know yet. */
export async function cancelUnstarted(t: Lifetime, services: DomainServices): Promise<Answer> {
  const post = await servedDomain(t, services);
  const { job_id } = await submitVersion(services.pool, submission(), ACTOR);
  return post(`/api/jobs/${job_id}/cancel`);
}

export function withoutTemporal(t: Lifetime, services: DomainServices): Promise<Answer> {
  const connection = Connection.lazy({ address: NOWHERE });
  t.after(() => connection.close());
  return cancelUnstarted(t, { ...services, temporal: new Client({ connection }) });
}

export async function compile(
  t: Lifetime,
  services: DomainServices,
  limits: Partial<CompilePoolOptions>,
): Promise<Answer> {
  const directory = stackEnv('RHUMBLINE_WORKFLOWS_DIR');
  const compiler = createCompilePool({ directory, onError: () => {}, ready_threads: 0, ...limits });
  t.after(() => compiler.stop());
  const spec = 'workflow_id: x\nversion: 1\nnodes:\n  a: { handler: echo }\n';
  return (await servedDomain(t, { ...services, compiler }))('/api/jobs/run', { spec });
}
