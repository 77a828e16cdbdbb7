import process from 'node:process';
import { createPool } from '../../src/db/pool.ts';
import { freshDatabase } from '../../tests/integration/support/database.ts';
import { everyList } from '../../tests/support/every-list.ts';
import { explain, nodesOf } from '../../tests/support/explain.ts';
import { generateAssets } from '../../tests/support/generate-assets.ts';
import type { BenchRun } from '../each.ts';
import { median } from '../median.ts';
import type { BenchResult } from '../run.ts';

const SIZES = [1_000, 1_000_000] as const;
const ROUNDS = 15;

interface Row {
  list: string;
  assets: number;
  /** Medians, of planning and execution together. */
  ms: number;
  /** 8 kB each, from the cache or not. */
  blocks: number;
  plan: string;
}

/** What a page of each list costs in a small and in a large database, as EXPLAIN ANALYZE has it. */
export async function benchLists({ env, signal, report, only }: BenchRun): Promise<BenchResult> {
  // The tests' helpers find the server by it.
  Object.assign(process.env, env);
  const rows: Row[] = [];
  for (const size of SIZES) {
    const cleanUps: (() => unknown)[] = [];
    try {
      const database = await freshDatabase({ after: (cleanUp) => cleanUps.push(cleanUp) });
      report(`Generating ${size.toLocaleString('en')} assets …`);
      await generateAssets(database.owner, size);
      const pool = createPool({ url: database.gateway, application_name: 'bench', max: 1, onError: () => {} });
      for (const [name, query] of everyList.filter(([name]) => name.includes(only))) {
        if (signal.aborted) break;
        const explained = [];
        for (let round = 0; round < ROUNDS; round += 1) explained.push(await explain(pool, query));
        const times = explained.map((each) => each['Planning Time'] + each['Execution Time']);
        const last = explained.at(-1);
        if (last === undefined) continue;
        const nodes = nodesOf(last);
        rows.push({
          list: name,
          assets: size,
          ms: median(times),
          blocks: last.Plan['Shared Hit Blocks'] + last.Plan['Shared Read Blocks'],
          plan: nodes.map((node) => node['Index Name'] ?? node['Node Type']).join(' < '),
        });
      }
      await pool.end();
    } finally {
      for (const cleanUp of cleanUps.reverse()) await cleanUp();
    }
  }
  return { rows, table: formatTable(rows) };
}

function formatTable(rows: readonly Row[]): string {
  const lines = rows
    .filter(({ assets }) => assets === SIZES[0])
    .map((small) => {
      const large = rows.find(({ list, assets }) => list === small.list && assets === SIZES[1]);
      const cells = [small.list, ms(small), ms(large), small.blocks, large?.blocks ?? '', large?.plan ?? ''];
      return `| ${cells.join(' | ')} |`;
    });
  return [
    '| page of 50 | 1,000 assets, ms | 1,000,000 assets, ms | blocks | blocks | plan at 1,000,000 |',
    '| --- | --- | --- | --- | --- | --- |',
    ...lines,
  ].join('\n');
}

function ms(row: Row | undefined): string {
  return row === undefined ? '' : row.ms.toFixed(2);
}
