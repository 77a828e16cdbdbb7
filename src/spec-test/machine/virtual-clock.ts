import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Cancelled, CancelScope } from './cancel-scope.ts';
import { Timers } from './timers.ts';

/** More steps than any job of a test takes: a job that takes more does not end. */
const MOST_STEPS = 1_000_000;

interface Waiting {
  condition: () => boolean;
  resolve: () => void;
}

/**
 * Time that moves on only when nothing else can: to the next timer, at once, however far it is. What happens at one instant happens in
 * the order in which it was asked for, so that the same test always takes the same course.
 */
export class VirtualClock {
  /** Milliseconds since the epoch. */
  now: number;
  private readonly timers = new Timers();
  private readonly waiting = new Set<Waiting>();
  private readonly scopes = new AsyncLocalStorage<CancelScope>();

  constructor(start: number) {
    this.now = start;
  }

  /** Calls back after so many milliseconds, whatever is cancelled. Returns what takes the call back. */
  after(ms: number, act: () => void): () => void {
    return this.timers.add(this.now + ms, act);
  }

  /** Rejects with `Cancelled` when the scope that it was begun in is cancelled. */
  sleep(ms: number): Promise<void> {
    return this.inScope((resolve) => this.after(ms, resolve));
  }

  /** False when the time was over before the condition held. */
  until(condition: () => boolean, timeout_ms?: number): Promise<boolean> {
    return this.inScope((resolve) => {
      const waiting = { condition, resolve: () => end(true) };
      const stop = timeout_ms === undefined ? () => {} : this.after(timeout_ms, () => end(false));
      const undo = () => {
        stop();
        this.waiting.delete(waiting);
      };
      const end = (isTrue: boolean) => {
        undo();
        resolve(isTrue);
      };
      this.waiting.add(waiting);
      return undo;
    });
  }

  /** Runs `body` in a scope of its own, in which all that it waits for can be cancelled. */
  async cancellable<T>(body: (cancel: () => void) => Promise<T>): Promise<T> {
    const outer = this.scopes.getStore();
    const scope = new CancelScope(outer);
    try {
      return await this.scopes.run(scope, () => body(() => scope.cancel()));
    } finally {
      outer?.inner.delete(scope);
    }
  }

  /**
   * Runs `main` until it is done, or until nothing is left that could move it on.
   *
   * @returns undefined when it is not done and never will be
   */
  async run<T>(main: () => Promise<T>): Promise<{ value: T } | undefined> {
    let ended: { value: T } | undefined;
    let failed: { error: unknown } | undefined;
    main().then(
      (value) => {
        ended = { value };
      },
      (error: unknown) => {
        failed = { error };
      },
    );
    for (let step = 0; step < MOST_STEPS; step++) {
      // After this turn no promise is left that could go on by itself.
      await nextTurn();
      if (failed) throw failed.error;
      if (ended) return ended;
      if (!this.wake() && !this.moveOn()) return undefined;
    }
    return undefined;
  }

  private wake(): boolean {
    const met = [...this.waiting].filter(({ condition }) => condition());
    for (const { resolve } of met) resolve();
    return met.length > 0;
  }

  private moveOn(): boolean {
    const next = this.timers.take();
    if (!next) return false;
    this.now = next.at;
    next.act();
    return true;
  }

  /** @param begin starts waiting; what it returns stops it */
  private inScope<T>(begin: (resolve: (value: T) => void) => () => void): Promise<T> {
    const scope = this.scopes.getStore();
    if (scope?.isCancelled) return Promise.reject(new Cancelled());
    return new Promise((resolve, reject) => {
      const stop = begin((value) => {
        leave?.();
        resolve(value);
      });
      const leave = scope?.enter((error) => {
        stop();
        reject(error);
      });
    });
  }
}
