import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import type { Gdal } from '../../src/gdal/gdal.ts';
import type { BenchRun } from '../each.ts';
import type { Env } from '../job.ts';
import type { BenchResult } from '../run.ts';
import type { FromBlob } from './from-blob.ts';
import { type Measured, measure } from './measure.ts';
import { type Comparison, formatTable, type Round } from './report.ts';
import { benchGdal } from './settings.ts';
import { makeSource, ONE_GIGABYTE } from './source.ts';
import { throughWorkers } from './tiled.ts';
import { translate } from './translate.ts';

const ROUNDS = 3;
/** What every comparison works on. */
export interface Bench {
  gdal: Gdal;
  source: string;
  folder: string;
  env: Env;
  signal: AbortSignal;
}

interface Case {
  name: string;
  peer: string;
  round(bench: Bench): Promise<Round>;
}

const PLAIN = '`gdal_translate`, local file to local file';
const CASES: readonly Case[] = [
  { name: 'conversion, local file to local file', peer: '`rio cogeo create`', round: localConversion },
  { name: 'raster_cog, blob to blob', peer: PLAIN, round: inOneGo },
  { name: 'raster_cog, blob to blob, once more', peer: 'download, `gdal_translate`, upload', round: besideCopies },
  { name: 'tiled route, one worker', peer: PLAIN, round: inTiles },
  { name: 'tiled route, two workers', peer: 'one worker', round: byTwoWorkers },
];

/** Conversions of a raster of 1 GB, each beside a peer: they take turns. */
export async function benchRaster({ env, signal, report, only }: BenchRun): Promise<BenchResult> {
  requireRio();
  const folder = join(env.RHUMBLINE_STATE_DIR ?? '', 'bench');
  await mkdir(folder);
  const gdal = await benchGdal(folder, env);
  report('Making a raster of 1 GB …');
  const source = await makeSource(folder, ONE_GIGABYTE);
  const bench: Bench = { gdal, source, folder, env, signal };
  const rows: Comparison[] = [];
  for (const { name, peer, round } of CASES.filter((each) => each.name.includes(only))) {
    const rounds: Round[] = [];
    while (rounds.length < ROUNDS && !signal.aborted) {
      report(`${name}, round ${rounds.length + 1} of ${ROUNDS} …`);
      rounds.push(await round(bench));
    }
    rows.push({ name, peer, rounds });
  }
  return { rows, table: formatTable(rows, gdal.version) };
}

const RIO = join('.venv', 'bin', 'rio');

function requireRio(): void {
  if (!existsSync(RIO)) throw new Error(`There is no ${RIO}. Run scripts/bootstrap --for-tests: it brings rio-cogeo.`);
}

async function localConversion(bench: Bench): Promise<Round> {
  const ours = join(bench.folder, 'ours.tif');
  const theirs = join(bench.folder, 'theirs.tif');
  try {
    const mine = await translated(bench, ours);
    const peer = await measure('rio', () => execute(RIO, ['cogeo', 'create', '--quiet', bench.source, theirs], bench));
    return { ours: mine, peer, bytes: await sizesOf(ours, theirs) };
  } finally {
    for (const path of [ours, theirs]) await rm(path, { force: true });
  }
}

async function inOneGo(bench: Bench): Promise<Round> {
  const { measured, fetched } = await fromBlob(bench, 'cog');
  return { ours: measured, peer: await plain(bench), fetched };
}

async function besideCopies(bench: Bench): Promise<Round> {
  const [ours, peer] = [await fromBlob(bench, 'cog'), await fromBlob(bench, 'copies')];
  return { ours: ours.measured, peer: peer.measured, fetched: ours.fetched };
}

async function inTiles(bench: Bench): Promise<Round> {
  const { fetched } = await fromBlob(bench, 'tiles');
  return { ours: await throughWorkers(1, bench.env), peer: await plain(bench), fetched };
}

async function byTwoWorkers(bench: Bench): Promise<Round> {
  const { env } = bench;
  await fromBlob(bench, 'upload');
  return { ours: await throughWorkers(2, env), peer: await throughWorkers(1, env) };
}

const FROM_BLOB = join(import.meta.dirname, 'from-blob.ts');

async function fromBlob({ signal, env, folder, source }: Bench, route: string): Promise<FromBlob> {
  const { stdout } = await promisify(execFile)(process.execPath, [FROM_BLOB, route, folder, source], { env, signal });
  return JSON.parse(stdout);
}

function translated({ gdal, source, folder, signal }: Bench, product: string): Promise<Measured> {
  return translate({ gdal, source, product, scratch: folder, signal });
}

async function plain(bench: Bench): Promise<Measured> {
  const path = join(bench.folder, 'plain.tif');
  try {
    return await translated(bench, path);
  } finally {
    await rm(path, { force: true });
  }
}

async function execute(program: string, args: string[], { signal }: Bench): Promise<void> {
  await promisify(execFile)(program, args, { signal });
}

async function sizesOf(...paths: [string, string]): Promise<NonNullable<Round['bytes']>> {
  const [ours, peer] = await Promise.all(paths.map(async (path) => (await stat(path)).size));
  return { ours: ours ?? 0, peer: peer ?? 0 };
}
