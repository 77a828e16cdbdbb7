import type { Payload } from '@temporalio/common';
import { z } from 'zod';
import { FaultError } from '../../plan/fault.ts';

/** What a reference has as `encoding`, where `json/plain` has the content itself. */
const ENCODING = Buffer.from('binary/claim-check');

const schema = z.strictObject({
  folder: z.string().regex(/^[A-Za-z0-9_=-]{1,900}$/),
  /** Hex, of the content. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Bytes of the content. */
  size: z.int().nonnegative(),
  /** The payload's own metadata: base64. */
  metadata: z.record(z.string(), z.base64()),
});

/** Stands in a history for a payload whose content is a blob. */
export type Reference = z.output<typeof schema>;

export function toPayload(reference: Reference): Payload {
  return { metadata: { encoding: ENCODING }, data: Buffer.from(JSON.stringify(reference)) };
}

export function isReference({ metadata }: Payload): boolean {
  const encoding = metadata?.encoding;
  return encoding !== undefined && encoding !== null && ENCODING.equals(encoding);
}

/** @throws FaultError `payload_corrupt` */
export function toReference({ data }: Payload): Reference {
  const parsed = schema.safeParse(jsonOf(data));
  if (parsed.success) return parsed.data;
  const message =
    'A history has a reference to a stored payload that cannot be read: it was changed or is of another version.';
  throw new FaultError({ code: 'payload_corrupt', message });
}

function jsonOf(data: Uint8Array | null | undefined): unknown {
  try {
    return JSON.parse(Buffer.from(data ?? []).toString('utf8'));
  } catch {
    return undefined;
  }
}

export function encodeMetadata(metadata: Payload['metadata']): Reference['metadata'] {
  return Object.fromEntries(
    Object.entries(metadata ?? {}).map(([key, value]) => [key, Buffer.from(value).toString('base64')]),
  );
}

export function decodeMetadata(metadata: Reference['metadata']): Record<string, Uint8Array> {
  return Object.fromEntries(Object.entries(metadata).map(([key, value]) => [key, Buffer.from(value, 'base64')]));
}
