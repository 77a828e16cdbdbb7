import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import pino from 'pino';
import { HANDLER_CATALOGUE } from '../../src/activities/catalogue.ts';
import { createEcho } from '../../src/activities/echo/activity.ts';
import { createRecordOutcome } from '../../src/activities/record_outcome/activity.ts';
import { openScratch } from '../../src/activities/runtime/scratch.ts';
import { toTemporalActivities } from '../../src/activities/runtime/to-temporal.ts';
import { recordJobReport } from '../../src/assets/record-job-report.ts';
import { createPool } from '../../src/db/pool.ts';
import { RUN_PLAN, type RunPlanInput } from '../../src/plan/job.ts';
import type { ExecutionPlan } from '../../src/plan/plan.ts';
import { compile } from '../../src/yaml-compiler/compile.ts';
import { type BenchRow, median } from '../report.ts';

const QUEUE = 'bench';

/** Layers of parallel activities, one after the other. */
const SHAPES: readonly { shape: string; layers: readonly number[]; rounds: number }[] = [
  { shape: '1 node', layers: [1], rounds: 21 },
  { shape: '8-node diamond', layers: [1, 6, 1], rounds: 21 },
  { shape: '30 in parallel', layers: [30], rounds: 15 },
  { shape: '300 in parallel', layers: [300], rounds: 5 },
];

type Env = Readonly<Record<string, string>>;

export async function benchInterpreter(
  env: Env,
  signal: AbortSignal,
  report: (line: string) => void,
): Promise<BenchRow[]> {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const address = env.TEMPORAL_ADDRESS ?? '';
  const pool = createPool({ url: env.DATABASE_URL_DOMAIN ?? '', application_name: 'bench', onError: () => {} });
  const connection = await NativeConnection.connect({ address });
  const worker = await createWorker(connection, env, (jobReport) => recordJobReport(pool, jobReport));
  const client = new Client({ connection: await Connection.connect({ address }) });
  const rows = await worker.runUntil(async () => {
    const measured: BenchRow[] = [];
    for (const shape of SHAPES) {
      if (signal.aborted) break;
      report(`${shape.shape} …`);
      measured.push(await measure(client, shape));
    }
    return measured;
  });
  await Promise.all([connection.close(), client.connection.close(), pool.end()]);
  return rows;
}

async function createWorker(
  connection: NativeConnection,
  env: Env,
  record: Parameters<typeof createRecordOutcome>[0]['recordJobReport'],
): Promise<Worker> {
  const activities = toTemporalActivities([createEcho(), createRecordOutcome({ recordJobReport: record })], {
    log: pino({ level: 'silent' }),
    scratch: await openScratch(env.RHUMBLINE_SCRATCH_DIR ?? ''),
    reportProgress: () => Promise.resolve(),
  });
  const workflowsPath = fileURLToPath(new URL('./workflows.ts', import.meta.url));
  return Worker.create({ connection, taskQueue: QUEUE, workflowsPath, activities });
}

/** The two in turn, so that both meet the same weather; the first round of each warms up. */
async function measure(client: Client, { shape, layers, rounds }: (typeof SHAPES)[number]): Promise<BenchRow> {
  const plan = planOf(layers);
  const pairs: { ours: number; peer: number }[] = [];
  const events = { ours: 0, peer: 0 };
  for (let round = 0; round <= rounds; round++) {
    const id = `${layers.join('-')}-${round}-${Date.now()}`;
    const ours = await time(client, RUN_PLAN, `ours-${id}`, [inputOf(plan, `ours-${id}`)]);
    const peer = await time(client, 'handWritten', `peer-${id}`, [`peer-${id}`, layers]);
    if (round > 0) pairs.push({ ours: ours.ms, peer: peer.ms });
    Object.assign(events, { ours: ours.events, peer: peer.events });
  }
  return {
    shape,
    rounds,
    ours_ms: median(pairs.map(({ ours }) => ours)),
    peer_ms: median(pairs.map(({ peer }) => peer)),
    ratio: median(pairs.map(({ ours, peer }) => ours / peer)),
    history_events: events,
  };
}

async function time(client: Client, workflow: string, workflowId: string, args: unknown[]) {
  const before = performance.now();
  const handle = await client.workflow.start(workflow, { workflowId, taskQueue: QUEUE, args });
  await handle.result();
  const ms = performance.now() - before;
  const { historyLength } = await handle.describe();
  return { ms, events: historyLength };
}

function planOf(layers: readonly number[]): ExecutionPlan {
  const idsOf = (layer: number) => Array.from({ length: layers[layer] ?? 0 }, (_, index) => `n${layer}_${index}`);
  const nodes = layers.flatMap((_, layer) => {
    const after = layer > 0 ? `, depends_on: [${idsOf(layer - 1).join(', ')}]` : '';
    return idsOf(layer).map((id) => `  ${id}: { handler: echo, params: { message: hi }${after} }`);
  });
  const source = `workflow_id: bench\nversion: 1\nnodes:\n${nodes.join('\n')}\n`;
  const { plan, diagnostics } = compile(source, { file: 'bench.yaml', catalogue: HANDLER_CATALOGUE });
  if (!plan) throw new Error(JSON.stringify(diagnostics));
  return plan;
}

function inputOf(plan: ExecutionPlan, job_id: string): RunPlanInput {
  const task_queues = { light: QUEUE, heavy: QUEUE };
  return { job_id, attempt: 1, asset: null, plan, inputs: {}, task_queues, software_version: 'bench' };
}
