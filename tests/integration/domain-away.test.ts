import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { createDomainRelay } from '../../src/api/gateway/relay.ts';
import { serve } from '../unit/api/support/server.ts';
import { type Answer, clientWith } from './support/gateway.ts';
import { servedGateway } from './support/served-gateway.ts';

interface Operation {
  operationId: string;
  parameters?: { in: string; name: string; example?: unknown; schema: { example?: unknown } }[];
  requestBody?: { content: { 'application/json': { example?: unknown } } };
}

type Mutation = { name: string; method: 'post' | 'put' | 'patch' | 'delete'; path: string; body: unknown };
const MUTATING = ['post', 'put', 'patch', 'delete'];
/** A search is asked for by POST, and the gateway answers it itself. */
const READS_BY_POST = new Set(['searchStacItemsByBody']);
const NOWHERE = 'http://127.0.0.1:9';
const service_key = new Uint8Array(32).fill(1);

/** Made of the OpenAPI document, so that an operation that is new is asked for as well. */
describe('every mutation, when the domain API', { concurrency: true }, () => {
  let mutations: Mutation[];
  before(async () => {
    const { paths } = (await clientWith('').get('/openapi.json')).body as unknown as {
      paths: Record<string, Record<string, Operation>>;
    };
    mutations = Object.entries(paths).flatMap(([path, operations]) =>
      Object.entries(operations)
        .filter(([method, { operationId }]) => MUTATING.includes(method) && !READS_BY_POST.has(operationId))
        .map(([method, { operationId, parameters = [], requestBody }]) => ({
          name: operationId,
          method: method as Mutation['method'],
          path: parameters.reduce(
            (text, { name, schema }) => text.replace(`{${name}}`, name === 'ordinal' ? '1' : String(schema.example)),
            path,
          ),
          body: requestBody?.content['application/json'].example,
        })),
    );
    assert.ok(mutations.length >= 20, `${mutations.length} mutations`);
  });

  async function each(gateway: string, check: (answer: Answer, name: string) => void): Promise<void> {
    const client = clientWith(undefined, gateway);
    for (const { name, method, path, body } of mutations) {
      const query = name === 'deploy' ? '?confirm=yes' : '';
      const answer = method === 'delete' ? client.delete(path) : client[method](`${path}${query}`, body ?? {});
      check(await answer, name);
    }
  }

  test('is away: 503 with a time to try again, while reads still work', async (t) => {
    const domain = createDomainRelay({ url: NOWHERE, service_key });
    const gateway = await servedGateway(t, { domain });
    await each(gateway, ({ status, body, headers }, name) => {
      assert.deepEqual([status, body.code, headers.get('retry-after')], [503, 'domain_unavailable', '5'], name);
    });
    const client = clientWith(undefined, gateway);
    for (const path of ['/api/assets', '/api/status/jobs', '/api/admin/recent-events', '/api/gateway/health']) {
      assert.equal((await client.get(path)).status, 200, path);
    }
  });

  test('answers 500: 502', async (t) => {
    const url = await serve(t, (_request, response) => void response.writeHead(500).end());
    const gateway = await servedGateway(t, { domain: createDomainRelay({ url, service_key }) });
    await each(gateway, ({ status, body }, name) => assert.deepEqual([status, body.code], [502, 'domain_error'], name));
  });

  test('answers 409: 409 with the same code', async (t) => {
    const problem = JSON.stringify({ code: 'asset_deleted', detail: 'Why.' });
    const url = await serve(t, (_request, response) => void response.writeHead(409).end(problem));
    const gateway = await servedGateway(t, { domain: createDomainRelay({ url, service_key }) });
    await each(gateway, ({ status, body }, name) => {
      // Of a batch each job is accepted or refused by itself.
      const [first] = (body.results ?? []) as { problem: { status: number; code: string } }[];
      const told = name === 'submitGatewayJobs' ? [first?.problem.status, first?.problem.code] : [status, body.code];
      assert.deepEqual(told, [409, 'asset_deleted'], name);
    });
  });
});
