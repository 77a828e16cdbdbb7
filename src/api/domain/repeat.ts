import { setTimeout as sleep } from 'node:timers/promises';

export interface Repetition {
  /** Ends after the round that is under way. */
  stop(): Promise<void>;
}

/** Runs rounds for as long as the process lives, so long after each other. A round deals with its own failures. */
export function repeat(round: () => Promise<void>, intervalMs: number): Repetition {
  const stopping = new AbortController();
  const { signal } = stopping;
  const run = async () => {
    while (!signal.aborted) {
      await round();
      await sleep(intervalMs, undefined, { signal }).catch(() => {});
    }
  };
  const running = run();
  return {
    stop: () => {
      stopping.abort();
      return running;
    },
  };
}
