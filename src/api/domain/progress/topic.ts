import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { JobProgressView } from '../../../assets/reads/read-progress.ts';

/** However fast a job moves, it is read no more often. */
const MIN_INTERVAL_MS = 250;
const AFTER_FAILURE_MS = 1_000;

/**
 * The progress of one job, read anew when there is news of it: once, for all who follow it. Emits `change`.
 */
export class Topic extends EventEmitter<{ change: [] }> {
  view: JobProgressView;
  /** Counts the changes. */
  version = 1;
  private readonly read: () => Promise<JobProgressView | undefined>;
  private readonly onError: (error: unknown) => void;
  private isStale = false;
  private isReading = false;

  constructor(
    first: JobProgressView,
    read: () => Promise<JobProgressView | undefined>,
    onError: (error: unknown) => void,
  ) {
    super();
    this.setMaxListeners(0);
    this.view = first;
    this.read = read;
    this.onError = onError;
  }

  /** There is news. What comes while a reading is under way leads to one more. */
  touch(): void {
    this.isStale = true;
    if (this.isReading) return;
    this.isReading = true;
    void this.refresh();
  }

  private async refresh(): Promise<void> {
    while (this.isStale) {
      this.isStale = false;
      await sleep(await this.readOnce(), undefined, { ref: false });
    }
    this.isReading = false;
  }

  /** @returns the time to wait before the next */
  private async readOnce(): Promise<number> {
    try {
      const view = await this.read();
      if (view !== undefined && JSON.stringify(view) !== JSON.stringify(this.view)) {
        this.view = view;
        this.version += 1;
        this.emit('change');
      }
      return MIN_INTERVAL_MS;
    } catch (error) {
      this.onError(error);
      // The news is not to be lost, nor asked for when nobody is there any more.
      this.isStale = this.listenerCount('change') > 0;
      return AFTER_FAILURE_MS;
    }
  }
}
