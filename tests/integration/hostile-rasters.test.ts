import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { createRasterValidate } from '../../src/activities/raster_validate/activity.ts';
import { rasterValidateContract } from '../../src/activities/raster_validate/contract.ts';
import { createGdal } from '../../src/gdal/create-gdal.ts';
import type { Gdal } from '../../src/gdal/gdal.ts';
import { FaultError } from '../../src/plan/fault.ts';
import type { BlobRef } from '../../src/storage/blob-store.ts';
import { eventually, stackEnv } from '../support/stack.ts';
import { activityContext } from './support/activity-context.ts';
import { hostileCorpus } from './support/hostile/corpus.ts';
import type { HostileCase } from './support/hostile/hostile-case.ts';
import { recordStorage, serve } from './support/hostile/storage-recorder.ts';
import { closeTemporalClient, run, stackQueues, temporalClient } from './support/run-spec.ts';
import { required, store, temporaryFolder } from './support/storage.ts';

const AT_ONCE = 3;
/** Most take a quarter of a second; a machine that is busy takes longer. */
const SECONDS = 60;
const MOST_MEMORY = 512 * 1024 ** 2;
const CONTENT = { content_type: 'image/tiff', mode: 'create' } as const;

interface Outcome {
  code: string | null;
  warnings: string[];
  took: number;
}

const t = { after };
const folder = await temporaryFolder(t);
const file = join(folder, 'lure');
// Whoever opens it to read waits for ever, and so is found.
execFileSync('mkfifo', [file]);
const lured: string[] = [];
const lure = await serve(t, (request, answer) => {
  lured.push(`${request.method} ${request.url}`);
  answer.end();
});
const recorded = await recordStorage(t, store);
const corpus = hostileCorpus({ url: `${lure}/lure.tif`, file });
const blobs = new Map<HostileCase, BlobRef>();
const root = `tests/${randomUUID()}`;
/** To be removed when all is done, and not with the test that wrote them. */
const written: BlobRef[] = [];
after(() => Promise.all(written.map((ref) => store.remove(ref))));
after(closeTemporalClient);

/** The blob itself, and those that GDAL would look for beside it, with its end and without. */
async function upload(given: HostileCase, index: number): Promise<void> {
  const name = `${root}/${index}/raster`;
  const beside = Object.entries(given.beside ?? {}).flatMap(([suffix, content]) => [
    [`.tif${suffix}`, content] as const,
    [suffix, content] as const,
  ]);
  for (const [suffix, content] of [[given.suffix ?? '.tif', given.content] as const, ...beside]) {
    const ref = { container_name: 'bronze', blob_name: name + suffix };
    if (!blobs.has(given)) blobs.set(given, ref);
    await store.write(Buffer.from(content), ref, CONTENT);
    written.push(ref);
  }
}

function gdalWithLure(): Promise<Gdal> {
  const proxies = Object.fromEntries(['http_proxy', 'https_proxy', 'all_proxy'].map((name) => [name, lure]));
  return createGdal({
    scratchRoot: join(folder, 'gdal'),
    searchPath: required('PATH'),
    threads: 2,
    cacheMegabytes: 128,
    caFile: required('RHUMBLINE_STORAGE_CA_FILE'),
    // Whatever it asks of another machine comes to the lure too.
    environment: { ...proxies, no_proxy: '127.0.0.1' },
  });
}

