import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { createDomainRelay } from '../../src/api/gateway/relay.ts';
import type { Scope } from '../../src/assets/api-keys/api-key.ts';
import { createApiKey } from '../../src/assets/api-keys/create-api-key.ts';
import type { BlobRef } from '../../src/storage/blob-store.ts';
import { type GeneratedItem, generateItems } from '../support/generate-items.ts';
import { freshDatabase, poolOf, type TestDatabase } from './support/database.ts';
import { type Client, clientWith } from './support/gateway.ts';
import { suiteLifetime } from './support/lifetime.ts';
import { serveDomain } from './support/served-domain.ts';
import { servedGateway } from './support/served-gateway.ts';
import { freshBlob, storageUrl, store } from './support/storage.ts';
import { quietDomain } from './support/temporal.ts';

const ITEMS = 40;
const SIGNATURE = /[?&]sig=/;

describe('signed addresses of StacAssets', () => {
  const lifetime = suiteLifetime();
  const clients = new Map<string, Client>();
  const metrics: Registry[] = [];
  const lines: string[] = [];
  let database: TestDatabase;
  let owner: pg.Pool;
  let items: GeneratedItem[];
  let gateway: string;

  const log = pino({ level: 'trace' }, { write: (line) => void lines.push(line) });

  /** Gateway and domain API on the database of the test, whose signatures last so long. */
  async function serve(lifetime_ms: number, limits?: { requests: number; failures: number }): Promise<string> {
    const services = { ...(await quietDomain(lifetime, database)), log };
    const signing = { containers: ['silver'], lifetime_ms };
    const url = await serveDomain(lifetime, { ...services, signing });
    const registry = new Registry();
    metrics.push(registry);
    return servedGateway(lifetime, {
      pool: poolOf(lifetime, database.gateway, 4),
      domain: createDomainRelay({ url, service_key: services.service_key }),
      metrics: registry,
      log,
      ...(limits && { limits }),
    });
  }

  before(async () => {
    database = await freshDatabase(lifetime);
    items = await generateItems(database.owner, ITEMS);
    owner = poolOf(lifetime, database.owner, 2);
    await owner.query('UPDATE pgstac.items SET content = replace(content::text, $1, $2)::jsonb', [
      'https://acct.blob.core.windows.net',
      storageUrl,
    ]);
    gateway = await serve(900_000);
    const keyed = async (name: string, scopes: Scope[], platform_id: string | null) =>
      clients.set(name, clientWith((await createApiKey(owner, { name, scopes, platform_id })).key, gateway));
    clients.set('anonymous', clientWith('', gateway));
    await keyed('submitter', ['submit'], 'small');
    await keyed('small', ['read'], 'small');
    await keyed('reader', ['read'], null);
    await keyed('admin', ['admin'], null);
  });

  const pathOf = ({ collection, id }: { collection: string; id: string }) =>
    `/stac/collections/${collection}/items/${id}`;
  const publicItem = () => items.find(({ is_public }) => is_public) ?? assert.fail();

  /** An item that everybody sees, of which nothing else is told here, with its data in this blob, or at this address. */
  async function signing(data: BlobRef | string): Promise<string> {
    const item = items.splice(items.indexOf(publicItem()), 1)[0] ?? assert.fail();
    const href = typeof data === 'string' ? data : store.url(data);
    const set =
      "UPDATE pgstac.items SET content = jsonb_set(content, '{assets,data,href}', to_jsonb($2::text)) WHERE id = $1";
    await owner.query(set, [item.id, href]);
    return `${pathOf(item)}/assets/data/sign`;
  }

  async function productOf(content: string): Promise<BlobRef> {
    const ref = freshBlob(lifetime, 'silver', ' é.tif');
    await store.write(Buffer.from(content), ref, { content_type: 'image/tiff', mode: 'create' });
    return ref;
  }

  test('are for those who see the item, and for nobody else', async () => {
    const seen = new Map<number, number>();
    for (const [who, client] of clients) {
      for (const item of items) {
        const [{ status }, signed] = [
          await client.get(pathOf(item)),
          await client.get(`${pathOf(item)}/assets/data/sign`),
        ];
        assert.equal(signed.status, status, `${who} ${item.id}: ${JSON.stringify(signed.body)}`);
        if (status === 404) assert.equal(signed.body.code, 'item_not_found');
        seen.set(status, (seen.get(status) ?? 0) + 1);
      }
    }
    assert.ok((seen.get(200) ?? 0) >= 40 && (seen.get(404) ?? 0) >= 40, JSON.stringify([...seen]));
  });

  test('of what one may not see are refused as of what is not there', async () => {
    const hidden = items.find(({ is_platforms, is_public }) => is_platforms && !is_public) ?? assert.fail();
    const anonymous = clients.get('anonymous') ?? assert.fail();
    const told = async (id: string) => {
      const { status, body } = await anonymous.get(`${pathOf({ ...hidden, id })}/assets/data/sign`);
      return [status, body.code, String(body.detail).replaceAll(id, 'X')];
    };
    assert.deepEqual(await told(hidden.id), await told('nothing'));
    const bad = clientWith(`rh_abcdefghij01_${'x'.repeat(43)}`, gateway);
    assert.equal((await bad.get(`${pathOf(publicItem())}/assets/data/sign`)).body.code, 'invalid_api_key');
    const nameless = await anonymous.get(`${pathOf(publicItem())}/assets/constructor/sign`);
    assert.deepEqual([nameless.status, nameless.body.code], [404, 'stac_asset_not_found']);
  });

  test('read one blob and do nothing else', async () => {
    const ref = await productOf('product');
    const other = await productOf('another');
    const path = await signing(ref);
    const before = Date.now();
    const { status, headers, body } = await clientWith('', gateway).get(path);
    assert.equal(status, 200, JSON.stringify(body));
    const href = String(body.href);
    const [url = '', query] = href.split('?');
    assert.equal(url, store.url(ref));
    const lasts = Date.parse(String(body.expires_at)) - before;
    assert.ok(lasts > 890_000 && lasts <= 901_000, `it lasts for ${lasts} ms`);
    const { sp, sr, spr, se } = Object.fromEntries(new URLSearchParams(query));
    assert.deepEqual([sp, sr, spr, se], ['r', 'b', 'https', body.expires_at]);
    assert.deepEqual([headers.get('cache-control'), headers.get('etag')], ['no-store', null]);

    const begun = await fetch(href, { headers: { Range: 'bytes=0-2' } });
    assert.deepEqual([begun.status, await begun.text()], [206, 'pro']);
    for (const [what, address, init] of [
      ['unsigned', url, {}],
      ['another blob', `${store.url(other)}?${query}`, {}],
      ['the container', `${storageUrl}/silver?restype=container&comp=list&${query}`, {}],
      ['written', href, { method: 'PUT', body: 'x', headers: { 'x-ms-blob-type': 'BlockBlob' } }],
      ['removed', href, { method: 'DELETE' }],
      ['its metadata changed', `${href}&comp=metadata`, { method: 'PUT', headers: { 'x-ms-meta-a': '1' } }],
    ] as const) {
      const refused = await fetch(address, init);
      await refused.body?.cancel();
      assert.ok([401, 403, 404, 409].includes(refused.status), `${what}: ${refused.status}`);
    }
    assert.equal(Buffer.from(await store.read(ref)).toString(), 'product');
  });

  test('are sent anew each time, whatever the client has already', async () => {
    const path = await signing(await productOf('product'));
    const again = await fetch(`${gateway}${path}`, { headers: { 'If-None-Match': '*' } });
    assert.equal(again.status, 200);
    assert.match(await again.text(), SIGNATURE);
  });

  test('are good for a time', async () => {
    const brief = await serve(3_000);
    const { body } = await clientWith('', brief).get(await signing(await productOf('product')));
    const first = await fetch(String(body.href));
    assert.deepEqual([first.status, await first.text()], [200, 'product']);
    await sleep(Date.parse(String(body.expires_at)) - Date.now() + 1_500);
    const late = await fetch(String(body.href));
    await late.body?.cancel();
    assert.equal(late.status, 403);
  });

  test('are made for products alone, whatever an item says', async () => {
    for (const href of [
      store.url({ container_name: 'payloads', blob_name: 'x/y' }),
      store.url({ container_name: 'bronze', blob_name: 'mine.tif' }),
      'https://elsewhere.example/silver/x.tif',
      `${storageUrl}/silver/../payloads/x`,
      `${storageUrl}/silver/%2e%2e/payloads/x`,
      `${storageUrl}/silver/x.tif?comp=list`,
      `${storageUrl}/silver/x.tif#y`,
      `${storageUrl}/silver/`,
      `${storageUrl}`,
      `${storageUrl}/silver/%ff`,
      './x.tif',
    ]) {
      const { rows } = await owner.query(
        "UPDATE pgstac.items SET content = jsonb_set(content, '{assets,data,href}', to_jsonb($1::text)) WHERE id = 'item-39' RETURNING collection",
        [href],
      );
      const client = clients.get('admin') ?? assert.fail();
      const { status, body } = await client.get(
        `${pathOf({ collection: rows[0].collection, id: 'item-39' })}/assets/data/sign`,
      );
      assert.deepEqual([status, body.code], [409, 'stac_asset_not_signable'], href);
    }
  });

  test('count among the requests of who asks', async () => {
    const limited = await serve(60_000, { requests: 2, failures: 2 });
    const path = await signing(await productOf('product'));
    const anonymous = clientWith('', limited);
    const statuses = [await anonymous.get(path), await anonymous.get(path), await anonymous.get(path)];
    assert.deepEqual(
      statuses.map(({ status }) => status),
      [200, 200, 429],
    );
  });

  test('cannot be had while the domain API is away', async () => {
    const domain = createDomainRelay({ url: 'http://127.0.0.1:9', service_key: new Uint8Array(32) });
    const alone = await servedGateway(lifetime, { pool: poolOf(lifetime, database.gateway, 2), domain });
    const { status, body, headers } = await clientWith('', alone).get(`${pathOf(publicItem())}/assets/data/sign`);
    assert.deepEqual([status, body.code, headers.get('retry-after')], [503, 'domain_unavailable', '5']);
  });

  test('are in no log and no metric', async () => {
    const signed = await clientWith('', gateway).get(await signing(await productOf('product')));
    assert.match(String(signed.body.href), SIGNATURE);
    assert.ok(lines.some((line) => line.includes('/sign')));
    const told = [...lines, ...(await Promise.all(metrics.map((registry) => registry.metrics())))].join('\n');
    assert.match(told, /http_route="[^"]*\/sign"/);
    assert.doesNotMatch(told, /sig=|skoid=/);
  });
});
