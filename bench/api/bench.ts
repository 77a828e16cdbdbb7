import { randomUUID } from 'node:crypto';
import { createApiKey } from '../../src/assets/api-keys/create-api-key.ts';
import { createPool } from '../../src/db/pool.ts';
import { type BenchRun, benchEach } from '../each.ts';
import { closedLoop, type Load, pollers, type Send, send } from '../http/load.ts';
import { type ApiRow, formatTable, rowOf } from '../http/report.ts';
import { ServerProcesses } from '../http/server-processes.ts';
import type { Env } from '../job.ts';
import type { BenchResult } from '../run.ts';
import { type Servers, startServers } from './servers.ts';

const ROUNDS = 8;
const ROUND_MS = 2_500;
const BARE = 'a bare handler';

/** How soon and how often the gateway answers, against bare handlers that do the same work, in turns. */
export async function benchApi(run: BenchRun): Promise<BenchResult> {
  const processes = new ServerProcesses();
  try {
    const asked = await requestsTo(await startServers(processes, run.env), run.env);
    return await benchEach(run, {
      cases: Object.entries(CASES),
      measure: (measure, what) => measure(what, asked),
      formatTable,
    });
  } finally {
    await processes.stop();
  }
}

interface Asked {
  submit: { ours: Send; peer: Send };
  status: { ours: Send; peer: Send };
}

const CASES: Readonly<Record<string, (what: string, asked: Asked) => Promise<ApiRow>>> = {
  'submit, one client': (what, { submit }) => against(what, 1, submit),
  'submit, eight clients': (what, { submit }) => against(what, 8, submit),
  'status, sixteen clients': (what, { status }) => against(what, 16, status),
  'status, for 200 that poll once a second, beside 20 submits a second': beside,
};

/** In turns, so that both meet the same weather; the first of the rounds warms up. */
async function against(what: string, clients: number, { ours, peer }: { ours: Send; peer: Send }): Promise<ApiRow> {
  const loads = { ours: [] as Load[], peer: [] as Load[] };
  for (let round = 0; round <= ROUNDS; round++) {
    const [first, second] = [await closedLoop(clients, ROUND_MS, ours), await closedLoop(clients, ROUND_MS, peer)];
    if (round === 0) continue;
    loads.ours.push(first);
    loads.peer.push(second);
  }
  return rowOf(what, loads.ours, BARE, loads.peer);
}

/** Against the same for one client that asks ten times a second, and has the gateway for itself; the first of the rounds warms up. */
async function beside(what: string, { status, submit }: Asked): Promise<ApiRow> {
  const loads = { busy: [] as Load[], idle: [] as Load[] };
  for (let round = 0; round <= ROUNDS; round++) {
    const idle = await pollers(1, 100, 2 * ROUND_MS, status.ours);
    const [busy] = await Promise.all([
      pollers(200, 1_000, 2 * ROUND_MS, status.ours),
      pollers(20, 1_000, 2 * ROUND_MS, submit.ours),
    ]);
    if (round === 0) continue;
    loads.idle.push(idle);
    loads.busy.push(busy);
  }
  return rowOf(what, loads.busy, 'one alone', loads.idle);
}

async function requestsTo({ gateway, peer }: Servers, env: Env): Promise<Asked> {
  const headers = { 'X-API-Key': await apiKey(env) };
  const submit = (url: string) => () => send(url, 202, headers, submission());
  const first = submission();
  await send(`${gateway}/api/platform/submit`, 202, headers, first);
  const status = (url: string) => () => send(`${url}/${first.request_id}`, 200, headers);
  return {
    submit: { ours: submit(`${gateway}/api/platform/submit`), peer: submit(`${peer}/submit`) },
    status: { ours: status(`${gateway}/api/platform/status`), peer: status(`${peer}/status`) },
  };
}

function submission() {
  return {
    ...{ platform_id: 'ddh', platform_refs: { dataset_id: randomUUID(), resource_id: '1' }, data_type: 'raster' },
    ...{ workflow_id: 'echo_test', input_params: { message: 'hi' }, request_id: randomUUID() },
  };
}

async function apiKey(env: Env): Promise<string> {
  const pool = createPool({ url: env.DATABASE_URL ?? '', application_name: 'bench', onError: () => {} });
  try {
    return (await createApiKey(pool, { name: 'bench', scopes: ['read', 'submit'], platform_id: null })).key;
  } finally {
    await pool.end();
  }
}
