import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import type { FaultError } from '../../../src/plan/fault.ts';
import { fromPacked, isPacked, toPacked } from '../../../src/storage/claim-check/packed.ts';

const THRESHOLD = 64 * 1_024;
const metadata = { encoding: Buffer.from('json/plain'), other: Buffer.from('kept') };
const payloadOf = (data: Uint8Array) => ({ metadata, data });

describe('payloads compressed in a history', () => {
  it('come back as they were', async () => {
    const payload = payloadOf(Buffer.from(JSON.stringify(Array.from({ length: 3_000 }, (_, index) => ({ index })))));
    const packed = await toPacked(payload, THRESHOLD);
    assert.ok(packed && isPacked(packed));
    assert.ok((packed.data?.length ?? Number.POSITIVE_INFINITY) < payload.data.length / 2);
    assert.deepEqual(await fromPacked(packed), payload);
  });

  it('are neither the small ones, nor those that hardly compress, nor those of more than 256 KiB', async () => {
    assert.equal(await toPacked(payloadOf(Buffer.alloc(16_383)), THRESHOLD), undefined);
    assert.equal(await toPacked(payloadOf(randomBytes(50_000)), THRESHOLD), undefined);
    assert.equal(await toPacked(payloadOf(Buffer.alloc(262_145)), THRESHOLD), undefined);
  });

  it('are refused when they were tampered with, or blow up', async () => {
    const packed = await toPacked(payloadOf(Buffer.alloc(200_000)), THRESHOLD);
    assert.ok(packed);
    const broken = { ...packed, data: Buffer.from('not zstd') };
    await assert.rejects(fromPacked(broken), (error: FaultError) => error.fault.code === 'payload_corrupt');
  });
});
