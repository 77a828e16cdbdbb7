import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { before, describe, test } from 'node:test';
import { execa } from 'execa';
import { createStacRegisterItems } from '../../src/activities/stac_register_items/activity.ts';
import { stacRegisterItemsContract } from '../../src/activities/stac_register_items/contract.ts';
import { createApiKey } from '../../src/assets/api-keys/create-api-key.ts';
import { searchItems } from '../../src/catalog/search-items.ts';
import { COLLECTIONS, type GeneratedItem, generateItems } from '../support/generate-items.ts';
import { ROOT } from '../support/stack.ts';
import { activityContext } from './support/activity-context.ts';
import { freshDatabase, poolOf, type TestDatabase } from './support/database.ts';
import { suiteLifetime } from './support/lifetime.ts';
import { cogOfTest, rasterOfTest, THUMBNAIL, TILE } from './support/raster-fixtures.ts';
import { servedGateway } from './support/served-gateway.ts';
import { schemasOf } from './support/stac-schemas.ts';
import { store, temporaryFolder } from './support/storage.ts';

/** Few enough for a run of all tests. */
const ITEMS = Number(process.env.RHUMBLINE_TEST_STAC_ITEMS ?? 1_500);
/** Of each collection, for the validators. */
const VALIDATED = 50;

describe('clients that others have written', () => {
  const lifetime = suiteLifetime();
  let database: TestDatabase;
  let gateway: string;
  let shown: GeneratedItem[];
  before(async () => {
    database = await freshDatabase(lifetime);
    shown = (await generateItems(database.owner, ITEMS)).filter(({ is_public }) => is_public);
    const limits = { requests: 1_000_000, failures: 1_000_000 };
    gateway = await servedGateway(lifetime, { pool: poolOf(lifetime, database.gateway, 4), limits });
  });

  const run = (program: string, args: readonly string[], env: Record<string, string> = {}) =>
    execa(join(ROOT, '.venv/bin', program), args, {
      ...{ cwd: ROOT, all: true, reject: false },
      env: { PYTHONPATH: join(ROOT, 'tests/clients'), ...env },
    });

  test('pystac-client walks all of it', async (t) => {
    const { exitCode, stdout, all } = await run('python', ['tests/clients/walk_stac.py', `${gateway}/stac`]);
    assert.equal(exitCode, 0, all);
    const found = JSON.parse(stdout);
    const expected = shown.map(({ id }) => id).sort();
    assert.deepEqual(found.get.sort(), expected);
    assert.deepEqual(found.post.sort(), expected);
    const perCollection = Object.groupBy(shown, ({ collection }) => collection);
    assert.deepEqual(
      found.collections,
      Object.fromEntries(Object.entries(perCollection).map(([id, items = []]) => [id, items.length])),
    );
    assert.ok(found.across.length > 0 && found.filtered > 0);
    t.diagnostic(
      `${expected.length} items, ${found.across.length} across the antimeridian, ${found.filtered} by a filter`,
    );
  });

  /** The items that clients see first, round the whole globe: some look beside an item's box for where it is not. */
  async function spreadNewest(): Promise<void> {
    const found = await (await fetch(`${gateway}/stac/search?limit=10`)).json();
    const ids = (found as { features: { id: string }[] }).features.map(({ id }) => id);
    assert.equal(ids.length, 10);
    await poolOf(lifetime, database.owner, 1).query(
      `UPDATE pgstac.items SET geometry = ST_MakeEnvelope(-180, -90, 180, 90, 4326),
              content = jsonb_set(content, '{bbox}', '[-180, -90, 180, 90]') WHERE id = ANY ($1)`,
      [ids],
    );
  }

  test('stac-api-validator finds nothing wrong', async (t) => {
    await spreadNewest();
    // Not of sort and fields, whose checks go against what the extensions say: a text for the list of collections, say.
    const classes = ['core', 'collections', 'features', 'item-search', 'filter'];
    const { all = '' } = await run('stac-api-validator', [
      ...['--root-url', `${gateway}/stac`, '--collection', 'gamma'],
      ...['--geometry', '{"type":"Polygon","coordinates":[[[0,0],[60,0],[60,60],[0,60],[0,0]]]}'],
      ...classes.flatMap((name) => ['--conformance', name]),
    ]);
    t.diagnostic(all);
    // Its exit code is 0 also where it crashed.
    assert.match(all, /^Errors: none$/m, all);
    assert.doesNotMatch(all, /Traceback/, all);
  });

  test('pystac and stac-validator accept collections and items of every kind', async (t) => {
    const pool = poolOf(lifetime, database.domain, 1);
    const registered = await registerKinds(t, pool);
    const items = await searchItems(pool, { collections: ['rasters'], limit: 100 });
    const extensions = new Set(items.flatMap(({ stac_extensions }) => stac_extensions as string[]));
    assert.equal(extensions.size, 6);
    const schemas = await schemasOf(extensions);
    if (schemas === undefined)
      return t.skip('the schemas of the extensions are neither beside the project nor to be reached');
    const path = join(await temporaryFolder(t), 'schemas.json');
    await writeFile(path, JSON.stringify(schemas));
    const owner = poolOf(lifetime, database.owner, 1);
    const { key } = await createApiKey(owner, { name: 'validators', scopes: ['admin'], platform_id: null });
    const program = ['tests/clients/validate_stac.py', `${gateway}/stac`, String(VALIDATED)];
    const { exitCode, stdout, all } = await run('python', program, { API_KEY: key, STAC_SCHEMAS: path });
    assert.equal(exitCode, 0, all);
    const { seen, wrong } = JSON.parse(stdout);
    assert.deepEqual(wrong, {});
    assert.deepEqual(Object.keys(seen).sort(), [...COLLECTIONS, 'rasters']);
    assert.deepEqual(seen.rasters.sort(), registered);
    t.diagnostic(
      Object.entries(seen)
        .map(([id, ids]) => `${id}: ${(ids as string[]).length}`)
        .join(', '),
    );
  });
});