describe('hostile and broken inputs', () => {
  it('are at least sixty, and each has a name of its own', () => {
    assert.ok(corpus.length >= 60);
    assert.equal(new Set(corpus.map(({ what }) => what)).size, corpus.length);
  });

  it('are uploaded', async () => {
    await inTurns([...corpus.entries()], ([index, given]) => upload(given, index));
  });

  it('read by ranges, end in seconds with their codes and leave nothing behind', async () => {
    const wrong: string[] = [];
    const before = process.memoryUsage().rss;
    const activity = createRasterValidate({ store: recorded.store, gdal: await gdalWithLure(), fetch_up_to: 0 });
    await inTurns(corpus, async (given) => {
      const context = await activityContext(t);
      const input = rasterValidateContract.input.parse({ ...blobs.get(given), ...given.input });
      const started = performance.now();
      const { code, warnings } = await activity.run(input, context).then(
        (output) => ({ code: null, warnings: output.warnings.map((warning) => warning.code) }),
        (error: unknown) => ({ code: error instanceof FaultError ? error.fault.code : String(error), warnings: [] }),
      );
      const outcome: Outcome = { code, warnings, took: (performance.now() - started) / 1000 };
      wrong.push(...judge(given, outcome));
      const left = await readdir(await context.scratch());
      if (left.some((name) => name !== 'source')) wrong.push(`${given.what}: left ${left.join()}`);
    });
    assert.deepEqual(wrong, []);
    assert.ok(process.memoryUsage().rss - before < MOST_MEMORY, 'this process has grown');
  });

  it('lead GDAL to no other blob, to no other machine and to no file', () => {
    const asked = new Set(recorded.seen.map(({ path }) => path));
    const own = new Set([...blobs.values()].map((ref) => decodeURIComponent(new URL(store.url(ref)).pathname)));
    assert.ok(recorded.seen.filter(({ by }) => by === 'gdal').length > 100, 'GDAL has read by way of the recorder');
    assert.deepEqual(
      [...asked].filter((path) => !own.has(path)),
      [],
    );
    assert.deepEqual(lured, []);
  });

  it('pass through a worker as the items of one job, which lives on, and whose scratch is empty then', async () => {
    const workers = await workersSeen();
    const cases = corpus.map((given, index) => ({
      key: String(index),
      ref: { container_name: 'bronze', blob_name: blobs.get(given)?.blob_name ?? '' },
      more: { ...given.input },
    }));
    const half = Math.ceil(cases.length / 2);
    const { status, nodes } = await run(SPEC, { first: cases.slice(0, half), second: cases.slice(half) });
    assert.equal(status, 'COMPLETED');
    const failures = [...(nodes.first?.failed_items ?? []), ...(nodes.second?.failed_items ?? [])];
    const codes = new Map(failures.map(({ key, fault }) => [key, fault.code]));
    const wrong = corpus.flatMap((given, index) => {
      const got = codes.get(String(index)) ?? null;
      return isExpected(given, got) ? [] : [`${given.what}: ${got} and not ${given.code}`];
    });
    assert.deepEqual(wrong, []);
    assert.deepEqual(await workersSeen(), workers);
    // Those of other jobs on the same worker end as well.
    const left = await attemptsLeft(stackEnv('RHUMBLINE_SCRATCH_DIR'));
    await eventually(async () => {
      const still = new Set(await attemptsLeft(stackEnv('RHUMBLINE_SCRATCH_DIR')));
      assert.deepEqual(
        left.filter((attempt) => still.has(attempt)),
        [],
      );
    });
    assert.deepEqual(lured, []);
  });
});

/** One attempt each: whatever is tried again would be tried for ever by a sender. */
const SPEC = `
workflow_id: hostile_inputs
version: 1
inputs: { first: { type: array }, second: { type: array } }
nodes:
${['first', 'second']
  .map(
    (half) => `  ${half}:
    type: fan_out
    source: "{{ inputs.${half} }}"
    key: "{{ item.key }}"
    max_concurrency: 4
    on_failure: { tolerate: 100% }
    task:
      handler: raster_validate
      params:
        container_name: "{{ item.ref.container_name }}"
        blob_name: "{{ item.ref.blob_name }}"
        input_crs: "{{ item.more.input_crs | default(none) }}"
        input_bounds: "{{ item.more.input_bounds | default(none) }}"
      retry: { max_attempts: 2, initial_delay: 100ms }`,
  )
  .join('\n')}
`;

/** What is not as it should be. */
function judge(given: HostileCase, { code, warnings, took }: Outcome): string[] {
  const faults = [
    isExpected(given, code) ? [] : `${code} and not ${given.code}`,
    given.warnings === undefined || warnings.join() === given.warnings.join() ? [] : `warnings ${warnings.join()}`,
    took < SECONDS ? [] : `took ${took} s`,
  ].flat();
  return faults.map((fault) => `${given.what}: ${fault}`);
}

function isExpected({ code }: HostileCase, got: string | null): boolean {
  return code === 'any' ? got === null || got in rasterValidateContract.errors : code === got;
}

async function inTurns<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const left = all.values();
  const turns = Array.from({ length: AT_ONCE }, async () => {
    for (const one of left) await work(one);
  });
  await Promise.all(turns);
}

/** Which processes have asked for activities of late: one that died and came back is another. */
async function workersSeen(): Promise<string[]> {
  const client = await temporalClient();
  const { pollers } = await client.workflowService.describeTaskQueue({
    namespace: stackEnv('TEMPORAL_NAMESPACE'),
    taskQueue: { name: stackQueues().light },
    taskQueueType: 2,
  });
  return [...new Set((pollers ?? []).map(({ identity }) => identity ?? ''))].sort();
}

/** What attempts of activities have left in the scratch of all workers. */
async function attemptsLeft(root: string): Promise<string[]> {
  const workers = (await readdir(root)).filter((name) => name.endsWith('.scratch'));
  const left = await Promise.all(workers.map((name) => readdir(join(root, name))));
  return left.flat();
}
