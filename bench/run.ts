import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import process from 'node:process';
import { stackTestEnvironment, startTestStack } from '../tests/support/runner/test-stack.ts';
import { benchApi } from './api/bench.ts';
import { benchInterpreter } from './interpreter/bench.ts';
import { benchInventory } from './inventory/bench.ts';
import { benchLists } from './lists/bench.ts';
import { benchPoison } from './poison/bench.ts';
import { benchFlood } from './poison/flood.ts';
import { benchRaster } from './raster/bench.ts';
import { benchStac } from './stac/bench.ts';

const HELP = `Usage: npm run bench -- [NAME] [--only TEXT] [--json]

Measures against a peer that does the same work at the same time on the same server, and prints medians and ratios.

  interpreter   runPlan against hand-written workflows with the same activities (the default)
  poison        a small job beside specs that are made to keep a worker busy, against the same job alone
  flood         the same over HTTP, while another client sends two such specs a second and waits for none of them
  api           submits and status over HTTP, against bare handlers that do the same transaction, start and SELECT
  raster        conversions of a raster of 1 GB, against rio cogeo and plain gdal_translate (12 GB of free disk, about five minutes)
  stac          searches of 100,000 items over HTTP, against stac-fastapi-pgstac on the same database (five to ten minutes)
  inventory     summarize_container over 10,000 and over 1,000,000 blobs, against the storage's client alone
  lists         a page of every list at 1,000 and at 1,000,000 assets, by EXPLAIN ANALYZE (making them takes up to half an hour, and 5 GB)

Options:
  --only TEXT   only what has it in its name, such as "1,000 items"
  --json        as JSON

Examples:
  npm run bench -- interpreter
  npm run bench -- interpreter --only "100,000"
  npm run bench -- interpreter --json > interpreter.json`;

export interface BenchResult {
  rows: readonly object[];
  /** Markdown. */
  table: string;
}

const BENCHES = {
  api: benchApi,
  interpreter: benchInterpreter,
  poison: benchPoison,
  flood: benchFlood,
  inventory: benchInventory,
  lists: benchLists,
  raster: benchRaster,
  stac: benchStac,
} as const;

const args = process.argv.slice(2);
const onlyAt = args.indexOf('--only');
const only = onlyAt < 0 ? '' : (args.splice(onlyAt, 2)[1] ?? '');
const name = args.find((arg) => !arg.startsWith('-')) ?? 'interpreter';
if (args.includes('--help')) console.log(HELP);
else process.exit(await main(name, args.includes('--json')));

async function main(bench: string, asJson: boolean): Promise<number> {
  if (!Object.hasOwn(BENCHES, bench)) {
    console.error(`There is no bench ${bench}: ${Object.keys(BENCHES).join(', ')} is.`);
    return 2;
  }
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  const report = (line: string) => console.error(line);
  report(`Starting a server of its own in ${tmpdir()} …`);
  const root = resolve(import.meta.dirname, '..');
  // Most start the workers that they measure themselves.
  const stack = await startTestStack(root, stop.signal, report, bench !== 'flood');
  try {
    const env = stackTestEnvironment(root, stack);
    const { rows, table } = await BENCHES[bench as keyof typeof BENCHES]({ env, signal: stop.signal, report, only });
    console.log(asJson ? JSON.stringify(rows, null, 2) : table);
    return 0;
  } finally {
    await stack.stop();
    rmSync(stack.folder.root, { recursive: true, force: true });
  }
}
