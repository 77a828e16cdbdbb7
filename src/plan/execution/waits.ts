import type { NodeReport } from '../job.ts';
import type { Effects } from './effects.ts';

/** Whether the node does nothing but wait, for a person or a time. */
export function isWaiting({ state, kind }: Pick<NodeReport, 'state' | 'kind'>): boolean {
  return state === 'running' && (kind === 'approval' || kind === 'sleep');
}

/** Thrown where a node waits in a run that has no room for more: it goes on waiting in the next. */
export class WaitsOn extends Error {
  override name = 'WaitsOn';
}

/**
 * The nodes of a run that wait for a person or for a time, be it for days. A run without room begins nothing more, and goes on
 * in a new one as soon as all that is under way are waits: what is ready by then must not wait with them.
 */
export class Waits {
  private readonly effects: Pick<Effects, 'until'>;
  private readonly isRunOver: (waiting: number) => boolean;
  private waiting = 0;

  /** @param isRunOver whether the run is to end when so many nodes wait; once true of one, true of all that leave after it */
  constructor(effects: Pick<Effects, 'until'>, isRunOver: (waiting: number) => boolean) {
    this.effects = effects;
    this.isRunOver = isRunOver;
  }

  /**
   * Until the condition holds. False when the time is over before.
   *
   * @throws WaitsOn
   */
  async until(condition: () => boolean, timeout_ms?: number): Promise<boolean> {
    this.waiting += 1;
    try {
      const isInTime = await this.effects.until(() => condition() || this.isRunOver(this.waiting), timeout_ms);
      if (isInTime && !condition()) throw new WaitsOn();
      return isInTime;
    } finally {
      this.waiting -= 1;
    }
  }
}
