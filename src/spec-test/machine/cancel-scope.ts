/** What work gets that was waiting when its scope was cancelled. */
export class Cancelled extends Error {
  constructor() {
    super('cancelled');
    this.name = 'Cancelled';
  }
}

/** All that was begun in it is cancelled with it, as in Temporal's scope of the same name. */
export class CancelScope {
  isCancelled: boolean;
  readonly inner = new Set<CancelScope>();
  private readonly waiting = new Set<(error: Cancelled) => void>();

  constructor(outer: CancelScope | undefined) {
    this.isCancelled = outer?.isCancelled ?? false;
    outer?.inner.add(this);
  }

  /** Calls back on cancellation. Returns what takes the call back. */
  enter(cancelled: (error: Cancelled) => void): () => void {
    this.waiting.add(cancelled);
    return () => this.waiting.delete(cancelled);
  }

  cancel(): void {
    if (this.isCancelled) return;
    this.isCancelled = true;
    for (const cancelled of this.waiting) cancelled(new Cancelled());
    this.waiting.clear();
    for (const scope of this.inner) scope.cancel();
  }
}
