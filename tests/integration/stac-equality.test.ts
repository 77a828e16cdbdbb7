import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type pg from 'pg';
import { findItems } from '../../src/catalog/search/find-items.ts';
import {
  areaOf,
  boxesOf,
  type ItemPage,
  type ItemPosition,
  type ItemSearch,
} from '../../src/catalog/search/item-search.ts';
import type { Viewer } from '../../src/catalog/search/viewer.ts';
import type { Bounds } from '../../src/geo/raster.ts';
import { FaultError } from '../../src/plan/fault.ts';
import { isJsonObject, type JsonObject } from '../../src/plan/json.ts';
import { COLLECTIONS, type GeneratedItem, generateItems } from '../support/generate-items.ts';
import { type Random, randomOf } from '../torture/random.ts';
import { freshDatabase, poolOf } from './support/database.ts';
import { suiteLifetime } from './support/lifetime.ts';

/** RHUMBLINE_TEST_SEARCHES says how many of each kind; by default few enough for a run of all tests. */
const SEARCHES = Number(process.env.RHUMBLINE_TEST_SEARCHES ?? 60);
const SEED = Number(process.env.RHUMBLINE_TEST_SEED ?? 1);
const ITEMS = 2_000;

const BY_ID: ItemSearch = { sortby: [{ field: 'id', direction: 'asc' }], limit: ITEMS, after: null };
const EVERYTHING: Viewer = { sees: 'everything' };
const VIEWERS: readonly [Viewer, (item: GeneratedItem) => boolean][] = [
  [{ sees: 'public' }, (item) => item.is_public],
  [{ sees: 'platform', platform_id: null }, (item) => item.is_platforms],
  [
    { sees: 'platform', platform_id: 'small' },
    (item) => item.is_public || (item.is_platforms && item.platform_id === 'small'),
  ],
];

