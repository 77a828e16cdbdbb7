import { statfs } from 'node:fs/promises';
import { FaultError } from '../../plan/fault.ts';

/**
 * Checks that a folder's disk has room, before time is spent on filling it.
 * @throws FaultError `scratch_full`, retryable: another worker, or a later hour, may have room
 */
export async function requireSpace(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize >= bytes) return;
  throw scratchFull({ needed_bytes: Math.ceil(bytes), free_bytes: bavail * bsize });
}

/** Turns the operating system's word for a full disk into a fault; other errors stay as they are. */
export function explainFullDisk(error: unknown): unknown {
  const isFull = error instanceof Error && 'code' in error && error.code === 'ENOSPC';
  return isFull ? scratchFull({}) : error;
}

function scratchFull(detail: Record<string, number>): FaultError {
  const message = "The worker's scratch disk has no room for this raster. An operator must free or add space.";
  return new FaultError({ code: 'scratch_full', message, detail }, { retryable: true });
}
