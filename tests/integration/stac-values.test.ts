import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type pg from 'pg';
import { createApiKey } from '../../src/assets/api-keys/create-api-key.ts';
import { copyItems } from '../../src/catalog/copy-items.ts';
import { searchItems } from '../../src/catalog/search-items.ts';
import type { JsonObject, JsonValue } from '../../src/plan/json.ts';
import { freshDatabase, poolOf } from './support/database.ts';
import { type Client, clientWith } from './support/gateway.ts';
import { suiteLifetime } from './support/lifetime.ts';
import { servedGateway } from './support/served-gateway.ts';

/** What the items have in `x:value`, in the order of jsonb: texts, numbers, truths, lists; and those without one. */
const VALUES: readonly (JsonValue | undefined)[] = [
  ...['10', '9', 'Zebra', 'abc', 'abc'],
  ...[-3, 0.5, 9, 10, 10, 10, 11, 88, 99, 100, 1e3],
  ...[false, true],
  [1],
  ...[undefined, undefined, undefined],
];
/** Times and what is none, with what a search after 2020 finds of them. */
const CREATED: Readonly<Record<string, JsonValue>> = {
  before: '2019-12-31T23:59:59Z',
  'before by its offset': '2020-01-01T00:30:00+01:00',
  'just then': '2020-01-01T00:00:00.000Z',
  'after by its offset': '2019-12-31T23:30:00-01:00',
  after: '2020-02-29t12:00:00.123456z',
  'leap second': '2020-06-30T23:59:60Z',
  'a date': '2020-02-03',
  ...{ 'no such day': '2020-02-30T00:00:00Z', 'no leap year': '2021-02-29', 'year 0': '0000-01-01T00:00:00Z' },
  ...{ words: 'yesterday', now: 'now', late: '2020-01-01T25:00:00Z', number: 2021, list: ['2021-01-01T00:00:00Z'] },
};
const AFTER = ['after by its offset', 'after', 'leap second', 'a date'];