describe('a search finds what pgstac.search() finds', () => {
  const lifetime = suiteLifetime();
  let owner: pg.PoolClient;
  let gateway: pg.Pool;
  let items: GeneratedItem[];
  before(async () => {
    const database = await freshDatabase(lifetime);
    items = await generateItems(database.owner, ITEMS);
    const url = new URL(database.owner);
    url.searchParams.set('options', '-c search_path=pgstac,public');
    owner = await poolOf(lifetime, url.href, 2).connect();
    lifetime.after(() => owner.release(true));
    gateway = poolOf(lifetime, database.gateway, 2);
    // search() takes numbers for texts where no queryable says otherwise. Ours does not see this one: it is never committed.
    await owner.query('BEGIN');
    await owner.query(`SELECT upsert_queryable('eo:cloud_cover', '{"type": "number"}'::jsonb)`);
  });

  /** pgstac's own answer: the items, and whether there are more. */
  async function byPgstac(search: ItemSearch, after?: JsonObject): Promise<{ items: JsonObject[]; more: boolean }> {
    const hex = (value: unknown) => Buffer.from(String(value)).toString('hex');
    const token = after && `next:${hex(after.collection)}:${hex(after.id)}`;
    const body = JSON.stringify({ ...searchBody(search), limit: search.limit, ...(token && { token }) });
    const { rows } = await owner.query<{ found: { features: JsonObject[]; links: { rel: string }[] } }>(
      'SELECT pgstac.search($1::jsonb) AS found',
      [body],
    );
    const { features = [], links = [] } = rows[0]?.found ?? {};
    return { items: features.map(withDatetime), more: links.some(({ rel }) => rel === 'next') };
  }

  /** Both answers, page by page. */
  async function compare(search: ItemSearch, pages: number): Promise<number> {
    let after: ItemPosition | null = null;
    let last: JsonObject | undefined;
    let compared = 0;
    for (let page = 0; page < pages; page += 1) {
      const ours: ItemPage = await findItems(gateway, { ...search, after }, EVERYTHING);
      const theirs = await byPgstac(search, last);
      const asked = JSON.stringify({ search, page });
      assert.deepEqual(ours.items, theirs.items, asked);
      assert.equal(ours.next !== null, theirs.more, asked);
      compared += ours.items.length;
      // Both ways to go on.
      [after, last] = [(page % 2 === 0 ? ours.next?.place : ours.next?.item) ?? null, ours.items.at(-1)];
      if (after === null) break;
    }
    return compared;
  }

  for (const [kind, make] of [
    ['the common shape, by a query of its own', commonSearch],
    ['filters and orders', filteredSearch],
  ] as const) {
    test(`${kind}: the same items, whole, in the same order, page by page`, async (t) => {
      const random = randomOf(SEED, kind);
      let [compared, empty] = [0, 0];
      for (let search = 0; search < SEARCHES; search += 1) {
        const found = await compare(make(random), 3);
        compared += found;
        if (found === 0) empty += 1;
      }
      t.diagnostic(`${SEARCHES} searches, ${compared} items, ${empty} searches without any`);
      assert.ok(empty < SEARCHES / 2 && compared > SEARCHES, `${empty} of ${SEARCHES} found nothing`);
    });
  }

  /** The ids of what lies on a line, or two where it goes across the antimeridian. */
  async function onLine([west, south, east, north]: Bounds): Promise<unknown[]> {
    const lines =
      west <= east
        ? [[west, east]]
        : [
            [west, 180],
            [-180, east],
          ];
    const conditions = lines.map((_, n) => `ST_Intersects(geometry, $${n + 1}::geometry)`);
    const { rows } = await owner.query(
      `SELECT id FROM items WHERE ${conditions.join(' OR ')} ORDER BY id`,
      lines.map(([from, to]) => `SRID=4326;LINESTRING(${from} ${south}, ${to} ${north})`),
    );
    return rows.map(({ id }) => id);
  }

  test('boxes without width or height find what PostGIS finds by a line', async (t) => {
    const random = randomOf(SEED, 'thin boxes');
    let [found, across] = [0, 0];
    for (let search = 0; search < SEARCHES; search += 1) {
      const bbox = thinBox(random);
      const expected = await onLine(bbox);
      const filter = { op: 's_intersects', args: [{ property: 'geometry' }, areaOf(boxesOf(bbox))] };
      for (const place of [{ bbox }, { filter }]) {
        const asked = { ...place, ...BY_ID };
        const ours: ItemPage = await findItems(gateway, asked, EVERYTHING);
        const ids = ours.items.map(({ id }) => id);
        assert.deepEqual(ids, expected, JSON.stringify(asked));
      }
      found += expected.length;
      if (bbox[0] > bbox[2]) across += expected.length;
    }
    t.diagnostic(`${SEARCHES} boxes, ${found} items, ${across} of them by boxes across the antimeridian`);
    assert.ok(found > SEARCHES && across > 0);
  });

  test('whoever does not see everything finds the same without what is not for them', async () => {
    const random = randomOf(SEED, 'viewers');
    for (let search = 0; search < SEARCHES / 3; search += 1) {
      const asked: ItemSearch = { ...(search % 2 === 0 ? commonSearch(random) : filteredSearch(random)), limit: ITEMS };
      const all: unknown[] = (await findItems(gateway, asked, EVERYTHING)).items.map(({ id }) => id);
      for (const [viewer, isTheirs] of VIEWERS) {
        const theirs = new Set(items.filter(isTheirs).map(({ id }) => id));
        const found = (await findItems(gateway, asked, viewer)).items.map(({ id }) => id);
        assert.deepEqual(
          found,
          all.filter((id) => theirs.has(String(id))),
          JSON.stringify({ viewer, asked }),
        );
      }
    }
  });

  test('a condition that cannot be carried out of an item tells nobody of it for whom it is not there', async () => {
    const huge = { op: '+', args: [{ property: 'eo:cloud_cover' }, 1e308] };
    const beyond = { op: '>', args: [{ op: '*', args: [huge, 1e308] }, 1] };
    const ofItem = ({ id }: GeneratedItem): ItemSearch => ({
      ...BY_ID,
      filter: { op: 'and', args: [{ op: '=', args: [{ property: 'id' }, id] }, beyond] },
    });
    for (const [viewer, isTheirs] of VIEWERS) {
      for (const item of items.slice(0, 60)) {
        const search = findItems(gateway, ofItem(item), viewer);
        if (isTheirs(item)) await assert.rejects(search, hasCode('invalid_search'));
        else assert.deepEqual((await search).items, []);
      }
      const some = items.slice(0, 60).map(isTheirs);
      assert.ok(some.includes(true) && some.includes(false));
    }
  });
});

