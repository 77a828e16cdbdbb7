import type { ChunkCall, ChunkReport, ChunkWork } from '../../chunk.ts';
import type { Fault } from '../../fault.ts';
import type { ChunkPolicy } from '../../plan.ts';
import { evaluateCondition } from '../../template/evaluate.ts';
import type { JobControl } from '../control.ts';
import type { Places } from '../places.ts';
import type { Turns } from '../turns.ts';
import { applyReport, type Entry } from './apply-report.ts';
import { chunkConcurrency, chunkSize } from './chunk-size.ts';
import { ItemCalls, type ItemCallsOptions } from './item-calls.ts';
import { ItemQueue } from './item-queue.ts';

export interface ItemRunOptions extends ItemCallsOptions {
  chunk: ChunkPolicy;
  stops_at_failure: boolean;
  max_concurrency: number;
  /** Every item goes singly, whatever the chunk policy says. */
  everyOneAlone?: boolean;
  /** What the item at that place of the ledger has had before this run. */
  historyAt?(at: number): Omit<Entry, 'at'>;
  control: JobControl;
  turns: Turns;
  /** Of runs of used specs. */
  places: Places;
  changed(): void;
  /** Names of the chunks under way. */
  open: Set<string>;
}

/** `out_of_room`: what is still pending in the ledger has to be run elsewhere. */
export type ItemRunEnd = 'settled' | 'stopped' | 'cancelled' | 'out_of_room';

/**
 * Runs the items that are pending in a ledger through a sliding window: a new one starts as soon as one ends, singly or in
 * chunks, and never more than `max_concurrency` are under way.
 */
export class ItemRun {
  private readonly options: ItemRunOptions;
  private readonly calls: ItemCalls;
  private readonly chunkWork: ChunkWork | undefined;
  private readonly queue: ItemQueue;
  private lanes = 0;
  /** Activities under way, and items that wait for their next attempt. */
  private open = 0;
  private chunks = 0;
  private busyMs = 0;
  private ran = 0;
  private end: ItemRunEnd | undefined;
  private isGated = false;
  /** An error of this code's own, not of the items. */
  brokenBy: unknown;
  private cancel: () => void = () => {};
  private finish: (end: ItemRunEnd) => void = () => {};

  constructor(options: ItemRunOptions) {
    this.options = options;
    const { work } = options;
    const max_attempts = work.kind === 'task' ? work.retry.max_attempts : undefined;
    this.queue = new ItemQueue({ ...options, max_attempts });
    this.calls = new ItemCalls(options);
    this.chunkWork = this.calls.chunkWork();
  }

  run(): Promise<ItemRunEnd> {
    return this.options.effects.cancellable((cancel) => {
      this.cancel = cancel;
      return new Promise((resolve) => {
        this.finish = resolve;
        this.pump();
      });
    });
  }

  /** What is still to be done, for running it elsewhere. */
  leftovers(): Entry[] {
    return this.queue.leftovers();
  }

  private pump(): void {
    const { control, effects, max_concurrency } = this.options;
    while (this.end === undefined && this.lanes < max_concurrency && this.queue.hasMore()) {
      if (control.isPaused) return this.waitAtGate();
      if (effects.room() !== 'plenty') this.end = 'out_of_room';
      else this.start(this.take());
    }
    if (this.open > 0 || this.isGated) return;
    if (this.end !== undefined || !this.queue.hasMore()) this.finish(this.end ?? 'settled');
  }

  private waitAtGate(): void {
    if (this.isGated) return;
    this.isGated = true;
    const goOn = () => {
      this.isGated = false;
      this.pump();
    };
    this.options.control.gate(this.options.effects).then(goOn, (error: unknown) => {
      this.fallen(error);
      goOn();
    });
  }

  /** The entries of the next activity. */
  private take(): Entry[] {
    if (this.goSingly) return [this.queue.takeOne()];
    const { chunk, max_concurrency, ledger } = this.options;
    const { total, pending: remaining } = ledger.counts;
    const item_ms = this.ran > 0 ? this.busyMs / this.ran : undefined;
    const size = chunk.size === 'auto' ? chunkSize({ total, remaining, max_concurrency, item_ms }) : chunk.size;
    const lanes = chunkConcurrency(max_concurrency);
    return this.queue.takeChunk({ size, max_bytes: chunk.max_bytes, lanes });
  }

  /** Items have activities of their own. */
  private get goSingly(): boolean {
    const { chunk, work, everyOneAlone = false } = this.options;
    return work.kind === 'workflow' || chunk.size === 1 || everyOneAlone;
  }

