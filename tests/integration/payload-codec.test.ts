import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { type TestContext, test } from 'node:test';
import { defaultPayloadConverter, type Payload, type PayloadCodec } from '@temporalio/common';
import type { BlobStore } from '../../src/storage/blob-store.ts';
import { createPayloadCodec } from '../../src/storage/claim-check/payload-codec.ts';
import { store } from './support/storage.ts';

const container_name = 'payloads';
const context = (workflowId: string) => ({ type: 'workflow', namespace: 'default', workflowId }) as const;
const payloadOf = (value: unknown): Payload => defaultPayloadConverter.toPayload(value);
const text = (bytes: number) => randomBytes(bytes / 2).toString('hex');

/** The store itself, with a count of what the codec does to it. */
function counting(): { counted: BlobStore; counts: { writes: number; reads: number } } {
  const counts = { writes: 0, reads: 0 };
  const counted: BlobStore = {
    ...store,
    write: (...args) => {
      counts.writes += 1;
      return store.write(...args);
    },
    read: (...args) => {
      counts.reads += 1;
      return store.read(...args);
    },
  };
  return { counted, counts };
}

function codecOf(of: BlobStore = store, cache_bytes?: number): PayloadCodec {
  return createPayloadCodec({ store: of, container_name, threshold: 65_536, ...(cache_bytes && { cache_bytes }) });
}

function freshJob(t: TestContext): string {
  const job = `codec-${randomUUID()}`;
  t.after(async () => {
    for (const blob of await store.list(container_name, `${job}/`)) await store.remove(blob);
  });
  return job;
}

const namesUnder = async (job: string) => (await store.list(container_name, `${job}/`)).map((blob) => blob.blob_name);
const refIn = (payload: Payload | undefined) => JSON.parse(Buffer.from(payload?.data ?? []).toString());

test('up to the threshold a payload stays as it is', async (t) => {
  const payload = { metadata: { encoding: Buffer.from('binary/plain') }, data: randomBytes(65_536) };
  const job = freshJob(t);
  const [encoded] = await codecOf().encode([payload], context(job));
  assert.equal(encoded, payload);
  assert.deepEqual(await namesUnder(job), []);
});

test('a larger one lies under its job, and comes back whole to whoever has an identity', async (t) => {
  const job = freshJob(t);
  const value = { text: text(70_000), n: 1 };
  const small = payloadOf('small');
  const [first, second] = await codecOf().encode([payloadOf(value), small], context(`${job}/tiles/a`));
  assert.equal(second, small);
  assert.ok((first?.data?.length ?? 0) < 400);
  assert.equal(Buffer.from(first?.metadata?.encoding ?? []).toString(), 'binary/claim-check');
  const { sha256 } = refIn(first);
  assert.deepEqual(await namesUnder(job), [`${job}/${sha256}`]);

  const [decoded] = await codecOf().decode([first as Payload], context(job));
  assert.deepEqual(defaultPayloadConverter.fromPayload(decoded as Payload), value);
  assert.deepEqual(Object.keys(decoded?.metadata ?? {}), ['encoding']);
});

test('the same is stored once, and what was stored or fetched lately is not fetched again', async (t) => {
  const job = freshJob(t);
  const { counted, counts } = counting();
  const payload = payloadOf(text(100_000));
  const codec = codecOf(counted);
  const encoded = await Promise.all([1, 2, 3].map(() => codec.encode([payload, payload], context(job))));
  assert.deepEqual(new Set(encoded.flat().map((one) => refIn(one).sha256)).size, 1);
  assert.deepEqual(counts, { writes: 1, reads: 0 });
  await codec.decode(encoded[0] as Payload[], context(job));
  assert.deepEqual(counts, { writes: 1, reads: 0 });

  const another = codecOf(counted);
  await Promise.all([1, 2, 3].map(() => another.decode(encoded[0] as Payload[], context(job))));
  assert.deepEqual(counts, { writes: 1, reads: 1 });
  await another.encode([payload], context(job));
  assert.deepEqual(counts, { writes: 2, reads: 1 }, 'another process finds it stored, and goes on');
});

test('what is kept in memory is bounded', async (t) => {
  const job = freshJob(t);
  const { counted, counts } = counting();
  const values = [1, 2, 3].map(() => payloadOf(text(100_000)));
  const references = await codecOf().encode(values, context(job));
  const codec = codecOf(counted, 250_000);
  for (const reference of [...references, ...references]) await codec.decode([reference], context(job));
  assert.equal(counts.reads, 6);
  await codec.decode([references[2] as Payload], context(job));
  assert.equal(counts.reads, 6);
});

test('what is stored is packed', async (t) => {
  const job = freshJob(t);
  await codecOf().encode([payloadOf('rhumb line '.repeat(100_000))], context(job));
  const [name] = await namesUnder(job);
  const found = await store.head({ container_name, blob_name: `${name}` });
  assert.ok((found?.size ?? Number.POSITIVE_INFINITY) < 10_000, `${found?.size} bytes`);
});

test('missing, replaced and forged payloads say so', async (t) => {
  const job = freshJob(t);
  const [encoded] = (await codecOf().encode([payloadOf(text(100_000))], context(job))) as [Payload];
  const ref = { container_name, blob_name: `${job}/${refIn(encoded).sha256}` };
  const decode = (payload: Payload) => codecOf().decode([payload], context(job));
  const forged = (over: object) => ({ ...encoded, data: Buffer.from(JSON.stringify({ ...refIn(encoded), ...over })) });

  await assert.rejects(decode(forged({ size: 7 })), { name: 'payload_corrupt' });
  await assert.rejects(decode(forged({ folder: '../bronze' })), { name: 'payload_corrupt' });
  await assert.rejects(decode({ ...encoded, data: Buffer.from('{') }), { name: 'payload_corrupt' });
  await store.write(randomBytes(1_000), ref, { content_type: 'application/zstd', mode: 'replace' });
  await assert.rejects(decode(encoded), { name: 'payload_corrupt', message: new RegExp(ref.blob_name) });
  await store.remove(ref);
  await assert.rejects(decode(encoded), { name: 'payload_missing', message: /RHUMBLINE_PAYLOAD_RETENTION/ });
});

test('a failure is not remembered', async (t) => {
  const [job, container] = [freshJob(t), `absent-${randomUUID()}`];
  const codec = createPayloadCodec({ store, container_name: container, threshold: 65_536 });
  const value = text(100_000);
  await assert.rejects(codec.encode([payloadOf(value)], context(job)), { name: 'container_not_found' });
  await store.ensureContainer(container);
  const [decoded] = await codec.decode(await codec.encode([payloadOf(value)], context(job)));
  assert.equal(defaultPayloadConverter.fromPayload(decoded as Payload), value);
});
