import assert from 'node:assert/strict';
import { join } from 'node:path';
import process from 'node:process';
import { before, describe, test } from 'node:test';
import { execa } from 'execa';
import { type GeneratedItem, generateItems } from '../support/generate-items.ts';
import { ROOT } from '../support/stack.ts';
import { freshDatabase, poolOf } from './support/database.ts';
import { suiteLifetime } from './support/lifetime.ts';
import { servedGateway } from './support/served-gateway.ts';

/** A Python environment with pystac-client and stac-api-validator; without one these tests are left out (docs/testing.md). */
const PYTHON = process.env.RHUMBLINE_TEST_STAC_PYTHON;
const ITEMS = Number(process.env.RHUMBLINE_TEST_STAC_ITEMS ?? 10_000);

describe('clients that others have written', { skip: PYTHON === undefined }, () => {
  const lifetime = suiteLifetime();
  let gateway: string;
  let shown: GeneratedItem[];
  before(async () => {
    const database = await freshDatabase(lifetime);
    shown = (await generateItems(database.owner, ITEMS)).filter(({ is_public }) => is_public);
    const limits = { requests: 1_000_000, failures: 1_000_000 };
    gateway = await servedGateway(lifetime, { pool: poolOf(lifetime, database.gateway, 4), limits });
  });

  const run = (program: string, args: readonly string[]) =>
    execa(join(PYTHON ?? '', 'bin', program), args, {
      ...{ cwd: ROOT, all: true, reject: false },
      env: { PYTHONPATH: join(ROOT, 'tests/clients') },
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

  test('stac-api-validator finds nothing wrong', async (t) => {
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
});
