import type { Meter } from '../template/meter.ts';
import type { Effects } from './effects.ts';

/** Units of work that a run does in one go. */
const SLICE = 300_000;

/**
 * Makes a run give way after every slice of its work, which is that of its templates and of starting what it uses: a workflow task ends when there is nothing to do but wait for that,
 * so that those of other jobs, which have to wait for it, are not kept for long.
 */
export class Turns {
  private readonly meter: Meter;
  private readonly effects: Pick<Effects, 'giveWay'>;
  /** Beside the templates. */
  private started = 0;
  /** Spent at the end of the slice before. */
  private before = 0;
  private queue: Promise<void> = Promise.resolve();

  constructor(meter: Meter, effects: Pick<Effects, 'giveWay'>) {
    this.meter = meter;
    this.effects = effects;
  }

  /** To be awaited before more is evaluated; undefined while there is no need to. */
  take(): Promise<void> | undefined {
    if (!this.isDue) return undefined;
    // Whoever was before may have been cancelled.
    this.queue = this.queue.catch(() => {}).then(() => this.giveWay());
    return this.queue;
  }

  /** Of what begins now: none of it counts towards what templates may do. */
  spend(units: number): void {
    this.started += units;
  }

  private async giveWay(): Promise<void> {
    if (!this.isDue) return;
    const { spent } = this;
    await this.effects.giveWay(spent - this.before);
    this.before = spent;
  }

  private get isDue(): boolean {
    return this.spent - this.before >= SLICE;
  }

  private get spent(): number {
    return this.meter.spent + this.started;
  }
}
