import { setTimeout as delay } from 'node:timers/promises';
import { CHUNK_TIME_BOX_MS } from '../../../plan/chunk.ts';
import type { JsonValue } from '../../../plan/json.ts';
import type { RetryPolicy } from '../../../plan/plan.ts';
import { retryDelay } from '../../../plan/retry.ts';
import { TIMEOUT_FAULTS } from '../../../plan/timeout-fault.ts';
import { failureOf } from '../failure-of.ts';
import type { Item, Ledger } from './ledger.ts';
import type { LimitedRun, Outcome } from './limited-run.ts';
import { Turns } from './turns.ts';

/** Characters of outputs after which a chunk begins no further item, so that neither its report nor the worker grows too large. */
const OUTPUT_BOX = 1_048_576;

export interface ItemRunner {
  /** Whose share of the worker the items take: the fairness key of their job. */
  readonly share: string;
  /** What the item's templates give; undefined for an item that is skipped. @throws TemplateError */
  input(item: Item): { params: JsonValue } | undefined;
  begin(item: Item, params: JsonValue): LimitedRun;
  /** An attempt has come to something. */
  ended(item: Item, outcome: Outcome): void;
}

/** Runs the items of a ledger, so many at a time, each with its own retries, until none is left or the time box is over. */
export class ChunkRun {
  private readonly ledger: Ledger;
  private readonly runner: ItemRunner;
  private readonly retry: RetryPolicy;
  /** The next one last. */
  private readonly fresh: Item[];
  /** Failed, and waiting for another attempt in this chunk. */
  private readonly retrying = new Set<Item>();
  private readonly running = new Set<LimitedRun>();
  private readonly turns: Turns;
  private hasBegun = false;
  private isWatchDue = false;
  private readonly halt = new AbortController();
  private readonly closesAt = Date.now() + CHUNK_TIME_BOX_MS;

  constructor(ledger: Ledger, runner: ItemRunner, retry: RetryPolicy) {
    this.ledger = ledger;
    this.runner = runner;
    this.retry = retry;
    this.fresh = ledger.items().reverse();
    this.turns = new Turns(runner.share);
  }

  async run(concurrency: number): Promise<void> {
    const lanes = Math.max(1, Math.min(concurrency, this.fresh.length));
    await Promise.all(Array.from({ length: lanes }, () => this.lane()));
  }

  /** Begins nothing more and aborts what is under way; `run` then ends within seconds. */
  stop(reason: Error): void {
    this.halt.abort();
    for (const run of this.running) run.stop(reason);
  }

  private async lane(): Promise<void> {
    for (let item = this.take(); item; item = this.take()) {
      if (!(await this.isDue(item))) continue;
      await this.turns.take();
      if (this.mayBegin()) await this.process(item);
    }
  }

  /** A retry goes first when it is due, and last when it is not. */
  private take(): Item | undefined {
    const now = Date.now();
    if (this.halt.signal.aborted || now >= this.closesAt || this.ledger.outputSize >= OUTPUT_BOX) return undefined;
    const next = earliest(this.retrying);
    if (!next || (next.due > now && this.fresh.length > 0)) return this.fresh.pop();
    this.retrying.delete(next);
    return next;
  }

  /** Waits for it; false when the chunk was stopped meanwhile. */
  private async isDue(item: Item): Promise<boolean> {
    const wait = item.due - Date.now();
    return wait <= 0 || delay(wait, true, { signal: this.halt.signal }).catch(() => false);
  }

  /** After the wait for a turn; of a worker with much to do each chunk does something, so that it gets on. */
  private mayBegin(): boolean {
    if (this.halt.signal.aborted || (this.hasBegun && Date.now() >= this.closesAt)) return false;
    this.hasBegun = true;
    return true;
  }

  private async process(item: Item): Promise<void> {
    let input: { params: JsonValue } | undefined;
    try {
      input = this.runner.input(item);
    } catch (error) {
      return this.ledger.fail(item, failureOf(error).fault);
    }
    if (!input) return this.ledger.skip(item);
    if (item.deadline !== undefined && item.deadline <= Date.now()) {
      return this.ledger.fail(item, TIMEOUT_FAULTS.SCHEDULE_TO_CLOSE);
    }
    await this.attempt(item, input.params);
  }

  private async attempt(item: Item, params: JsonValue): Promise<void> {
    const began = performance.now();
    item.attempts += 1;
    item.delay = 0;
    const run = this.runner.begin(item, params);
    item.run = run;
    this.running.add(run);
    this.watchSoon();
    const outcome = await run.outcome;
    this.running.delete(run);
    item.run = undefined;
    item.saved = run.checkpoint;
    this.ledger.addBusy(performance.now() - began);
    this.runner.ended(item, outcome);
    this.settle(item, outcome);
  }

  /** Timers cost as much as a small item, and one that ends at once needs none. */
  private watchSoon(): void {
    if (this.isWatchDue) return;
    this.isWatchDue = true;
    setImmediate(() => {
      this.isWatchDue = false;
      for (const run of this.running) run.watch();
    });
  }

  private settle(item: Item, outcome: Outcome): void {
    if (outcome.kind === 'completed') this.ledger.complete(item, outcome.output);
    // It was no fault of the item's: the attempt is not counted.
    else if (outcome.kind === 'interrupted') item.attempts -= 1;
    else this.retryOrFail(item, outcome);
  }

  private retryOrFail(item: Item, { fault, retryable, timeout }: Extract<Outcome, { kind: 'failed' }>): void {
    const { retry } = this;
    const isLast = !retryable || item.attempts >= retry.max_attempts || retry.non_retryable.includes(fault.code);
    if (isLast || timeout === 'SCHEDULE_TO_CLOSE') return this.ledger.fail(item, fault);
    item.delay = retryDelay(retry, item.attempts);
    item.due = Date.now() + item.delay;
    if (item.deadline !== undefined && item.due >= item.deadline) {
      // As Temporal has it: what has timed out and cannot be tried again in time has used up the time for all attempts.
      return this.ledger.fail(item, timeout === null ? fault : TIMEOUT_FAULTS.SCHEDULE_TO_CLOSE);
    }
    if (item.due < this.closesAt) this.retrying.add(item);
  }
}

function earliest(items: Iterable<Item>): Item | undefined {
  let first: Item | undefined;
  for (const item of items) if (!first || item.due < first.due) first = item;
  return first;
}