/**
 * What `pgstac.search()` takes. A box that crosses the antimeridian, or has no width or height, it gets wrong: it is handed over
 * as a geometry.
 */
function searchBody({ collections, ids, bbox, intersects, time, filter, sortby }: ItemSearch): JsonObject {
  const isBox = bbox && bbox[0] < bbox[2] && bbox[1] < bbox[3];
  return {
    ...(collections && { collections: [...collections] }),
    ...(ids && { ids: [...ids] }),
    ...(intersects && { intersects }),
    ...(bbox && (isBox ? { bbox } : { intersects: areaOf(boxesOf(bbox)) })),
    ...(time && { datetime: `${time.start ?? '..'}/${time.end ?? '..'}` }),
    ...(filter && { filter, 'filter-lang': 'cql2-json' }),
    ...(sortby.length > 0 && { sortby: sortby.map(({ field, direction }) => ({ field, direction })) }),
  };
}

/** As the gateway tells it as well: pgstac leaves out what is null. */
function withDatetime(item: JsonObject): JsonObject {
  const properties = isJsonObject(item.properties) ? item.properties : {};
  return { ...item, properties: { datetime: null, ...properties } };
}

const hasCode = (code: string) => (error: unknown) => error instanceof FaultError && error.fault.code === code;

const START = Date.parse('2020-01-01T00:00:00Z');

function commonSearch(random: Random): ItemSearch {
  return {
    ...(random.fraction() < 0.4 && { collections: some(random, COLLECTIONS) }),
    ...(random.fraction() < 0.15 && { ids: Array.from({ length: 40 }, () => `item-${random.below(ITEMS)}`) }),
    ...placeOf(random),
    ...(random.fraction() < 0.4 && { time: timeOf(random) }),
    sortby: [],
    limit: 1 + random.below(30),
    after: null,
  };
}

function filteredSearch(random: Random): ItemSearch {
  const filter = random.fraction() < 0.7 ? conditionOf(random, 2) : undefined;
  const field = random.pick(['datetime', 'properties.eo:cloud_cover', 'id', 'mission', 'collection', 'title']);
  const direction = random.pick(['asc', 'desc'] as const);
  return {
    ...commonSearch(random),
    ...(filter && { filter }),
    sortby: filter && random.fraction() < 0.5 ? [] : [{ field, direction }],
  };
}

function placeOf(random: Random): Pick<ItemSearch, 'bbox' | 'intersects'> {
  const kind = random.fraction();
  if (kind > 0.7) return {};
  const [west, south] = [random.below(340) - 180, random.below(120) - 90];
  const [width, height] = [1 + random.below(120), 1 + random.below(60)];
  const east = west + width;
  const bbox: [number, number, number, number] = [
    west,
    south,
    east > 180 ? east - 360 : east,
    Math.min(90, south + height),
  ];
  if (kind < 0.1) return { bbox: thinBox(random) };
  if (kind < 0.55) return { bbox };
  const ring = [
    [west, south],
    [Math.min(180, east), south],
    [west, bbox[3]],
    [west, south],
  ];
  return { intersects: { type: 'Polygon', coordinates: [ring] } };
}