describe('what a search makes of the values that items have', { concurrency: false }, () => {
  const lifetime = suiteLifetime();
  let owner: pg.Pool;
  let client: Client;
  let gateway: string;

  before(async () => {
    const database = await freshDatabase(lifetime);
    const url = new URL(database.owner);
    url.searchParams.set('options', '-c search_path=pgstac,public');
    owner = poolOf(lifetime, url.href, 2);
    gateway = await servedGateway(lifetime, { pool: poolOf(lifetime, database.gateway, 2) });
    const { key } = await createApiKey(poolOf(lifetime, database.owner, 1), {
      name: 'values',
      scopes: ['admin'],
      platform_id: null,
    });
    client = clientWith(key, gateway);
    const items = [
      ...VALUES.map((value, n) =>
        item('values', `v${String(n).padStart(2, '0')}`, value === undefined ? {} : { 'x:value': value }),
      ),
      ...Object.entries(CREATED).map(([id, created]) => item('created', id, { created, updated: created })),
      ...[
        [5, 7],
        [9, 10],
        [100, 11],
        [7, 7],
      ].map(([one = 0, other = 0]) => item('pairs', `${one}-${other}`, { one, other })),
      item('pairs', 'text', { one: 'a', other: 'b' }),
      item('pairs', 'mixed', { one: 1, other: 'b' }),
      ...['Alpha', 'ALPS', 'alp', 'Bern', 'ÄRGER'].map((title) =>
        item('titles', title, { title, tags: [title.charAt(0)] }),
      ),
      item('dots', 'dotted', { 'a.b': 'x', c: { 'd.e': 1 } }),
      item('dots', 'nested', { a: { b: 'x' } }),
      ...[5, 10, 100].map((n) => item('declared', `n${n}`, { n, day: `2020-01-${n === 100 ? 11 : n + 10}` })),
      item('places', 'across', {}, across()),
      item('places', 'box', {}, { type: 'Polygon', coordinates: [ring(-181 + 5, -170, -18, -16)] }),
      ...Array.from({ length: 4 }, (_, n) => item('long', `l${n}`, { title: `${'x'.repeat(2_000)}${n}` })),
    ];
    for (const id of new Set(items.map(({ collection }) => collection))) {
      await owner.query('SELECT create_collection($1::jsonb)', [collectionOf(String(id))]);
    }
    const connection = await owner.connect();
    await copyItems(connection, 'items_staging', items);
    connection.release();
  });

  async function page(asked: JsonObject): Promise<{ ids: string[]; next: JsonObject | undefined }> {
    const { status, body } = await client.post('/stac/search', asked);
    assert.equal(status, 200, JSON.stringify([asked, body]));
    const links = body.links as { rel: string; body?: JsonObject }[];
    return {
      ids: (body.features as { id: string }[]).map(({ id }) => id),
      next: links.find(({ rel }) => rel === 'next')?.body,
    };
  }

  async function allPages(asked: JsonObject): Promise<string[]> {
    const ids: string[] = [];
    for (let next: JsonObject | undefined = asked; next !== undefined; ) {
      const found: Awaited<ReturnType<typeof page>> = await page(next);
      ids.push(...found.ids);
      next = found.next;
    }
    return ids;
  }

  /** By GET and by POST alike, as a set. */
  async function found(collection: string, filter: string): Promise<string[]> {
    const query = new URLSearchParams({ collections: collection, filter, limit: '100' });
    const { status, body } = await client.get(`/stac/search?${query}`);
    assert.equal(status, 200, JSON.stringify([filter, body]));
    return (body.features as { id: string }[]).map(({ id }) => id).sort();
  }

  test('numbers are in the order of numbers, texts in that of texts, and pages of any size go on in it', async () => {
    const order = VALUES.map((_, n) => `v${String(n).padStart(2, '0')}`);
    for (const limit of [1, 2, 3, 7, 100]) {
      for (const direction of ['asc', 'desc']) {
        const sortby = [{ field: 'properties.x:value', direction }];
        const ids = await allPages({ collections: ['values'], sortby, limit });
        const expected = direction === 'asc' ? order : [...order].reverse();
        assert.deepEqual(ids, expected, `${direction}, ${limit} a page`);
      }
      const mixed = await allPages({
        collections: ['values'],
        sortby: [
          { field: 'x:value', direction: 'desc' },
          { field: 'id', direction: 'asc' },
        ],
        limit,
      });
      assert.deepEqual(
        mixed,
        await allPages({
          collections: ['values'],
          sortby: [
            { field: 'x:value', direction: 'desc' },
            { field: 'id', direction: 'asc' },
          ],
          limit: 100,
        }),
      );
      assert.deepEqual(mixed.slice(0, 3), ['v19', 'v20', 'v21']);
    }
  });

  test('numbers are compared with numbers, by literals and by properties', async () => {
    assert.deepEqual(await found('pairs', 'one < other'), ['5-7', '9-10', 'text']);
    assert.deepEqual(await found('pairs', 'one = other'), ['7-7']);
    assert.deepEqual(await found('pairs', 'one BETWEEN other AND other'), ['7-7']);
    assert.deepEqual(await found('pairs', 'one > 8'), ['100-11', '9-10']);
    assert.deepEqual(await found('pairs', 'one + 1 > other'), ['100-11', '7-7']);
    assert.deepEqual(await found('pairs', 'one IN (5, 7)'), ['5-7', '7-7']);
  });

  test('timestamps and dates are compared with what is a time, and nothing else is found', async () => {
    for (const name of ['created', 'properties.updated']) {
      assert.deepEqual(await found('created', `${name} > TIMESTAMP('2020-01-01T00:00:00Z')`), [...AFTER].sort());
      assert.deepEqual(
        await found('created', `T_AFTER(${name}, TIMESTAMP('2020-01-01T00:00:00Z'))`),
        [...AFTER].sort(),
      );
      assert.deepEqual(await found('created', `TIMESTAMP('2020-01-01T01:00:00+01:00') = ${name}`), ['just then']);
      assert.deepEqual(await found('created', `${name} < DATE('2020-01-01')`), ['before', 'before by its offset']);
      const range = `${name} BETWEEN DATE('2020-02-03') AND TIMESTAMP('2020-02-29T12:00:01Z')`;
      assert.deepEqual(await found('created', range), ['a date', 'after']);
    }
    assert.deepEqual(
      await found('created', "datetime > TIMESTAMP('2020-01-01T00:00:00Z') AND created < datetime").then(
        (ids) => ids.length,
      ),
      7,
    );
  });

  test('a folded text finds what is written in any case', async () => {
    const alps = ['ALPS', 'Alpha', 'alp'];
    for (const pattern of ["'alp%'", "casei('ALP%')", "casei('alp%')"]) {
      assert.deepEqual(await found('titles', `casei(title) LIKE ${pattern}`), alps, pattern);
    }
    assert.deepEqual(await found('titles', "casei(title) = 'alpha'"), ['Alpha']);
    assert.deepEqual(await found('titles', "casei(title) IN (casei('BERN'), 'alp')"), ['Bern', 'alp']);
    assert.deepEqual(await found('titles', "casei(title) = casei('ärger')"), ['ÄRGER']);
    assert.deepEqual(await found('titles', "accenti(casei(title)) = accenti('ärger')"), ['ÄRGER']);
    assert.deepEqual(await found('titles', "title LIKE 'alp%'"), ['alp']);
    assert.deepEqual(await found('titles', 'casei(title) = id AND casei(id) >= casei(title)'), ['alp']);
  });

  test('an array of one element is one', async () => {
    assert.deepEqual(await found('titles', "A_CONTAINS(tags, ('A'))"), ['ALPS', 'Alpha']);
    assert.deepEqual(await found('titles', "A_OVERLAPS(('B', 'a'), tags)"), ['Bern', 'alp']);
    assert.deepEqual((await found('titles', 'A_CONTAINS(tags, ())')).length, 5);
  });

  test('a list of nothing finds nothing', async () => {
    for (const asked of [{ ids: [] }, { collections: [] }, { ids: [], sortby: [{ field: 'id' }] }]) {
      assert.deepEqual((await page(asked)).ids, [], JSON.stringify(asked));
    }
    for (const query of ['ids=,', 'collections=,', 'ids=,&filter=id+IS+NOT+NULL']) {
      assert.deepEqual((await client.get(`/stac/search?${query}`)).body.features, [], query);
    }
    assert.deepEqual((await client.get('/stac/collections/dots/items?ids=,')).body.features, []);
  });

  test('a page goes on from its place when its last item is removed meanwhile', async () => {
    for (const field of ['x:value', 'id', 'datetime']) {
      const asked = { collections: ['values'], sortby: [{ field, direction: 'asc' }], limit: 8 };
      const all = await allPages({ ...asked, limit: 100 });
      const { ids, next } = await page(asked);
      const removed = ids.at(-1) ?? assert.fail();
      const connection = await owner.connect();
      const { rows } = await connection.query('DELETE FROM items WHERE id = $1 RETURNING content', [removed]);
      try {
        assert.deepEqual([...ids, ...(await allPages(next ?? assert.fail()))], all, field);
      } finally {
        const n = all.indexOf(removed);
        const value = VALUES[Number(removed.slice(1))];
        assert.ok(rows.length === 1 && n >= 0);
        await copyItems(connection, 'items_staging', [
          item('values', removed, value === undefined ? {} : { 'x:value': value }),
        ]);
        connection.release();
      }
    }
  });

  test('values that are too long for a token are in order, too', async () => {
    const sortby = [{ field: 'title', direction: 'desc' }];
    assert.deepEqual(await allPages({ collections: ['long'], sortby, limit: 1 }), ['l3', 'l2', 'l1', 'l0']);
  });

  test('what a queryable declares is read as that says, from where it says', async () => {
    await owner.query(`SELECT upsert_queryable('count', '{"type": "integer"}', property_path => '{properties,n}')`);
    await owner.query(`SELECT upsert_queryable('day', '{"type": "string", "format": "date"}')`);
    try {
      assert.deepEqual(await found('declared', 'count > 9'), ['n10', 'n100']);
      assert.deepEqual(await found('declared', 'count < 10.5'), ['n10', 'n5']);
      assert.deepEqual(await found('declared', 'count IN (5, 10) AND count = n'), ['n10', 'n5']);
      const sortby = [{ field: 'count', direction: 'desc' }];
      assert.deepEqual(await allPages({ collections: ['declared'], sortby, limit: 1 }), ['n100', 'n10', 'n5']);
      assert.deepEqual(await found('declared', "day >= DATE('2020-01-15')"), ['n10', 'n5']);
      assert.deepEqual(await found('declared', "T_INTERSECTS(day, TIMESTAMP('2020-01-11T12:00:00Z'))"), ['n100']);
    } finally {
      await owner.query("DELETE FROM queryables WHERE name IN ('count', 'day')");
    }
  });

  test('a name with a dot is that of the property, and then the way into one', async () => {
    assert.deepEqual(await found('dots', '"a.b" = \'x\''), ['dotted', 'nested']);
    assert.deepEqual(await found('dots', 'properties.a.b IS NULL'), []);
    const sortby = [{ field: 'a.b', direction: 'asc' }];
    assert.deepEqual(await allPages({ collections: ['dots'], sortby, limit: 1 }), ['dotted', 'nested']);
    const { body } = await client.get('/stac/search?ids=dotted&fields=properties.a.b,properties.c.d.e');
    assert.deepEqual((body.features as JsonObject[])[0]?.properties, { 'a.b': 'x', c: { 'd.e': 1 } });
    const without = await client.get('/stac/search?ids=dotted&fields=-properties.a.b');
    assert.ok(!('a.b' in ((without.body.features as { properties: object }[])[0]?.properties ?? assert.fail())));
  });

  test('a box that is a point or a line finds what lies there, also across the antimeridian', async () => {
    for (const [bbox, expected] of [
      [[179.5, -17, 179.5, -17], ['across']],
      [[-179.5, -17, -179.5, -17], ['across']],
      [[179.5, -90, 179.5, 90], ['across']],
      [
        [-178, -17, 179.5, -17],
        ['across', 'box'],
      ],
      [
        [179.5, -17, -175, -17],
        ['across', 'box'],
      ],
      [
        [180, -17, -175, -16.5],
        ['across', 'box'],
      ],
      [[179.5, -19, -175, -19], []],
      [[0, -17, 0, -17], []],
    ] as const) {
      const asked = { collections: ['places'], bbox: [...bbox] };
      const told = JSON.stringify(bbox);
      assert.deepEqual((await page(asked)).ids.sort(), expected, told);
      assert.deepEqual((await page({ ...asked, sortby: [{ field: 'id' }] })).ids, expected, told);
      assert.deepEqual(await found('places', `S_INTERSECTS(geometry, BBOX(${bbox}))`), expected, told);
      const byPgstac = await searchItems(owner, { collections: ['places'], bbox: [...bbox] });
      assert.deepEqual(byPgstac.map(({ id }) => id).sort(), expected, told);
    }
  });

  test('what does not go together is refused', async () => {
    for (const filter of [
      'title LIKE 5',
      "datetime LIKE 'x'",
      "datetime > 'x'",
      'id > 3 + 1',
      "geometry = 'x'",
      "T_AFTER(id, DATE('2020-01-01'))",
    ]) {
      const { status, body } = await client.get(`/stac/search?${new URLSearchParams({ filter })}`);
      assert.deepEqual([status, body.code], [400, 'invalid_search'], filter);
    }
    const properties = await client.get('/stac/search?filter=properties+%3D+1');
    assert.deepEqual([properties.status, properties.body.code], [400, 'invalid_search']);
  });
});

function item(collection: string, id: string, properties: JsonObject, geometry?: JsonObject) {
  return {
    ...{ type: 'Feature', stac_version: '1.1.0', stac_extensions: [], id, collection },
    geometry: geometry ?? { type: 'Point', coordinates: [0, 0] },
    properties: { datetime: '2022-01-01T00:00:00Z', ...properties },
    ...{ assets: {}, links: [] },
  };
}

function across(): JsonObject {
  return { type: 'MultiPolygon', coordinates: [[ring(179, 180, -18, -16)], [ring(-180, -179, -18, -16)]] };
}

function ring(west: number, east: number, south: number, north: number): number[][] {
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
}

function collectionOf(id: string): JsonObject {
  const extent = { spatial: { bbox: [[-180, -90, 180, 90]] }, temporal: { interval: [[null, null]] } };
  return { type: 'Collection', stac_version: '1.1.0', id, description: id, license: 'other', extent, links: [] };
}
