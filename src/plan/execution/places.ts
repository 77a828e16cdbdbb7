import type { Effects } from './effects.ts';

/** Bounds how many runs of used specs are under way at a time: who comes first goes first. */
export class Places {
  readonly total: number;
  private free: number;
  private readonly waiting: symbol[] = [];
  private readonly effects: Pick<Effects, 'until'>;

  constructor(total: number, effects: Pick<Effects, 'until'>) {
    this.total = total;
    this.free = total;
    this.effects = effects;
  }

  /**
   * Runs `body` when so many places are free, no more than there are.
   *
   * @throws what `body` throws, and the cancellation of whoever waits
   */
  async within<T>(places: number, body: () => Promise<T>): Promise<T> {
    await this.enter(places);
    try {
      return await body();
    } finally {
      this.free += places;
    }
  }

  private async enter(places: number): Promise<void> {
    const ticket = Symbol();
    const isMyTurn = () => this.waiting[0] === ticket && this.free >= places;
    this.waiting.push(ticket);
    try {
      if (!isMyTurn()) await this.effects.until(isMyTurn);
      this.free -= places;
    } finally {
      this.waiting.splice(this.waiting.indexOf(ticket), 1);
    }
  }
}
