import type { Payload, PayloadCodec } from '@temporalio/common';

/** Every payload in a history event, or in anything else that has some. */
export function payloadsOf(value: unknown): Payload[] {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return [];
  if (isPayload(value)) return [value];
  return Object.values(value).flatMap(payloadsOf);
}

/** Puts what lies in the storage back into a history, so that it can be kept without its storage. */
export async function inlinePayloads(history: unknown, codec: PayloadCodec): Promise<void> {
  for (const payload of payloadsOf(history)) Object.assign(payload, (await codec.decode([payload]))[0]);
}

function isPayload(value: object): value is Payload {
  return 'metadata' in value && 'data' in value && (value.data instanceof Uint8Array || value.data === null);
}
