interface Timer {
  at: number;
  act: () => void;
}

/** Timers by their instants; those of one instant in the order in which they were set. */
export class Timers {
  /** The next one last. */
  private readonly timers: Timer[] = [];

  add(at: number, act: () => void): () => void {
    const timer = { at, act };
    this.timers.splice(this.placeOf(at), 0, timer);
    return () => {
      const place = this.timers.indexOf(timer);
      if (place >= 0) this.timers.splice(place, 1);
    };
  }

  take(): Timer | undefined {
    return this.timers.pop();
  }

  /** Before all that are due at the same instant or earlier. */
  private placeOf(at: number): number {
    let low = 0;
    let high = this.timers.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.timers[middle] as Timer).at > at) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
