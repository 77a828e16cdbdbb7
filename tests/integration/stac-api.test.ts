import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type pg from 'pg';
import type { Scope } from '../../src/assets/api-keys/api-key.ts';
import { createApiKey } from '../../src/assets/api-keys/create-api-key.ts';
import { type GeneratedItem, generateItems } from '../support/generate-items.ts';
import { freshDatabase, poolOf } from './support/database.ts';
import { type Client, clientWith } from './support/gateway.ts';
import { suiteLifetime } from './support/lifetime.ts';
import { servedGateway } from './support/served-gateway.ts';

const ITEMS = 400;

interface Link {
  rel: string;
  href: string;
  type?: string;
  method?: string;
  body?: object;
}
interface Feature {
  id: string;
  collection: string;
  geometry: object;
  bbox: number[];
  properties: Record<string, unknown>;
  assets: Record<string, { href: string }>;
  links: Link[];
}

describe('the STAC API', () => {
  const lifetime = suiteLifetime();
  let owner: pg.Pool;
  let gateway: string;
  let items: GeneratedItem[];
  const clients: Record<string, Client> = {};

  before(async () => {
    const database = await freshDatabase(lifetime);
    items = await generateItems(database.owner, ITEMS);
    owner = poolOf(lifetime, database.owner, 2);
    gateway = await servedGateway(lifetime, { pool: poolOf(lifetime, database.gateway, 2) });
    const keyed = async (scopes: Scope[], platform_id: string | null) =>
      clientWith((await createApiKey(owner, { name: 'stac', scopes, platform_id })).key, gateway);
    clients.anonymous = clientWith('', gateway);
    clients.submitter = await keyed(['submit'], 'small');
    clients.small = await keyed(['read'], 'small');
    clients.reader = await keyed(['read'], null);
    clients.admin = await keyed(['admin'], null);
    clients.smallAdmin = await keyed(['admin'], 'small');
  });

  const client = (who: string) => clients[who] ?? assert.fail(who);
  const relative = (href: string) => href.replace(gateway, '');
  const linkOf = (body: { [field: string]: unknown }, rel: string) =>
    (body.links as Link[]).find((each) => each.rel === rel);
  const features = (body: { [field: string]: unknown }) => body.features as Feature[];

  /** All pages, by their links. */
  async function idsOf(who: string, path: string): Promise<string[]> {
    const ids: string[] = [];
    for (let next: string | undefined = path; next !== undefined; ) {
      const { status, body } = await client(who).get(next);
      assert.equal(status, 200, JSON.stringify(body));
      ids.push(...features(body).map(({ id }) => id));
      const link = linkOf(body, 'next');
      next = link && relative(link.href);
    }
    return ids;
  }

  /** It is there for those who see something in it. */
  async function findsCollection(who: string, collection: string, inIt: readonly GeneratedItem[]): Promise<void> {
    const path = `/stac/collections/${collection}`;
    const expected = inIt.length > 0 ? [200, undefined] : [404, 'collection_not_found'];
    for (const each of [path, `${path}/items`, `${path}/queryables`]) {
      const { status, body } = await client(who).get(each);
      assert.deepEqual([status, body.code], expected, each);
    }
    if (inIt.length > 0) assert.deepEqual((await idsOf(who, `${path}/items?limit=50`)).sort(), sorted(inIt));
  }

  const sorted = (of: readonly GeneratedItem[]) => of.map(({ id }) => id).sort();
  const small = (item: GeneratedItem) => item.is_public || (item.is_platforms && item.platform_id === 'small');
  const SEEN: readonly [string, (item: GeneratedItem) => boolean][] = [
    ['anonymous', (item) => item.is_public],
    ['submitter', (item) => item.is_public],
    ['small', small],
    ['smallAdmin', small],
    ['reader', (item) => item.is_platforms],
    ['admin', () => true],
  ];

  for (const [who, isSeen] of SEEN) {
    test(`${who} finds what is for them by search, in collections and one by one, and nothing else`, async () => {
      const seen = items.filter(isSeen);
      assert.deepEqual((await idsOf(who, '/stac/search?limit=97')).sort(), sorted(seen));
      assert.deepEqual((await idsOf(who, '/stac/search?limit=97&filter=id+IS+NOT+NULL')).sort(), sorted(seen));
      const collections = (await client(who).get('/stac/collections')).body.collections as { id: string }[];
      const theirs = [...new Set(seen.map(({ collection }) => collection))].sort();
      assert.deepEqual(
        collections.map(({ id }) => id),
        theirs,
      );
      const landing = (await client(who).get('/stac')).body.links as Link[];
      assert.equal(landing.filter(({ rel }) => rel === 'child').length, theirs.length);
      for (const collection of ['alpha', 'hidden']) {
        await findsCollection(
          who,
          collection,
          seen.filter((item) => item.collection === collection),
        );
      }
      for (const item of items.slice(0, 30)) {
        const { status, body } = await client(who).get(`/stac/collections/${item.collection}/items/${item.id}`);
        assert.deepEqual([status, body.code], isSeen(item) ? [200, undefined] : [404, 'item_not_found'], item.id);
      }
    });
  }

  test('what one may not see is told as what is not there is', async () => {
    const hidden = items.find(({ is_public }) => !is_public) ?? assert.fail();
    const told = async (path: string) => {
      const { status, body } = await client('anonymous').get(path);
      return [status, body.code, String(body.detail).replaceAll(hidden.id, 'X').replaceAll('nothing', 'X')];
    };
    const inAlpha = `/stac/collections/${hidden.collection}/items`;
    assert.deepEqual(await told(`${inAlpha}/${hidden.id}`), await told(`${inAlpha}/nothing`));
    const { body } = await client('anonymous').get(`/stac/search?ids=${hidden.id}`);
    assert.deepEqual(features(body), []);
  });

  test('an item comes and goes with the clearance, the approval and the presence of its asset', async () => {
    const item = items.find(({ is_public, id }) => is_public && id !== 'item-0') ?? assert.fail();
    const { rows } = await owner.query('SELECT job_id, asset_id FROM rhumbline.item_jobs WHERE item_id = $1', [
      item.id,
    ]);
    const { asset_id } = rows[0];
    const path = `/stac/collections/${item.collection}/items/${item.id}`;
    const status = async () => (await client('anonymous').get(path)).status;
    const during = async (change: string, back: string, expected: number) => {
      await owner.query(change, [asset_id]);
      assert.equal(await status(), expected, change);
      await owner.query(back, [asset_id]);
      assert.equal(await status(), 200, back);
    };
    const set = (what: string) => `UPDATE rhumbline.assets SET ${what} WHERE asset_id = $1`;
    await during(set("clearance = 'ouo'"), set("clearance = 'public'"), 404);
    await during(set('deleted_at = now()'), set('deleted_at = NULL'), 404);
    const version = (state: string) => `UPDATE rhumbline.asset_versions SET approval_state = '${state}',
      rejection_reason = ${state === 'rejected' ? "'no'" : 'NULL'} WHERE asset_id = $1`;
    await during(version('rejected'), version('approved'), 404);
    // A later version, which nobody has approved yet, registers the item anew.
    const registered = (job: string) => `UPDATE pgstac.items SET
      content = jsonb_set(content, '{properties,rhumbline:job_id}', to_jsonb($1::text || '${job}')) WHERE id = '${item.id}'`;
    await during(registered('-v2-r0'), registered('-v1-r0/register/7'), 404);
    await owner.query("BEGIN; DELETE FROM pgstac.items WHERE id = 'item-0'; COMMIT");
    assert.deepEqual((await owner.query("SELECT FROM rhumbline.item_jobs WHERE item_id = 'item-0'")).rowCount, 0);
  });

  test('the landing page has what clients look for, under the types that it says', async () => {
    const { body, headers } = await client('anonymous').get('/stac');
    assert.equal(headers.get('content-type'), 'application/json; charset=utf-8');
    assert.equal(body.type, 'Catalog');
    assert.deepEqual((await client('anonymous').get('/stac/conformance')).body.conformsTo, body.conformsTo);
    for (const { rel, href, type, method } of body.links as Link[]) {
      assert.ok(href.startsWith(`${gateway}/`), href);
      if (method === 'POST') continue;
      const response = await fetch(href, { headers: { Accept: type ?? '' } });
      await response.body?.cancel();
      assert.equal(response.status, 200, `${rel} ${href}`);
      assert.equal(response.headers.get('content-type')?.replace(/; charset.*/, ''), type, rel);
    }
    const { id, type } = linkOf(body, 'service-desc') as Link & { id?: string };
    assert.deepEqual([id, type], [undefined, 'application/vnd.oai.openapi+json;version=3.1']);
  });

  test('an item has its links, its whole self, and no signature in its hrefs', async () => {
    const { body } = await client('anonymous').get('/stac/search?limit=50&collections=beta');
    for (const item of features(body)) {
      const self = item.links.find(({ rel }) => rel === 'self');
      const again = await client('anonymous').get(relative(self?.href ?? ''));
      assert.equal(again.headers.get('content-type'), 'application/geo+json');
      assert.deepEqual(again.body, item);
      assert.deepEqual(
        item.links.map(({ rel }) => rel),
        ['root', 'parent', 'collection', 'self'],
      );
      assert.ok('datetime' in item.properties);
      assert.doesNotMatch(JSON.stringify(item), /[?&](sig|se|sv)=/);
    }
    assert.ok(features(body).length > 10);
  });

  test('pages by POST go on with the body of the link', async () => {
    const ids: string[] = [];
    let asked: object | undefined = { collections: ['alpha'], limit: 7, datetime: '2020-01-01T00:00:00Z/..' };
    while (asked !== undefined) {
      const { status, body } = await client('admin').post('/stac/search', asked);
      assert.equal(status, 200);
      ids.push(...features(body).map(({ id }) => id));
      const next = linkOf(body, 'next');
      assert.equal(next?.method ?? 'POST', 'POST');
      asked = next?.body;
    }
    const expected = items.filter(({ collection, id }) => collection === 'alpha' && id !== 'item-0');
    assert.deepEqual(ids.filter((id) => id !== 'item-0').sort(), sorted(expected));
  });

  test('a page goes on in the order that was asked for, also where values are missing', async () => {
    const ids = await idsOf('admin', '/stac/search?limit=23&sortby=mission,-properties.eo:cloud_cover');
    assert.equal(new Set(ids).size, ids.length);
    const { body } = await client('admin').get('/stac/search?limit=1000&sortby=mission,-properties.eo:cloud_cover');
    assert.deepEqual(
      ids,
      features(body).map(({ id }) => id),
    );
  });

  test('what lies beyond the globe is not found, and what is far beyond is refused', async () => {
    assert.deepEqual(features((await client('admin').get('/stac/search?bbox=181,91,182,92')).body), []);
    const far = await client('admin').get('/stac/search?bbox=361,0,362,1');
    assert.deepEqual([far.status, far.body.errors?.[0]?.parameter], [400, 'bbox']);
  });

  test('a bbox that goes over the edge of the globe goes on at its other side', async () => {
    const found = (bbox: string) => idsOf('admin', `/stac/search?limit=1000&bbox=${bbox}`);
    for (const [beyond, same] of [
      ['0,-90,360,90', '-180,-90,180,90'],
      ['170,-90,190,90', '170,-90,-170,90'],
      ['-190,-90,-170,90', '170,-90,-170,90'],
      ['181,-90,260,90', '-179,-90,-100,90'],
    ] as const) {
      const ids = await found(same);
      assert.ok(ids.length > 0, same);
      assert.deepEqual(await found(beyond), ids, beyond);
    }
  });

  test('a geometry may say that it is on WGS 84', async () => {
    const ring = [
      [-180, -90],
      [180, -90],
      [180, 90],
      [-180, 90],
      [-180, -90],
    ];
    const on = (name: string) => ({
      type: 'Polygon',
      coordinates: [ring],
      crs: { type: 'name', properties: { name } },
    });
    const ask = (intersects: object) => client('admin').post('/stac/search', { intersects });
    assert.ok(features((await ask(on('urn:ogc:def:crs:OGC:1.3:CRS84'))).body).length > 0);
    const { status, body } = await ask(on('EPSG:3857'));
    assert.deepEqual([status, body.code, body.errors?.[0]?.pointer], [400, 'invalid_search', '/intersects']);
  });

  test('what is divided by zero is no number, and no failure', async () => {
    const found = (filter: string) => idsOf('admin', `/stac/search?limit=1000&filter=${encodeURIComponent(filter)}`);
    const ids = await found("1 / (eo:cloud_cover - eo:cloud_cover) > 0 OR mission = 'sentinel-1'");
    assert.deepEqual(ids, await found("mission = 'sentinel-1'"));
    assert.ok(ids.length > 0);
  });

  test('an item has no link to one that is not there for the viewer, nor do queryables tell of its collection', async () => {
    const [seen, other] = items.filter(({ is_public, id }) => is_public && id !== 'item-0');
    const hidden = items.find(({ collection, is_public }) => collection === 'hidden' && !is_public);
    assert.ok(seen && other && hidden);
    const links = [other, hidden].map(({ collection, id }) => ({
      rel: 'derived_from',
      href: `../../${collection}/items/${id}`,
    }));
    await owner.query("UPDATE pgstac.items SET content = jsonb_set(content, '{links}', $1) WHERE id = $2", [
      JSON.stringify(links),
      seen.id,
    ]);
    await owner.query(`SET search_path TO pgstac, public;
      INSERT INTO queryables (name, definition, collection_ids) VALUES ('secret', '{"type": "number"}', ARRAY['hidden']);
      RESET search_path`);
    const told = async (who: string) => {
      const { body } = await client(who).get(`/stac/search?ids=${seen.id}`);
      const from = features(body)[0]?.links.filter(({ rel }) => rel === 'derived_from') ?? [];
      const { properties } = (await client(who).get('/stac/queryables')).body;
      return [
        ...from.map(({ href }) => relative(href)),
        ...Object.keys(properties as object).filter((name) => name === 'secret'),
      ];
    };
    const pathOf = ({ collection, id }: GeneratedItem) => `/stac/collections/${collection}/items/${id}`;
    assert.deepEqual(await told('anonymous'), [pathOf(other)]);
    assert.deepEqual(await told('admin'), [pathOf(other), pathOf(hidden), 'secret']);
  });

  test('a filter has so many operators, and so many values in a list', async () => {
    const equals = (count: number) => ({
      op: 'or',
      args: Array.from({ length: count }, (_, num) => ({ op: '=', args: [{ property: 'num' }, num] })),
    });
    assert.equal((await client('anonymous').post('/stac/search', { filter: equals(99) })).status, 200);
    const among = (count: number) => ({ op: 'in', args: [{ property: 'num' }, Array(count).fill(1)] });
    for (const filter of [equals(100), { op: 'not', args: [among(1_001)] }]) {
      const { status, body } = await client('anonymous').post('/stac/search', { filter });
      assert.deepEqual([status, body.code, body.errors?.[0]?.pointer], [400, 'invalid_search', '/filter']);
      assert.match(body.errors?.[0]?.message ?? '', /no more than 1,?000? (operators|values)/);
    }
  });

  test('searches wait for each other, and nobody else for them', async (t) => {
    const { gateway: url } = await freshDatabase(t);
    const search_pool = poolOf(t, url, 1);
    const served = clientWith('', await servedGateway(t, { pool: poolOf(t, url, 2), search_pool }));
    const held = await search_pool.connect();
    const searched = served.get('/stac/search');
    const [before, read] = [performance.now(), await served.get('/stac/collections')];
    assert.ok(performance.now() - before < 4_000);
    assert.equal(read.status, 200);
    const { status, body, headers } = await searched;
    assert.deepEqual([status, body.code, headers.get('retry-after')], [503, 'search_busy', '5']);
    held.release();
    assert.equal((await served.get('/stac/search')).status, 200);
  });

  test('pages of other sites may read the catalogue, and nothing else', async () => {
    const headers = { Origin: 'https://browser.example' };
    const asks = { ...headers, 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'x-api-key' };
    const before = await fetch(`${gateway}/stac/search`, { method: 'OPTIONS', headers: asks });
    assert.deepEqual([before.status, before.headers.get('access-control-allow-origin')], [204, '*']);
    assert.match(before.headers.get('access-control-allow-headers') ?? '', /X-API-Key/);
    const read = await fetch(`${gateway}/stac/collections`, { headers });
    assert.equal(read.headers.get('access-control-allow-origin'), '*');
    assert.equal(read.headers.get('cross-origin-resource-policy'), 'cross-origin');
    const other = await fetch(`${gateway}/api/gateway/health`, { headers });
    assert.equal(other.headers.get('access-control-allow-origin'), null);
    assert.equal(other.headers.get('cross-origin-resource-policy'), 'same-origin');
  });

  test('a bbox across the antimeridian, and one on either side of it, finds what lies across; one at longitude 0 does not', async () => {
    const across = (await client('admin').get('/stac/search?limit=1000')).body;
    const item =
      features(across).find(({ bbox }) => (bbox[0] ?? 0) > (bbox[2] ?? 0)) ?? assert.fail('none lies across');
    const [west = 0, south = 0, east = 0, north = 0] = item.bbox;
    const finds = async (...bbox: number[]) => {
      const found = [
        await client('admin').get(`/stac/search?ids=${item.id}&bbox=${bbox}`),
        await client('admin').post('/stac/search', { ids: [item.id], bbox, sortby: [{ field: 'id' }] }),
      ];
      return found.map(({ body }) => features(body).length);
    };
    assert.deepEqual(await finds(179.9, south, -179.9, north), [1, 1]);
    assert.deepEqual(await finds(west, south, 180, north), [1, 1]);
    assert.deepEqual(await finds(-180, south, east, north), [1, 1]);
    assert.deepEqual(await finds(-180, south, -1000, east, north, 1000), [1, 1]);
    assert.deepEqual(await finds(-10, south, 10, north), [0, 0]);
    assert.deepEqual(await finds(100, south, west - 0.01, north), [0, 0]);
  });

  test('filters come as text and as JSON', async () => {
    const text = new URLSearchParams({ filter: "mission = 'sentinel-1' AND eo:cloud_cover < 50", limit: '1000' });
    const filter = {
      op: 'and',
      args: [
        { op: '=', args: [{ property: 'mission' }, 'sentinel-1'] },
        { op: '<', args: [{ property: 'eo:cloud_cover' }, 50] },
      ],
    };
    const byText = features((await client('admin').get(`/stac/search?${text}`)).body);
    const byJson = features((await client('admin').post('/stac/search', { filter, limit: 1000 })).body);
    assert.deepEqual(byText, byJson);
    assert.ok(byText.length > 5);
    for (const { properties } of byText) {
      assert.equal(properties.mission, 'sentinel-1');
      assert.ok(Number(properties['eo:cloud_cover']) < 50);
    }
  });

  test('fields that were not asked for stay away', async () => {
    const { body } = await client('admin').get('/stac/search?limit=1&fields=properties.title,-collection');
    assert.deepEqual(Object.keys(features(body)[0] ?? {}).sort(), ['id', 'properties']);
  });

  test('what is not right is a problem with the place of it', async () => {
    const [geometry, twice] = [JSON.stringify({ type: 'Point', coordinates: [0, 0] }), 'bbox=0,0,1,1&bbox=0,0,1,1'];
    for (const [query, parameter] of [
      ['bbox=1,2,3', 'bbox'],
      ['bbox=0,5,1,4', 'bbox'],
      [twice, 'bbox'],
      ['datetime=2020-01-01', 'datetime'],
      ['limit=0', 'limit'],
      ['limit=-1', 'limit'],
      [`bbox=0,0,1,1&intersects=${geometry}`, 'intersects'],
      ['intersects={"type":"Point"}', 'intersects'],
      ['intersects=null', 'intersects'],
      ['filter=null&filter-lang=cql2-json', 'filter'],
      ['filter=a+=', 'filter'],
      ['filter=eo:cloud_cover+LIKE+5', 'filter'],
      ['filter={}&filter-lang=cql2-json', 'filter'],
      ['filter-lang=sql', 'filter-lang'],
      ['unknown=1', 'unknown'],
      ['ids=%00', 'ids'],
    ]) {
      const { status, body } = await client('anonymous').get(`/stac/search?${query}`);
      assert.deepEqual([status, body.code, body.errors?.[0]?.parameter], [400, 'invalid_search', parameter], query);
    }
    for (const [asked, pointer] of [
      [{ bbox: [1, 2, 3] }, '/bbox'],
      [{ limit: 0 }, '/limit'],
      [{ fields: null }, '/fields'],
      [{ filter: { op: 'nonsense', args: [] } }, '/filter'],
      [{ sortby: [{ field: 'id', direction: 'up' }] }, '/sortby/0/direction'],
      [{ unknown: 1 }, '/unknown'],
    ] as const) {
      const { status, body } = await client('anonymous').post('/stac/search', asked);
      assert.deepEqual([status, body.code, body.errors?.[0]?.pointer], [400, 'invalid_search', pointer], pointer);
    }
    for (const token of [
      'forged',
      linkToken((await client('admin').get('/stac/search?limit=1&collections=beta')).body),
    ]) {
      const { status, body } = await client('admin').get(`/stac/search?limit=1&token=${token}`);
      assert.deepEqual([status, body.code, body.errors?.[0]?.parameter], [400, 'invalid_cursor', 'token']);
    }
  });

  function linkToken(body: { [field: string]: unknown }): string {
    return new URL(linkOf(body, 'next')?.href ?? assert.fail('there is no next page')).searchParams.get('token') ?? '';
  }

  test('credentials that are shown must be good; an answer that is there already is not sent again', async () => {
    const bad = await clientWith(`rh_abcdefghij01_${'x'.repeat(43)}`, gateway).get('/stac/search');
    assert.deepEqual([bad.status, bad.body.code], [401, 'invalid_api_key']);
    const first = await client('anonymous').get('/stac/search');
    const etag = first.headers.get('etag') ?? assert.fail();
    const again = await fetch(`${gateway}/stac/search`, { headers: { 'If-None-Match': etag } });
    assert.equal(again.status, 304);
    const put = await fetch(`${gateway}/stac/search`, { method: 'PUT' });
    assert.deepEqual([put.status, put.headers.get('allow')], [405, 'GET, HEAD, POST']);
    await put.body?.cancel();
  });

  test('an address that shows no credentials has a limit of its own', async () => {
    const limits = { requests: 3, failures: 2 };
    const limited = await servedGateway(lifetime, { pool: owner, limits });
    const anonymous = clientWith('', limited);
    for (let request = 0; request < 3; request += 1) assert.equal((await anonymous.get('/stac')).status, 200);
    const refused = await anonymous.get('/stac');
    assert.deepEqual([refused.status, refused.body.code], [429, 'rate_limited']);
    assert.ok(Number(refused.headers.get('retry-after')) > 0);
  });
});
