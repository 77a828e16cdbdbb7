import { fileURLToPath } from 'node:url';
import type { Client, WorkflowHandle } from '@temporalio/client';
import { RUN_PLAN } from '../../src/plan/job.ts';
import { type BenchRun, benchEach } from '../each.ts';
import { type Env, inputOf, planOf } from '../job.ts';
import { median } from '../median.ts';
import type { BenchResult } from '../run.ts';
import { WorkerProcess } from '../worker-process.ts';
import { PEER_QUEUE } from './peer-queue.ts';
import { type BenchRow, formatTable, type Peer } from './report.ts';
import { SHAPES, type Shape } from './shapes.ts';

const OUR_WORKER = fileURLToPath(new URL('../../src/main/worker.ts', import.meta.url));
const PEER_WORKER = fileURLToPath(new URL('./peer-worker.ts', import.meta.url));

/** Runs every shape on our worker, as it is in production, and on that of hand-written workflows. */
export async function benchInterpreter(run: BenchRun): Promise<BenchResult> {
  const { env } = run;
  const peer = await WorkerProcess.start(PEER_WORKER, env);
  let ours = await WorkerProcess.start(OUR_WORKER, env);
  try {
    return await benchEach(run, {
      cases: SHAPES.map((shape) => [shape.name, shape]),
      measure: async (shape, _, client) => {
        if (shape.fresh_worker) {
          await ours.stop();
          ours = await WorkerProcess.start(OUR_WORKER, env);
        }
        return measure(client, env, shape, ours);
      },
      formatTable,
    });
  } finally {
    await Promise.all([ours.stop(), peer.stop()]);
  }
}

/** Ours and the peers in turn, so that all meet the same weather; the first of several rounds warms up. */
async function measure(client: Client, env: Env, shape: Shape, worker: WorkerProcess): Promise<BenchRow> {
  const plan = planOf(shape.spec);
  const times = { ours: [] as number[], single: [] as number[], chunked: [] as number[] };
  let runs: number[] = [];
  for (let round = shape.rounds > 1 ? 0 : 1; round <= shape.rounds; round++) {
    const id = `${shape.name.replaceAll(/\W+/g, '-')}-${round}-${Date.now()}`;
    const ours = await time(client, RUN_PLAN, env.RHUMBLINE_TASK_QUEUE_LIGHT ?? '', `ours-${id}`, [
      inputOf(plan, `ours-${id}`, env),
    ]);
    const single = await timePeer(client, 'handWritten', `single-${id}`, shape.single);
    const chunked = await timePeer(client, 'handWrittenChunked', `chunked-${id}`, shape.chunked);
    if (round === 0) continue;
    times.ours.push(ours.ms);
    if (single !== null) times.single.push(single);
    if (chunked !== null) times.chunked.push(chunked);
    runs = await historiesOf(client, ours.handle);
  }
  return {
    shape: shape.name,
    rounds: shape.rounds,
    ours_ms: median(times.ours),
    single: compare(times.ours, times.single),
    chunked: compare(times.ours, times.chunked),
    history_events: runs.reduce((sum, events) => sum + events, 0),
    longest_history: Math.max(...runs),
    worker_rss_mb: shape.fresh_worker ? await worker.peakMemory() : null,
  };
}

function compare(ours: readonly number[], peer: readonly number[]): Peer | null {
  if (peer.length === 0) return null;
  return { ms: median(peer), ratio: median(peer.map((ms, round) => (ours[round] ?? Number.NaN) / ms)) };
}

async function timePeer(client: Client, workflow: string, id: string, args: unknown[] | undefined) {
  return args === undefined ? null : (await time(client, workflow, PEER_QUEUE, id, [id, ...args])).ms;
}

async function time(client: Client, workflow: string, taskQueue: string, workflowId: string, args: unknown[]) {
  const before = performance.now();
  const handle = await client.workflow.start(workflow, { workflowId, taskQueue, args });
  await handle.result();
  return { ms: performance.now() - before, handle };
}

/** Events of the workflow and of its children. */
async function historiesOf(client: Client, handle: WorkflowHandle): Promise<number[]> {
  const { events } = await handle.fetchHistory();
  const children = (events ?? []).flatMap(
    ({ childWorkflowExecutionStartedEventAttributes: started }) => started?.workflowExecution?.workflowId ?? [],
  );
  const nested = await Promise.all(children.map((id) => historiesOf(client, client.workflow.getHandle(id))));
  return [events?.length ?? 0, ...nested.flat()];
}
