import type { ChunkLoss, ChunkReport } from '../../chunk.ts';
import type { Fault } from '../../fault.ts';
import type { JsonValue } from '../../json.ts';
import type { ItemLedger } from './ledger.ts';
import { rangesOf } from './ranges.ts';

/** An item on its way, by its place in the ledger. */
export interface Entry {
  at: number;
  /** That it has had. */
  attempts: number;
  /** Chunks that died without its being known whether they had begun the item. */
  doubts?: number;
  /** Of the chunk that died with it, which the next one is to tell of. */
  lost?: ChunkLoss;
  checkpoint?: JsonValue;
  /** Milliseconds since the epoch. */
  deadline?: number;
  /** Until it is due. */
  wait_ms?: number;
}

export interface ReportContext {
  ledger: ItemLedger;
  /** Why the chunk died; null when it told of itself. */
  lostBy: Fault | null;
  /** Items of the chunk that could be under way at the same time. */
  concurrency: number;
  max_attempts: number;
  failed(at: number, fault: Fault): void;
}

/**
 * Enters into the ledger what a chunk came to.
 *
 * Of a chunk that died, what its last heartbeat called finished is finished, and what it called begun has had an attempt. The rest
 * may have been begun since. It has had an attempt where the chunk was so small that it began all of its items at once; else that
 * cannot be known, and the item goes again as a doubtful one: without a loss of its own, but in smaller chunks.
 *
 * @returns the entries to be sent again
 */
export function applyReport(report: ChunkReport | null, entries: readonly Entry[], context: ReportContext): Entry[] {
  const { ledger, lostBy, failed, max_attempts, concurrency } = context;
  const untold = new Set(entries.keys());
  const settle = (position: number): number => {
    untold.delete(position);
    return (entries[position] as Entry).at;
  };
  ledger.completeAll({ ranges: rangesOf((report?.completed ?? []).map(settle)), outputs: report?.outputs ?? '[]' });
  for (const position of report?.skipped ?? []) ledger.skip(settle(position));
  for (const { at, fault } of report?.failed ?? []) failed(settle(at), fault);
  const left = (report?.left ?? []).map((one) => ({ ...(entries[one.at] as Entry), ...one, at: settle(one.at) }));
  const rest = [...untold].map((position) => ({ ...(entries[position] as Entry), wait_ms: 0 }));
  if (lostBy === null) return [...left, ...rest];
  const sent = new Map(entries.map(({ at, attempts }) => [at, attempts]));
  const areAllBegun = entries.length <= concurrency;
  const again = [...left, ...rest].map((entry): Entry => {
    const before = sent.get(entry.at) ?? 0;
    if (areAllBegun || entry.attempts > before) return { ...entry, attempts: Math.max(entry.attempts, before + 1) };
    return { ...entry, doubts: (entry.doubts ?? 0) + 1 };
  });
  for (const { at, attempts } of again) if (attempts >= max_attempts) failed(at, lostBy);
  return again.filter(({ attempts }) => attempts < max_attempts);
}
