import type { Fault } from '../../../plan/fault.ts';
import type { JsonValue } from '../../../plan/json.ts';
import type { Timeouts } from '../../../plan/plan.ts';
import { TIMEOUT_FAULTS, type Timeout } from '../../../plan/timeout-fault.ts';
import { failureOf } from '../failure-of.ts';

/** `interrupted`: stopped from outside before it came to anything. */
export type Outcome =
  | { kind: 'completed'; output: string }
  | { kind: 'failed'; fault: Fault; retryable: boolean; timeout: Timeout | null }
  | { kind: 'interrupted' };

export interface Limits {
  timeouts: Timeouts;
  /** Milliseconds since the epoch. */
  deadline: number | undefined;
}

/** What an attempt needs to hear and to say. */
export interface Wires {
  readonly signal: AbortSignal;
  beat(percent: number, checkpoint: JsonValue | undefined): void;
}

/** What work that is told to stop has left to save what it has; work that does not heed is not waited for any longer. */
const GRACE_AFTER_TIMEOUT_MS = 500;
const GRACE_AFTER_STOP_MS = 5_000;
/** A timer for longer than this fires at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * One attempt of an item, kept to its timeouts as Temporal keeps an activity to them. Most items end at once, and there are many:
 * what only others need, a signal and timers, is made when it is asked for.
 */
export class LimitedRun {
  readonly outcome: Promise<Outcome>;
  /** What the item has saved, in this attempt or one before. */
  checkpoint: JsonValue | undefined;
  private readonly limits: Limits;
  private readonly beganAt = Date.now();
  private controller: AbortController | undefined;
  private abortedBy: Error | undefined;
  private isWatched = false;
  private heartbeatTimer: NodeJS.Timeout | undefined;
  private readonly timers: NodeJS.Timeout[] = [];
  private resolve: (outcome: Outcome) => void = () => {};
  /** What it will have come to if it does not complete in the time it has left. */
  private verdict: Outcome | undefined;
  private isSettled = false;

  /** @param work gives the output as JSON text */
  constructor(work: (wires: Wires) => Promise<string>, limits: Limits, saved: JsonValue | undefined) {
    this.checkpoint = saved;
    this.limits = limits;
    this.outcome = new Promise((resolve) => {
      this.resolve = resolve;
    });
    work(this).then(
      (output) => this.completed(output),
      (error: unknown) => this.settle(this.verdict ?? failed(error)),
    );
  }

  get signal(): AbortSignal {
    this.controller ??= new AbortController();
    if (this.abortedBy) this.controller.abort(this.abortedBy);
    return this.controller.signal;
  }

  /** Keeps it to its limits from now on, counted from when it began. To be called while it may still be under way. */
  watch(): void {
    if (this.isWatched || this.isSettled) return;
    this.isWatched = true;
    const { start_to_close_ms, heartbeat_ms } = this.limits.timeouts;
    const { deadline = Number.POSITIVE_INFINITY } = this.limits;
    const end = this.beganAt + start_to_close_ms;
    if (deadline < end) this.until(deadline, () => this.overrun('SCHEDULE_TO_CLOSE'));
    else this.until(end, () => this.overrun('START_TO_CLOSE'));
    if (heartbeat_ms === undefined) return;
    this.heartbeatTimer = this.after(heartbeat_ms, () => this.overrun('HEARTBEAT'));
  }

  beat(_percent: number, checkpoint: JsonValue | undefined): void {
    if (this.isSettled) return;
    this.checkpoint = checkpoint;
    this.heartbeatTimer?.refresh();
  }

  /** Aborts it, so that it saves what it has; `outcome` then comes within seconds. */
  stop(reason: Error): void {
    if (this.verdict || this.isSettled) return;
    this.end({ kind: 'interrupted' }, reason, GRACE_AFTER_STOP_MS);
  }

  private overrun(timeout: Timeout): void {
    if (this.verdict) return;
    const fault = TIMEOUT_FAULTS[timeout];
    this.end({ kind: 'failed', fault, retryable: true, timeout }, new Error(fault.message), GRACE_AFTER_TIMEOUT_MS);
  }

  private end(verdict: Outcome, reason: Error, graceMs: number): void {
    this.verdict = verdict;
    this.after(graceMs, () => this.settle(verdict));
    this.abortedBy = reason;
    this.controller?.abort(reason);
  }

  private completed(output: string): void {
    // What was told to stop and completed all the same has completed; what has overrun its time has not.
    const isTooLate = this.verdict?.kind === 'failed';
    this.settle(isTooLate && this.verdict ? this.verdict : { kind: 'completed', output });
  }

  private settle(outcome: Outcome): void {
    if (this.isSettled) return;
    this.isSettled = true;
    for (const timer of this.timers) clearTimeout(timer);
    this.resolve(outcome);
  }

  private until(instant: number, act: () => void): void {
    this.after(instant - Date.now(), act);
  }

  private after(milliseconds: number, act: () => void): NodeJS.Timeout {
    const timer = setTimeout(act, Math.min(Math.max(0, milliseconds), LONGEST_TIMER_MS));
    this.timers.push(timer);
    return timer;
  }
}

function failed(error: unknown): Outcome {
  const { fault, retryable } = failureOf(error);
  return { kind: 'failed', fault, retryable, timeout: null };
}
