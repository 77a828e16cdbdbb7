import type { ChunkEntry, ChunkReport } from '../../../plan/chunk.ts';
import type { Fault } from '../../../plan/fault.ts';
import type { JsonValue } from '../../../plan/json.ts';
import { keyOf } from './item-work.ts';
import type { LimitedRun } from './limited-run.ts';

/** An item of a chunk on its way. */
export interface Item {
  readonly at: number;
  readonly key: string;
  readonly entry: ChunkEntry;
  /** Milliseconds since the epoch: the end of its schedule-to-close timeout. */
  readonly deadline: number | undefined;
  /** Begun so far; those that were interrupted by no fault of the item do not count. */
  attempts: number;
  /** Milliseconds since the epoch: when its next attempt may begin. */
  due: number;
  /** Milliseconds from its last attempt to `due`. */
  delay: number;
  saved: JsonValue | undefined;
  run: LimitedRun | undefined;
}

/** What became of the items of a chunk. */
export class Ledger {
  private readonly open: Set<Item>;
  private readonly completed: number[] = [];
  private readonly outputs: string[] = [];
  private readonly skipped: number[] = [];
  private readonly failures: ChunkReport['failed'] = [];
  private busyMs = 0;
  /** Characters of all outputs. */
  outputSize = 0;

  constructor(entries: readonly ChunkEntry[], scheduleToCloseMs: number | undefined) {
    const now = Date.now();
    const deadline = scheduleToCloseMs === undefined ? undefined : now + scheduleToCloseMs;
    this.open = new Set(
      entries.map((entry, at) => ({
        at,
        key: keyOf(entry),
        entry,
        deadline: entry.deadline ?? deadline,
        attempts: entry.attempts ?? 0,
        due: 0,
        delay: 0,
        saved: entry.checkpoint,
        run: undefined,
      })),
    );
  }

  /** The items that are not settled. */
  items(): Item[] {
    return [...this.open];
  }

  complete(item: Item, output: string): void {
    this.open.delete(item);
    this.completed.push(item.at);
    this.outputs.push(output);
    this.outputSize += output.length;
  }

  skip(item: Item): void {
    this.open.delete(item);
    this.skipped.push(item.at);
  }

  fail(item: Item, fault: Fault): void {
    this.open.delete(item);
    this.failures.push({ at: item.at, fault, attempts: item.attempts });
  }

  addBusy(milliseconds: number): void {
    this.busyMs += milliseconds;
  }

  report(): ChunkReport {
    const now = Date.now();
    return this.tell(({ due }) => Math.max(0, due - now));
  }

  /** A report that stays the same for as long as nothing happens, so that it is stored only once where it is large. */
  reportSoFar(): ChunkReport {
    return this.tell(({ delay }) => delay);
  }

  private tell(waitOf: (item: Item) => number): ChunkReport {
    return {
      completed: [...this.completed],
      outputs: `[${this.outputs.join(',')}]`,
      skipped: [...this.skipped],
      failed: [...this.failures],
      left: this.items().map((item) => leftOf(item, waitOf(item))),
      busy_ms: Math.round(this.busyMs),
    };
  }
}

function leftOf({ at, attempts, saved, run }: Item, wait_ms: number): ChunkReport['left'][number] {
  const checkpoint = run ? run.checkpoint : saved;
  return { at, attempts, wait_ms, ...(checkpoint === undefined ? {} : { checkpoint }) };
}
