import type { JobControl } from './control.ts';
import type { Effects } from './effects.ts';

/** Bounds how many runs of used specs are under way at a time: who comes first goes first, and nobody while the job is paused. */
export class Places {
  readonly total: number;
  private free: number;
  private readonly waiting: symbol[] = [];
  private readonly effects: Pick<Effects, 'until'>;
  private readonly control: Pick<JobControl, 'isPaused'>;

  constructor(total: number, effects: Pick<Effects, 'until'>, control: Pick<JobControl, 'isPaused'>) {
    this.total = total;
    this.free = total;
    this.effects = effects;
    this.control = control;
  }

  /**
   * Runs `body` when so many places are free, no more than there are.
   *
   * @throws what `body` throws, and the cancellation of whoever waits
   */
  within<T>(places: number, body: () => Promise<T>): Promise<T> {
    return this.total === Number.POSITIVE_INFINITY ? body() : this.whenFree(places, body);
  }

  private async whenFree<T>(places: number, body: () => Promise<T>): Promise<T> {
    await this.enter(places);
    try {
      return await body();
    } finally {
      this.free += places;
    }
  }

  private async enter(places: number): Promise<void> {
    const ticket = Symbol();
    const isMyTurn = () => !this.control.isPaused && this.waiting[0] === ticket && this.free >= places;
    this.waiting.push(ticket);
    try {
      if (!isMyTurn()) await this.effects.until(isMyTurn);
      this.free -= places;
    } finally {
      this.waiting.splice(this.waiting.indexOf(ticket), 1);
    }
  }
}
