import type { JsonValue } from '../plan/json.ts';
import type { ActivityContext } from './activity.ts';

/** Well below the shortest heartbeat timeout of a contract. */
const BEAT_INTERVAL = 5_000;

export interface Pulse {
  /** Says how far the work is, now and until it says otherwise. Percentages never go back. */
  at(percent: number, checkpoint?: JsonValue): void;
  /** A function that maps 0 to 100 of one phase into its share of the whole. */
  phase(from: number, to: number): (percent: number) => void;
}

/**
 * Keeps an activity's heart beating while `work` goes on, also when nothing moves for long, so that only a dead
 * worker looks dead.
 */
export async function withPulse<T>(context: ActivityContext, work: (pulse: Pulse) => Promise<T>): Promise<T> {
  let percent = 0;
  let saved: JsonValue | undefined;
  const beat = () => context.heartbeat(percent, saved);
  const at = (to: number, checkpoint?: JsonValue) => {
    percent = Math.max(percent, Math.min(100, to));
    if (checkpoint !== undefined) saved = checkpoint;
    beat();
  };
  const phase = (from: number, to: number) => (share: number) => at(from + ((to - from) * share) / 100);
  const timer = setInterval(beat, BEAT_INTERVAL);
  beat();
  try {
    return await work({ at, phase });
  } finally {
    clearInterval(timer);
  }
}
