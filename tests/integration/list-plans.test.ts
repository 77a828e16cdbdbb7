import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type pg from 'pg';
import { everyList, LIMIT } from '../support/every-list.ts';
import { explain, nodesOf } from '../support/explain.ts';
import { generateAssets } from '../support/generate-assets.ts';
import { freshDatabase, poolOf } from './support/database.ts';
import { suiteLifetime } from './support/lifetime.ts';

/** Enough for the planner to care; `npm run bench -- lists` has a million. */
const ASSETS = 20_000;
describe('lists', () => {
  const lifetime = suiteLifetime();
  let pool: pg.Pool;
  before(async () => {
    const database = await freshDatabase(lifetime);
    await generateAssets(database.owner, ASSETS);
    pool = poolOf(lifetime, database.gateway, 2);
  });

  test('walk an index in its order, by every filter, and look at few rows more than a page has', async () => {
    for (const [name, query] of everyList) {
      const nodes = nodesOf(await explain(pool, query));
      const kinds = nodes.map((node) => node['Node Type']);
      const told = `${name}: ${kinds.join(' < ')}`;
      assert.ok(!kinds.some((kind) => /Seq Scan|^Sort$|Incremental Sort|Bitmap|Hash|Aggregate/.test(kind)), told);
      assert.ok(
        kinds.some((kind) => /^Index( Only)? Scan/.test(kind)),
        told,
      );
      for (const node of nodes) {
        const looked = (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'];
        assert.ok(looked <= 2 * (LIMIT + 1), `${told}: ${node['Node Type']} looked at ${looked} rows`);
      }
    }
  });
});
