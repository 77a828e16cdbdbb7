import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { createApiKey } from '../../src/assets/api-keys/create-api-key.ts';
import { createPool } from '../../src/db/pool.ts';
import { type BenchRun, benchEach } from '../each.ts';
import type { Env } from '../job.ts';
import { median, quantile } from '../median.ts';
import type { BenchResult } from '../run.ts';
import { POISON } from './specs.ts';

/** Hostile specs a second, whether or not those before have ended. */
const RATE = 2;
const ROUNDS_ALONE = 20;
const SECONDS_BESIDE = 60;
/** A job that takes longer counts as this long. */
const PATIENCE_MS = 60_000;

interface Row {
  poison: string;
  sent: number;
  /** Told to wait. */
  refused: number;
  alone_ms: number;
  beside_ms: number;
  ratio: number;
  beside_p95_ms: number;
  jobs: number;
}

/** How long a small job of one client takes, over HTTP, while another client sends poison all the time and waits for none of it. */
export async function benchFlood(run: BenchRun): Promise<BenchResult> {
  const { env } = run;
  const keys = { ours: await apiKey(env, 'bench'), theirs: await apiKey(env, 'bench poison') };
  return benchEach(run, {
    cases: Object.entries(POISON),
    measure: async (spec, poison, client) => {
      const row: Row = { poison, ...(await measure(client, env, keys, spec)) };
      await endPoison(client);
      return row;
    },
    formatTable,
  });
}

async function measure(
  client: Client,
  env: Env,
  { ours, theirs }: { ours: string; theirs: string },
  spec: string,
): Promise<Omit<Row, 'poison'>> {
  const alone = await latencies(client, env, ours, (count) => count < ROUNDS_ALONE);
  const stop = new AbortController();
  const flood = submitAllTheTime(env, theirs, spec, stop.signal);
  const until = performance.now() + SECONDS_BESIDE * 1_000;
  const beside = await latencies(client, env, ours, () => performance.now() < until);
  stop.abort();
  const { sent, refused } = await flood;
  const [alone_ms, beside_ms] = [median(alone), median(beside)];
  const ratio = beside_ms / alone_ms;
  return { sent, refused, alone_ms, beside_ms, ratio, beside_p95_ms: quantile(beside, 0.95), jobs: beside.length };
}

async function apiKey(env: Env, name: string): Promise<string> {
  const pool = createPool({ url: env.DATABASE_URL ?? '', application_name: 'bench', onError: () => {} });
  try {
    return (await createApiKey(pool, { name, scopes: ['read', 'submit', 'admin'], platform_id: null })).key;
  } finally {
    await pool.end();
  }
}

async function latencies(client: Client, env: Env, key: string, goesOn: (count: number) => boolean): Promise<number[]> {
  const times: number[] = [];
  // The first one warms up.
  await runJob(client, env, key);
  while (goesOn(times.length)) {
    const before = performance.now();
    await runJob(client, env, key);
    times.push(performance.now() - before);
  }
  return times;
}

async function runJob(client: Client, env: Env, key: string): Promise<void> {
  const job = { workflow_id: 'echo_test', input_params: { message: 'hi' }, idempotency_key: randomUUID() };
  const answer = await post(env, key, '/api/gateway/submit', job);
  if (answer.status !== 202) throw new Error(`${answer.status} ${await answer.text()}`);
  const { job_id } = (await answer.json()) as { job_id: string };
  const done = new AbortController();
  const patience = sleep(PATIENCE_MS, undefined, { signal: done.signal }).catch(() => {});
  await Promise.race([client.workflow.getHandle(job_id).result(), patience]);
  done.abort();
}

async function submitAllTheTime(env: Env, key: string, spec: string, signal: AbortSignal) {
  const sending: Promise<number>[] = [];
  while (!signal.aborted) {
    const answer = post(env, key, '/api/jobs/run', { spec, idempotency_key: randomUUID() });
    sending.push(answer.then(({ status }) => status).catch(() => 0));
    await sleep(1_000 / RATE, undefined, { signal }).catch(() => {});
  }
  const statuses = await Promise.all(sending);
  return { sent: statuses.length, refused: statuses.filter((status) => status === 429).length };
}

function post(env: Env, key: string, path: string, body: object): Promise<Response> {
  const headers = { 'Content-Type': 'application/json', 'X-API-Key': key };
  return fetch(`${env.RHUMBLINE_GATEWAY_URL}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
}

/** The next one begins on an idle worker, and its client with no unfinished job. */
async function endPoison(client: Client): Promise<void> {
  const query = "RhumblineWorkflowId = 'poison' AND ExecutionStatus = 'Running'";
  for await (const { workflowId } of client.workflow.list({ query })) {
    const ended = client.workflow.getHandle(workflowId).terminate();
    await ended.catch(() => {});
  }
  await sleep(20_000);
}

function formatTable(rows: readonly Row[]): string {
  return [
    '| poison | sent | refused | a job alone, ms | beside it, ms | ratio | 95 % of them within, ms |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...rows.map(
      (row) =>
        `| ${row.poison} | ${row.sent} | ${row.refused} | ${row.alone_ms.toFixed(0)} | ${row.beside_ms.toFixed(0)} | ${row.ratio.toFixed(2)} | ${row.beside_p95_ms.toFixed(0)} |`,
    ),
  ].join('\n');
}
