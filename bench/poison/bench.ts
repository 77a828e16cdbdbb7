import { fileURLToPath } from 'node:url';
import type { Client } from '@temporalio/client';
import { RUN_PLAN } from '../../src/plan/job.ts';
import type { ExecutionPlan } from '../../src/plan/plan.ts';
import { type BenchRun, benchEach } from '../each.ts';
import { type Env, inputOf, planOf } from '../job.ts';
import { median, quantile } from '../median.ts';
import type { BenchResult } from '../run.ts';
import { WorkerProcess } from '../worker-process.ts';
import { POISON } from './specs.ts';

const OUR_WORKER = fileURLToPath(new URL('../../src/main/worker.ts', import.meta.url));
const HELLO = planOf('workflow_id: hello\nversion: 1\nnodes: { say: { handler: echo, params: { text: hi } } }\n');
const ROUNDS = 40;

interface Row {
  poison: string;
  submitted: number;
  alone_ms: number;
  beside_ms: number;
  ratio: number;
  beside_p95_ms: number;
}

/** How long a job of one node takes on a worker on which the same poison is submitted again as soon as it has ended. */
export function benchPoison(run: BenchRun): Promise<BenchResult> {
  return benchEach(run, {
    cases: Object.entries(POISON),
    measure: (source, name, client) => measure(client, run.env, name, planOf(source)),
    formatTable,
  });
}

async function measure(client: Client, env: Env, poison: string, plan: ExecutionPlan): Promise<Row> {
  const worker = await WorkerProcess.start(OUR_WORKER, env);
  try {
    const alone = await latencies(client, env);
    const stop = new AbortController();
    const loop = submitAgainAndAgain(client, env, plan, stop.signal);
    const beside = await latencies(client, env);
    stop.abort();
    const submitted = await loop;
    const [alone_ms, beside_ms] = [median(alone), median(beside)];
    return {
      poison,
      submitted,
      alone_ms,
      beside_ms,
      ratio: beside_ms / alone_ms,
      beside_p95_ms: quantile(beside, 0.95),
    };
  } finally {
    await worker.stop();
  }
}

async function latencies(client: Client, env: Env): Promise<number[]> {
  const times: number[] = [];
  // The first one warms up.
  for (let round = 0; round <= ROUNDS; round++) {
    const before = performance.now();
    await (await start(client, env, HELLO, `hello-${round}-${Date.now()}`)).result();
    times.push(performance.now() - before);
  }
  return times.slice(1);
}

async function submitAgainAndAgain(
  client: Client,
  env: Env,
  plan: ExecutionPlan,
  signal: AbortSignal,
): Promise<number> {
  let count = 0;
  while (!signal.aborted) {
    const handle = await start(client, env, plan, `poison-${count++}-${Date.now()}`);
    const stopped = new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    await Promise.race([handle.result().catch(() => {}), stopped]);
    if (signal.aborted) await handle.terminate().catch(() => {});
  }
  return count;
}

function start(client: Client, env: Env, plan: ExecutionPlan, workflowId: string) {
  const taskQueue = env.RHUMBLINE_TASK_QUEUE_LIGHT ?? '';
  return client.workflow.start(RUN_PLAN, { workflowId, taskQueue, args: [inputOf(plan, workflowId, env)] });
}

function formatTable(rows: readonly Row[]): string {
  return [
    '| poison | submitted | a job alone, ms | beside it, ms | ratio | 95 % of them within, ms |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows.map(
      (row) =>
        `| ${row.poison} | ${row.submitted} | ${row.alone_ms.toFixed(0)} | ${row.beside_ms.toFixed(0)} | ${row.ratio.toFixed(2)} | ${row.beside_p95_ms.toFixed(0)} |`,
    ),
  ].join('\n');
}
