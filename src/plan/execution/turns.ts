import type { Meter } from '../template/meter.ts';
import type { Effects } from './effects.ts';

/** Units of the templates' work that a run does in one go. */
const SLICE = 300_000;

/**
 * Makes a run give way after every slice of its templates' work: a workflow task ends when nothing but a timer is left to do, so
 * that those of other jobs, which have to wait for it, are not kept for long.
 */
export class Turns {
  private readonly meter: Meter;
  private readonly effects: Pick<Effects, 'sleep'>;
  private sliceEnd = SLICE;
  private queue: Promise<void> = Promise.resolve();

  constructor(meter: Meter, effects: Pick<Effects, 'sleep'>) {
    this.meter = meter;
    this.effects = effects;
  }

  /** To be awaited before more is evaluated; undefined while there is no need to. */
  take(): Promise<void> | undefined {
    if (this.meter.spent < this.sliceEnd) return undefined;
    // Whoever was before may have been cancelled.
    this.queue = this.queue.catch(() => {}).then(() => this.giveWay());
    return this.queue;
  }

  private async giveWay(): Promise<void> {
    if (this.meter.spent < this.sliceEnd) return;
    await this.effects.sleep(1);
    this.sliceEnd = this.meter.spent + SLICE;
  }
}
