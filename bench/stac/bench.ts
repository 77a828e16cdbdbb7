import assert from 'node:assert/strict';
import process from 'node:process';
import type pg from 'pg';
import { createApiKey } from '../../src/assets/api-keys/create-api-key.ts';
import { createPool } from '../../src/db/pool.ts';
import { freshDatabase } from '../../tests/integration/support/database.ts';
import { generateItems } from '../../tests/support/generate-items.ts';
import { type BenchRun, benchEach } from '../each.ts';
import { closedLoop, type Load, type Send, send } from '../http/load.ts';
import { type ApiRow, formatTable, rowOf } from '../http/report.ts';
import { ServerProcesses } from '../http/server-processes.ts';
import { machine } from '../machine.ts';
import type { BenchResult } from '../run.ts';
import { type Search, searchesOf } from './searches.ts';
import { peerVersions, requirePeer, type Servers, startServers } from './servers.ts';

const ITEMS = 100_000;
const ROUNDS = 5;
const ROUND_MS = 4_000;
const COMPARED = 100;
const PEER = 'stac-fastapi-pgstac';

interface Case {
  limit: number;
  clients: number;
  /** With the rights of a platform's key, and so without what is not for it; else everything, as the peer shows it. */
  as_platform?: true;
}

const CASES: Readonly<Record<string, Case>> = {
  'pages of 10, one client': { limit: 10, clients: 1 },
  'pages of 10, eight clients': { limit: 10, clients: 8 },
  'pages of 100, eight clients': { limit: 100, clients: 8 },
  "pages of 10, eight clients with a platform's key": { limit: 10, clients: 8, as_platform: true },
};

/** How soon and how often searches for items are answered, against stac-fastapi-pgstac on the same database, in turns. */
export async function benchStac(run: BenchRun): Promise<BenchResult> {
  requirePeer();
  // The tests' helpers find the server by it.
  Object.assign(process.env, run.env);
  const cleanUps: (() => unknown)[] = [];
  try {
    const database = await freshDatabase({ after: (cleanUp) => cleanUps.push(cleanUp) });
    run.report(`Loading ${ITEMS.toLocaleString('en')} items …`);
    await generateItems(database.owner, ITEMS);
    const pool = createPool({ url: database.owner, application_name: 'bench', max: 1, onError: () => {} });
    cleanUps.push(() => pool.end());
    const processes = new ServerProcesses();
    cleanUps.push(() => processes.stop());
    const asked: Asked = { ...(await startServers(processes, run.env, database)), keys: await makeKeys(pool) };
    const { rows, table } = await benchEach(run, {
      cases: Object.entries(CASES),
      measure: (each, what) => measure(what, each, asked),
      formatTable,
    });
    return { rows, table: `${table}\n\n${await circumstances(pool)}` };
  } finally {
    for (const cleanUp of cleanUps.reverse()) await cleanUp();
  }
}

interface Asked extends Servers {
  keys: { everything: string; platform: string };
}

/** In turns, so that both meet the same weather; the first of the rounds warms up. */
async function measure(what: string, { limit, clients, as_platform }: Case, asked: Asked): Promise<ApiRow> {
  const searches = searchesOf(limit);
  const key = { 'X-API-Key': as_platform ? asked.keys.platform : asked.keys.everything };
  if (!as_platform) await requireSameAnswers(searches.slice(0, COMPARED), asked, key);
  const loads = { ours: [] as Load[], peer: [] as Load[] };
  for (let round = 0; round <= ROUNDS; round++) {
    const ours = await closedLoop(clients, ROUND_MS, oneByOne(asked.ours, searches, key));
    const peer = await closedLoop(clients, ROUND_MS, oneByOne(asked.peer, searches, {}));
    if (round === 0) continue;
    loads.ours.push(ours);
    loads.peer.push(peer);
  }
  return rowOf(what, loads.ours, PEER, loads.peer);
}

/** Each time the next of the searches, from the first on. */
function oneByOne(url: string, searches: readonly Search[], headers: Record<string, string>): Send {
  let at = 0;
  return () => send(url, 200, headers, searches[at++ % searches.length]);
}

/** What does not do the same work cannot be compared. */
async function requireSameAnswers(
  searches: readonly Search[],
  { ours, peer }: Servers,
  key: Record<string, string>,
): Promise<void> {
  for (const search of searches) {
    const [mine, theirs] = [await itemsOf(ours, search, key), await itemsOf(peer, search, {})];
    assert.deepEqual(mine, theirs, `the answers to ${JSON.stringify(search)} differ`);
  }
}

async function itemsOf(url: string, search: Search, headers: Record<string, string>): Promise<string[]> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(search),
  });
  const { features } = (await response.json()) as { features: { id: string }[] };
  return features.map(({ id }) => id);
}

async function makeKeys(pool: pg.Pool): Promise<Asked['keys']> {
  const [everything, platform] = [
    await createApiKey(pool, { name: 'all', scopes: ['read', 'admin'], platform_id: null }),
    await createApiKey(pool, { name: 'small', scopes: ['read'], platform_id: 'small' }),
  ];
  return { everything: everything.key, platform: platform.key };
}

async function circumstances(pool: pg.Pool): Promise<string> {
  const { rows } = await pool.query<{ versions: string }>(
    `SELECT format('PostgreSQL %s, PostGIS %s, pgstac %s', current_setting('server_version'),
                   public.postgis_lib_version(), pgstac.get_version()) AS versions`,
  );
  return `${machine()}; ${rows[0]?.versions}; ${await peerVersions()}; ${ITEMS.toLocaleString('en')} items, medians of ${ROUNDS} rounds.`;
}