  private start(entries: readonly Entry[]): void {
    const [first] = entries;
    const lanes = Math.min(entries.length, chunkConcurrency(this.options.max_concurrency));
    this.lanes += lanes;
    this.open += 1;
    const done = () => {
      this.lanes -= lanes;
      this.open -= 1;
      this.options.changed();
      this.pump();
    };
    const running = this.goSingly && first ? this.runSingle(first.at) : this.runChunk(entries, lanes);
    running.then(done, (error: unknown) => {
      this.fallen(error);
      done();
    });
    this.options.changed();
  }

  private async runSingle(at: number): Promise<void> {
    const { ledger, effects, work, turns, places } = this.options;
    try {
      // Others that waited may have gone first.
      for (let turn = turns.take(); turn; turn = turns.take()) await turn;
      const scope = this.calls.scopeOf(at);
      if (work.when !== undefined && !evaluateCondition(work.when, scope)) ledger.skip(at);
      else if (work.kind === 'task') ledger.complete(at, await this.calls.run(at, scope));
      else {
        turns.spend(effects.unitsToStart(work.uses));
        ledger.complete(at, await places.within(1, () => this.calls.run(at, scope)));
      }
    } catch (error) {
      if (effects.isCancellation(error)) throw error;
      this.failed(at, effects.faultOf(error));
    }
  }

  private async runChunk(entries: readonly Entry[], concurrency: number): Promise<void> {
    const { effects, node_id, work, open } = this.options;
    if (!this.chunkWork || work.kind !== 'task') throw new Error(`${node_id} cannot run in chunks`);
    this.chunks += 1;
    const name = `chunk ${this.chunks}`;
    const place = { id: `${node_id}/${name}`, cost: work.cost };
    open.add(name);
    const outcome = await effects.runChunk(this.chunkWork, this.callOf(entries, concurrency), place);
    open.delete(name);
    const report = outcome.kind === 'reported' ? outcome.report : outcome.seen;
    const lostBy = outcome.kind === 'lost' ? outcome.fault : null;
    if (report) this.measure(report);
    const left = this.apply(report, entries, { lostBy, concurrency });
    const lost = lostBy && { lost: { at: new Date(effects.now()).toISOString(), fault: lostBy } };
    if (outcome.kind === 'cancelled') this.end ??= 'cancelled';
    else for (const { lost: _, ...entry } of left) this.sendAgain({ ...entry, ...lost });
  }

  private callOf(entries: readonly Entry[], concurrency: number): ChunkCall {
    const sent = entries.map((entry) => this.calls.entryOf(entry));
    const losses = entries.flatMap(({ lost }) => (lost === undefined ? [] : [lost]));
    const [last] = losses.sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
    return { entries: sent, concurrency, ...(last === undefined ? {} : { lost: last }) };
  }

  private apply(
    report: ChunkReport | null,
    entries: readonly Entry[],
    how: { lostBy: Fault | null; concurrency: number },
  ): Entry[] {
    const { ledger, work } = this.options;
    const max_attempts = work.kind === 'task' ? work.retry.max_attempts : 1;
    return applyReport(report, entries, {
      ...how,
      ledger,
      max_attempts,
      failed: (at, fault) => this.failed(at, fault),
    });
  }

  private measure({ busy_ms, completed, failed }: ChunkReport): void {
    this.busyMs += busy_ms;
    this.ran += completed.length + failed.length;
  }

  private sendAgain(entry: Entry): void {
    const { ledger, effects } = this.options;
    ledger.release(entry.at);
    const wait = entry.wait_ms ?? 0;
    if (wait <= 0) {
      this.queue.putBack(entry);
      return;
    }
    this.open += 1;
    const due = () => {
      this.queue.putBack(entry);
      this.open -= 1;
      this.pump();
    };
    effects.sleep(wait).then(due, (error: unknown) => {
      this.fallen(error);
      due();
    });
  }

  private failed(at: number, fault: Fault): void {
    this.options.ledger.fail(at, fault);
    if (!this.options.stops_at_failure || this.end !== undefined) return;
    this.end = 'stopped';
    this.cancel();
  }

  /** A cancellation, of the job or by ourselves; anything else is a fault of this code, which must not hang the job. */
  private fallen(error: unknown): void {
    if (!this.options.effects.isCancellation(error)) this.brokenBy = error;
    this.end ??= 'cancelled';
  }
}
