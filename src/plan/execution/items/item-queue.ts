import type { JsonValue } from '../../json.ts';
import type { ChunkPolicy } from '../../plan.ts';
import type { Entry } from './apply-report.ts';
import type { ItemLedger } from './ledger.ts';

export interface ItemQueueOptions {
  ledger: ItemLedger;
  itemAt(at: number): JsonValue;
  /** What an item has had before this run. */
  historyAt?(at: number): Omit<Entry, 'at'>;
  /** Attempts that an item may have in all; undefined where others count them. */
  max_attempts: number | undefined;
}

export interface ChunkLimits extends Pick<ChunkPolicy, 'max_bytes'> {
  /** Items. */
  size: number;
  /** Items of it that begin at once. */
  lanes: number;
}

/** After one chunk that died, and may or may not have begun an item, that item goes with so many others at most. */
const DOUBTFUL_MOST = 32;

/** The items that are still to be sent: what came back goes before what was never begun. */
export class ItemQueue {
  private readonly options: ItemQueueOptions;
  /** The first place that has not been taken or passed over; what is behind it comes back by `putBack` only. */
  private next = 0;
  /** The entry of `next`, once somebody has looked at it. */
  private upcoming: Entry | undefined;
  /** What came back unfinished, and is due. */
  private readonly again: Entry[] = [];

  constructor(options: ItemQueueOptions) {
    this.options = options;
  }

  hasMore(): boolean {
    const { ledger } = this.options;
    while (this.next < ledger.total && !ledger.isPending(this.next)) this.pass();
    return this.again.length > 0 || this.next < ledger.total;
  }

  takeOne(): Entry {
    const entry = this.again.shift() ?? this.takeFresh();
    this.options.ledger.begin(entry.at);
    return entry;
  }

  /**
   * The entries of the next chunk: so many, unless their items as JSON grow larger than a chunk's. A last attempt has a chunk of
   * its own: a neighbour that takes the worker down must not use it up. Doubtful items go in ever smaller chunks, in the end in
   * one that begins all of its items at once, of which nothing is in doubt.
   */
  takeChunk({ size, max_bytes, lanes }: ChunkLimits): Entry[] {
    const first = this.takeOne();
    const entries = [first];
    let bytes = this.bytesOf(first);
    let most = this.isLast(first) ? 1 : mostWith(first, size, lanes);
    while (entries.length < most && this.hasMore()) {
      const next = this.peek();
      if (this.isLast(next)) break;
      most = Math.min(most, mostWith(next, size, lanes));
      bytes += this.bytesOf(next);
      if (bytes > max_bytes || entries.length >= most) break;
      entries.push(this.takeOne());
    }
    return entries;
  }

  putBack(entry: Entry): void {
    this.again.push(entry);
  }

  /** All that is still to be sent. */
  leftovers(): Entry[] {
    const { ledger } = this.options;
    const returned = new Map(this.again.map((entry) => [entry.at, entry]));
    const places = Array.from({ length: ledger.total }, (_, at) => at);
    return places.filter((at) => ledger.isPending(at)).map((at) => returned.get(at) ?? this.fresh(at));
  }

  private peek(): Entry {
    const [returned] = this.again;
    if (returned) return returned;
    this.upcoming ??= this.fresh(this.next);
    return this.upcoming;
  }

  private takeFresh(): Entry {
    const entry = this.upcoming ?? this.fresh(this.next);
    this.pass();
    return entry;
  }

  private pass(): void {
    this.next += 1;
    this.upcoming = undefined;
  }

  private fresh(at: number): Entry {
    return { attempts: 0, ...this.options.historyAt?.(at), at };
  }

  private isLast({ attempts }: Entry): boolean {
    const { max_attempts } = this.options;
    return max_attempts !== undefined && attempts + 1 >= max_attempts;
  }

  private bytesOf({ at }: Entry): number {
    const item = this.options.itemAt(at);
    return typeof item === 'object' ? JSON.stringify(item).length : String(item).length;
  }
}

/** How many items a chunk with this one may have. */
function mostWith({ doubts = 0 }: Entry, size: number, lanes: number): number {
  if (doubts === 0) return size;
  return Math.min(size, doubts === 1 ? Math.max(lanes, DOUBTFUL_MOST) : lanes);
}
