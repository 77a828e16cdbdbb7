import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import type { WorkflowHandle } from '@temporalio/client';
import { createSummarizeContainer } from '../../src/activities/summarize_container/activity.ts';
import { summarizeContainerContract } from '../../src/activities/summarize_container/contract.ts';
import type { JsonValue } from '../../src/plan/json.ts';
import type { BlobStore } from '../../src/storage/blob-store.ts';
import { eventually } from '../support/stack.ts';
import { activityContext } from './support/activity-context.ts';
import type { Lifetime } from './support/lifetime.ts';
import { OwnWorker } from './support/own-worker.ts';
import { closeTemporalClient, finish, planOf, startPlan } from './support/run-spec.ts';
import { fill, inFolder, manyBlobs, surveyor } from './support/survey.ts';

after(closeTemporalClient);

const folder = randomUUID();
const PAGE = 10;
const BRONZE = 'bronze';

/** Runs one attempt, by pages of ten; with the number of pages that it asked for, and what it saved last. */
async function attempt(
  t: Lifetime,
  { dieAt = Number.POSITIVE_INFINITY, saved }: { dieAt?: number; saved?: JsonValue } = {},
) {
  let pages = 0;
  const store: BlobStore = {
    ...surveyor,
    listPage: (...args) => {
      pages += 1;
      return pages === dieAt ? Promise.reject(new Error('The worker died.')) : surveyor.listPage(...args);
    },
  };
  const context = await activityContext(t, saved === undefined ? {} : { saved });
  const activity = createSummarizeContainer({ store });
  const input = summarizeContainerContract.input.parse({
    container_name: BRONZE,
    prefix: folder,
    page_size: PAGE,
    top: 4,
  });
  const output = await activity.run(input, context).catch((error: unknown) => String(error));
  return { output, pages, saved: context.beats.findLast(({ checkpoint }) => checkpoint !== undefined)?.checkpoint };
}

describe('summarize_container', () => {
  before(() => fill(BRONZE, inFolder(folder, manyBlobs(95, 20))));

  test('an attempt that goes on where the one before it died comes to the same, and lists nothing twice', async (t) => {
    const whole = await attempt(t);
    assert.equal(whole.pages, 10);
    const first = await attempt(t, { dieAt: 6 });
    assert.equal(first.output, 'Error: The worker died.');
    const second = await attempt(t, { ...(first.saved !== undefined && { saved: first.saved }) });
    assert.deepEqual([second.pages, first.pages - 1 + second.pages], [5, 10]);
    assert.deepEqual(second.output, { ...(whole.output as object), resumed_from: 50 });
  });

  test('the figures', async (t) => {
    const { output } = await attempt(t);
    assert.ok(typeof output === 'object');
    const { count, bytes, by_extension, by_size, largest, resumed_from } = output;
    // Bytes of 1, 2, 3, 4, 1, …
    assert.deepEqual([count, bytes, resumed_from], [95, 236, 0]);
    assert.deepEqual(
      by_extension.reduce((sum, each) => sum + each.count, 0),
      95,
    );
    assert.equal(by_extension.find(({ extension }) => extension === 'tif')?.count, 20);
    assert.deepEqual(by_size[1], { size_class: 'under_100_kib', from: 1, below: 102_400, count: 95, bytes: 236 });
    assert.deepEqual(
      largest.map(({ blob_name, size }) => [blob_name.slice(folder.length + 10, folder.length + 16), size]),
      [3, 7, 11, 15].map((index) => [String(index).padStart(6, '0'), 4]),
    );
  });
});

/** Blobs that are counted in the checkpoint that the server has. */
async function savedCount(handle: WorkflowHandle): Promise<number> {
  const [pending] = (await handle.describe()).raw.pendingActivities ?? [];
  const [payload] = pending?.heartbeatDetails?.payloads ?? [];
  const { checkpoint } = JSON.parse(Buffer.from(payload?.data ?? []).toString() || '{}');
  return checkpoint?.sums.total[0] ?? 0;
}

test('a worker that is killed while it counts: the next one counts on', async (t) => {
  const prefix = randomUUID();
  await fill(BRONZE, inFolder(prefix, manyBlobs(600, 60)));
  const worker = new OwnWorker(t, { RHUMBLINE_INBOUND_CONTAINERS: BRONZE });
  await worker.start();
  const plan = planOf(`
workflow_id: count_slowly
version: 1
nodes:
  count:
    handler: summarize_container
    params: { container_name: ${BRONZE}, prefix: ${prefix}, page_size: 1 }
    timeout: { start_to_close: 10m, heartbeat: 3s }
    retry: { max_attempts: 50, initial_delay: 1s }
outputs: { summary: "{{ nodes.count.output }}" }
`);
  const handle = await startPlan(plan, {}, worker.queues);
  await eventually(async () => assert.ok((await savedCount(handle)) >= 20));
  await worker.end('SIGKILL');
  const saved = await savedCount(handle);
  assert.ok(saved < 600, 'it was killed on its way');
  await worker.start();
  const { status, result, nodes } = await finish(handle);
  assert.equal(status, 'COMPLETED', JSON.stringify(nodes.count?.fault));
  const summary = result?.outputs.summary as { count: number; bytes: number; resumed_from: number };
  assert.deepEqual([summary.count, summary.bytes], [600, 1_500]);
  // On a machine that is too busy for its heartbeats a later attempt goes on from a later place.
  assert.ok(summary.resumed_from >= saved, `${summary.resumed_from} of ${saved}`);
});
