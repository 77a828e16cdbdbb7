import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { after, test } from 'node:test';
import type { WorkflowHandle } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import { isReference } from '../../src/storage/claim-check/reference.ts';
import { codecOf, dataConverterOf } from '../support/data-converter.ts';
import { inlinePayloads, payloadsOf } from '../support/payloads.ts';
import { searchEvents } from '../support/runner/histories.ts';
import { allText, findSignatures } from '../support/runner/signatures.ts';
import { closeTemporalClient, run, temporalClient } from './support/run-spec.ts';
import { storageUrl, store } from './support/storage.ts';

after(closeTemporalClient);

const SPEC = `
workflow_id: large_payloads
version: 1
inputs:
  text: { type: string }
nodes:
  first: { handler: echo, params: { message: "{{ inputs.text }}" } }
  second: { handler: echo, params: { message: "{{ nodes.first.output.echoed_params.message }}", again: "{{ inputs.text }}" } }
outputs:
  text: "{{ nodes.second.output.echoed_params.message }}"
`;
const MEGABYTE = 1_048_576;
/** What compresses, but has no long repetitions: letters are coded, not copied. */
const randomDigits = (length: number) => Array.from(randomBytes(length), (byte) => byte % 10).join('');

test('five megabytes go in and come out, and none of them is in the history', async () => {
  const text = randomBytes((5 * MEGABYTE) / 2).toString('hex');
  const { status, result, handle } = await run(SPEC, { text });
  assert.equal(status, 'COMPLETED');
  assert.equal(result?.outputs.text, text);

  const { events } = await handle.fetchHistory();
  const largest = await largestPayloads(handle);
  assert.ok(largest <= 262_144, `the largest event has ${largest} bytes of payload`);
  const wire = (events ?? []).map((event) => JSON.stringify(event).length);
  assert.ok(Math.max(...wire) < 524_288, `the largest event is ${Math.max(...wire)} characters of JSON`);

  const blobs = await store.list('payloads', `${handle.workflowId}/`);
  assert.ok(blobs.length >= 4 && blobs.length < 15, `${blobs.length} blobs`);
});

const FIFTY = `
workflow_id: fifty_megabytes
version: 1
inputs:
  text: { type: string }
nodes:
  each:
    type: fan_out
    source: "{{ range(1000) }}"
    task: { handler: echo, params: { n: "{{ item }}", text: "{{ inputs.text }}" } }
  all: { type: fan_in, from: each, aggregation: collect, value: "{{ output.echoed_params }}" }
outputs: { all: "{{ nodes.all.output }}" }
`;

test('a fan-in of fifty megabytes completes, and none of them is in the history', async () => {
  const text = randomBytes(25_000).toString('hex');
  const { status, result, handle } = await run(FIFTY, { text });
  assert.equal(status, 'COMPLETED');
  const all = result?.outputs.all as { n: number; text: string }[];
  assert.deepEqual(
    all.map(({ n }) => n),
    Array.from({ length: 1_000 }, (_, index) => index),
  );
  assert.ok(all.every((one) => one.text === text));
  assert.ok((await largestPayloads(handle)) <= 262_144);
});

/** Bytes of payload in the largest event of a run. */
async function largestPayloads(handle: WorkflowHandle): Promise<number> {
  const { events } = await handle.fetchHistory();
  const sizes = (events ?? []).map((event) =>
    payloadsOf(event).reduce((sum, { data }) => sum + (data?.length ?? 0), 0),
  );
  return Math.max(...sizes);
}

test('the search for signatures in histories looks into what is compressed in them', async () => {
  const codec = codecOf(dataConverterOf(storageUrl));
  const plain = defaultPayloadConverter.toPayload({ text: `${randomDigits(30_000)}?sig=abc${randomDigits(10_000)}` });
  const [payload] = await codec.encode([plain]);
  assert.ok(
    payload && !isReference(payload) && (payload.data?.length ?? 0) < 20_000,
    'it is compressed, in the history',
  );
  assert.deepEqual(findSignatures(allText([payload])), [], 'as it stands nothing is to be found');
  const { fetched, gone, leaks } = await searchEvents([{ input: { payloads: [payload] } }], codec);
  assert.deepEqual([fetched, gone, leaks.length], [0, 0, 1]);
});

test('the search for signatures in histories looks into what is stored beside them', async (t) => {
  const { workflow } = await temporalClient();
  const workflowId = `signature-${randomUUID()}`;
  t.after(async () => {
    for (const blob of await store.list('payloads', `${workflowId}/`)) await store.remove(blob);
  });
  const args = [{ text: `${randomBytes(50_000).toString('hex')}?sig=SECRET` }];
  const handle = await workflow.start('runPlan', { workflowId, taskQueue: `nobody-${randomUUID()}`, args });
  await handle.terminate('end of the test');
  const codec = codecOf(dataConverterOf(storageUrl));
  const history = await handle.fetchHistory();
  const { fetched, gone, leaks } = await searchEvents(history.events, codec);
  assert.deepEqual([fetched, gone, leaks.length], [1, 0, 1]);
  assert.equal(leaks[0]?.includes('SECRET'), false);

  await inlinePayloads(history, codec);
  assert.deepEqual(payloadsOf(history).filter(isReference), [], 'a recording wants no storage');
});
