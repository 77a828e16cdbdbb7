import assert from 'node:assert/strict';
import process from 'node:process';
import { after, describe, test } from 'node:test';
import type { WorkflowHandle } from '@temporalio/client';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { type ChunkCall, type ChunkReport, chunkActivity } from '../../../src/plan/chunk.ts';
import { type JobProgress, PROGRESS } from '../../../src/plan/job.ts';
import { codecOf, dataConverterOf } from '../../support/data-converter.ts';
import { inlinePayloads } from '../../support/payloads.ts';
import { eventually, stackEnv } from '../../support/stack.ts';
import { OwnWorker } from '../support/own-worker.ts';
import { closeTemporalClient, finish, planOf, startPlan } from '../support/run-spec.ts';

after(closeTemporalClient);

/** A full run has 10,000 of each: RHUMBLINE_TEST_ITEMS=10000 npm test -- fan-out-death */
const CHUNKED = Number(process.env.RHUMBLINE_TEST_ITEMS ?? 10_000);
const SINGLE = Number(process.env.RHUMBLINE_TEST_ITEMS ?? 400);

function specOf(items: number, chunk: string): string {
  return `
workflow_id: fan_out_death
version: 1
nodes:
  each:
    type: fan_out
    source: "{{ range(${items}) }}"
    ${chunk}
    task:
      handler: echo
      params: { n: "{{ item }}", steps: 1, step_delay: 0.05 }
      timeout: { start_to_close: 10m, heartbeat: 10s }
      retry: { max_attempts: 50, initial_delay: 100ms }
  all: { type: fan_in, from: each, aggregation: collect, value: "{{ output.echoed_params.n }}" }
outputs: { all: "{{ nodes.all.output }}" }
`;
}

/** @param countOf how many items are about to be done */
async function runWithThreeDeaths(
  worker: OwnWorker,
  {
    items,
    chunk,
    countOf,
  }: { items: number; chunk: string; countOf(handle: WorkflowHandle): Promise<number> | number },
): Promise<WorkflowHandle> {
  await worker.start();
  const handle = await startPlan(planOf(specOf(items, chunk)), {}, worker.queues);
  for (const share of [0.1, 0.3, 0.5]) {
    await eventually(async () => assert.ok((await countOf(handle)) > items * share), 180_000 + items * 50, 200);
    await worker.end('SIGKILL');
    await worker.start();
  }
  const { result, status } = await finish(handle);
  assert.equal(status, 'COMPLETED');
  assert.deepEqual(
    result?.outputs.all,
    Array.from({ length: items }, (_, index) => index),
  );
  return handle;
}

async function completedIn(handle: WorkflowHandle): Promise<number> {
  const { nodes }: JobProgress = await handle.query(PROGRESS);
  return nodes.find(({ node_id }) => node_id === 'each')?.items?.completed ?? 0;
}

describe('a fan-out whose worker is killed three times', { concurrency: true }, () => {
  test(`${CHUNKED} items in chunks: every result once, and nothing told is run again`, async (t) => {
    const worker = new OwnWorker(t);
    const startedItems = () => worker.log.filter(({ msg }) => msg === 'Item:Started');
    // Not by a query: on a busy machine the answer can come when the chunks are done.
    const countOf = () => new Set(startedItems().map(({ item_key }) => item_key)).size;
    const handle = await runWithThreeDeaths(worker, { items: CHUNKED, chunk: '', countOf });
    const told = await toldByTheDead(handle);
    const started = startedItems();
    const starts = new Map<number, number>();
    for (const { item_key } of started) starts.set(Number(item_key), (starts.get(Number(item_key)) ?? 0) + 1);
    // That every item has its result is known by now. Of what a killed worker had not written out yet, the log has nothing.
    assert.ok(starts.size > 0.9 * CHUNKED, `the log tells of ${starts.size} items`);
    t.diagnostic(`${started.length - CHUNKED} items were begun again; heartbeats had told of ${told.completed} more`);
    assert.ok(told.chunks > 0, 'no chunk died');
    const tooOften = [...starts].filter(([item, times]) => times > 1 + (told.untold.get(item) ?? 0));
    assert.deepEqual(tooOften, []);
  });

  test(`${SINGLE} items one by one: every result once`, async (t) => {
    await runWithThreeDeaths(new OwnWorker(t), { items: SINGLE, chunk: 'chunk: { size: 1 }', countOf: completedIn });
  });
});

/** How many items the last heartbeats of the chunks that died called completed; and how often each other item was in one. */
async function toldByTheDead(handle: WorkflowHandle) {
  const history = await handle.fetchHistory();
  await inlinePayloads(history, codecOf(dataConverterOf(stackEnv('RHUMBLINE_STORAGE_URL'))));
  const events = history.events ?? [];
  const told = { chunks: 0, completed: 0, untold: new Map<number, number>() };
  for (const { activityTaskTimedOutEventAttributes: timedOut } of events) {
    if (!timedOut) continue;
    const scheduled = events.find(({ eventId }) => String(eventId) === String(timedOut.scheduledEventId));
    const activity = scheduled?.activityTaskScheduledEventAttributes;
    // Reports of how the job stands die with the worker too.
    if (activity?.activityType?.name !== chunkActivity('echo')) continue;
    told.chunks += 1;
    const input = activity.input?.payloads;
    const { entries } = defaultPayloadConverter.fromPayload<ChunkCall>(input?.[1] as Payload);
    const [seen] = timedOut.failure?.timeoutFailureInfo?.lastHeartbeatDetails?.payloads ?? [];
    const completed = seen ? defaultPayloadConverter.fromPayload<ChunkReport>(seen).completed : [];
    told.completed += completed.length;
    const untold = entries.filter((_, at) => !completed.includes(at));
    for (const { index } of untold) told.untold.set(index, (told.untold.get(index) ?? 0) + 1);
  }
  return told;
}