const ACROSS: [number, number][][][] = [
  [
    [
      [170, 10],
      [170, 0],
      [180, 0],
      [180, 10],
      [170, 10],
    ],
  ],
  [
    [
      [-180, 0],
      [-170, 0],
      [-170, 10],
      [-180, 10],
      [-180, 0],
    ],
  ],
];
const [BAND] = cogOfTest().bands;
const COLOURS = ['red', 'green', 'blue'];

/** Items as the handler writes them, of every form. Returns their ids. */
async function registerKinds(
  t: Parameters<typeof activityContext>[0],
  pool: ReturnType<typeof poolOf>,
): Promise<string[]> {
  const { crs } = rasterOfTest();
  const kinds: Record<string, object> = {
    plain: { title: 'Plain', keywords: ['a'], datetime: '2024-06-01T00:00:00Z' },
    colours: {
      cog: cogOfTest({
        bands: COLOURS.map((colour, at) => ({ ...BAND, index: at + 1, colour_interpretation: colour }) as never),
      }),
    },
    pictures: { assets: { thumbnail: THUMBNAIL } },
    tiles: {
      cog: cogOfTest({ blob_name: 'a.vrt', media_type: 'application/xml' }),
      more_assets: { 'tile-r00-c01': TILE },
    },
    derived: { derived_from: [{ collection_id: 'rasters', item_id: 'plain' }] },
    range: { start_datetime: '2020-01-01T00:00:00Z', end_datetime: '2020-12-31T00:00:00Z' },
    across: {
      raster: rasterOfTest({
        bbox_wgs84: [170, 0, -170, 10],
        geometry_wgs84: { type: 'MultiPolygon', coordinates: ACROSS },
      }),
    },
    outlined: { footprint: { geometry: { type: 'MultiPolygon', coordinates: ACROSS }, bbox: [170, 0, -170, 10] } },
    nameless: { raster: rasterOfTest({ crs: { ...crs, epsg: null, code: null } }) },
    compound: { raster: rasterOfTest({ crs: { ...crs, epsg: null, code: 'EPSG:9518' } }) },
    'of-esri': { raster: rasterOfTest({ crs: { ...crs, epsg: null, code: 'ESRI:54009' } }) },
  };
  const items = Object.entries(kinds).map(([item_id, more]) => ({
    ...{ item_id, raster: rasterOfTest(), cog: cogOfTest() },
    ...more,
  }));
  const activity = createStacRegisterItems({ pool, store, software_version: '1.2.3' });
  const input = stacRegisterItemsContract.input.parse({ collection_id: 'rasters', create_collection: true, items });
  await activity.run(input, await activityContext(t, { job_id: `${'a'.repeat(32)}-v1-r0` }));
  return Object.keys(kinds).sort();
}