/** A point, a parallel or a meridian; some across the antimeridian. */
function thinBox(random: Random): Bounds {
  const [west, south] = [random.below(3_600) / 10 - 180, random.below(1_700) / 10 - 90];
  const [east, north] = [random.below(3_600) / 10 - 180, Math.min(90, south + random.below(300) / 10)];
  const kind = random.below(5);
  if (kind === 0) return [west, south, west, south];
  if (kind === 1) return [west, south, west, north];
  if (kind === 2) return [west, south, Math.max(west, east), south];
  if (kind === 3) return [Math.max(west, east), south, Math.min(west, east), south];
  return [179.5 + random.below(6) / 10, south, random.below(4) - 180, south];
}

function timeOf(random: Random): NonNullable<ItemSearch['time']> {
  const at = START + random.below(900) * 86_400_000;
  const text = (time: number) => new Date(time).toISOString();
  const end = text(at + random.below(400) * 86_400_000);
  return random.pick([
    { start: text(at), end },
    { start: null, end },
    { start: text(at), end: null },
    { start: text(START + 100 * 86_400_000), end: text(START + 100 * 86_400_000) },
  ]);
}

function conditionOf(random: Random, depth: number): JsonObject {
  if (depth > 0 && random.fraction() < 0.5) {
    const inner = () => conditionOf(random, depth - 1);
    return random.pick([
      { op: 'and', args: [inner(), inner()] },
      { op: 'or', args: [inner(), inner()] },
      { op: 'not', args: [inner()] },
    ]);
  }
  const cover = { property: 'eo:cloud_cover' };
  const mission = { property: 'mission' };
  const timestamp = new Date(START + random.below(1_000) * 86_400_000).toISOString();
  const comparison = random.pick(['<', '<=', '>', '>=', '=', '<>']);
  return random.pick([
    { op: comparison, args: [cover, random.below(100)] },
    { op: 'between', args: [cover, random.below(50), 50 + random.below(50)] },
    { op: comparison, args: [mission, 'sentinel-1'] },
    { op: 'isNull', args: [mission] },
    { op: 'in', args: [mission, ['sentinel-0', 'sentinel-2']] },
    { op: 'like', args: [{ property: 'title' }, `Item ${random.below(20)}%`] },
    { op: comparison, args: [{ property: 'datetime' }, { timestamp }] },
    { op: 't_before', args: [{ property: 'datetime' }, { timestamp }] },
    { op: comparison, args: [{ property: 'collection' }, 'beta'] },
    { op: comparison, args: [cover, { op: '-', args: [{ op: '*', args: [cover, 2] }, random.below(100)] }] },
    { op: comparison, args: [cover, { property: 'properties.eo:cloud_cover' }] },
    { op: 'in', args: [cover, [1, 2.5, random.below(100)]] },
    { op: comparison, args: [mission, { property: 'title' }] },
    {
      op: '=',
      args: [
        { op: 'casei', args: [mission] },
        { op: 'casei', args: ['SENTINEL-1'] },
      ],
    },
    { op: random.pick(['a_overlaps', 'a_contained_by']), args: [mission, ['sentinel-1', 'sentinel-2']] },
    {
      op: random.pick(['t_during', 't_intersects', 't_disjoint', 't_after', 't_overlaps', 't_finishedby']),
      args: [
        { property: random.pick(['datetime', 'end_datetime']) },
        { interval: ['2021-01-01', timestamp.replace('2020', '2021')] },
      ],
    },
    {
      op: random.pick(['t_intersects', 't_contains', 't_startedby', 't_overlappedby', 't_during']),
      args: [
        { interval: [{ property: 'start_datetime' }, { property: 'end_datetime' }] },
        { interval: ['2020-06-01', '2020-12-01'] },
      ],
    },
    {
      op: random.pick(['s_intersects', 's_within', 's_disjoint', 's_touches', 's_overlaps']),
      args: [{ property: 'geometry' }, areaOf([[random.below(100) - 100, -60, random.below(100), 60]])],
    },
  ]);
}

function some(random: Random, from: readonly string[]): string[] {
  const chosen = from.filter(() => random.fraction() < 0.5);
  return chosen.length > 0 ? chosen : ['alpha'];
}
