import { setTimeout as sleep } from 'node:timers/promises';
import { FaultError } from '../plan/fault.ts';

const FIRST_DELAY_MS = 500;
const MAX_DELAY_MS = 5_000;

export interface Patience {
  /** How long to go on trying. */
  readonly seconds: number;
  /** Told of each attempt that failed. */
  readonly report: (error: unknown) => void;
}

/**
 * For what runs once, beside services that may come up later than it does: tries until it succeeds or time is up. A
 * FaultError is final, since it says what somebody has to do.
 *
 * @throws what the last attempt threw
 */
export async function patiently<T>({ seconds, report }: Patience, attempt: () => Promise<T>): Promise<T> {
  const end = Date.now() + seconds * 1_000;
  for (let wait = FIRST_DELAY_MS; ; wait = Math.min(MAX_DELAY_MS, wait * 2)) {
    try {
      return await attempt();
    } catch (error) {
      if (error instanceof FaultError || Date.now() + wait > end) throw error;
      report(error);
      await sleep(wait);
    }
  }
}
