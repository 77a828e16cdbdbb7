import type { Logger } from 'pino';
import type { News } from '../../../assets/record-news.ts';

/**
 * Told what happens to attempts and within used specs, for people to see. Never throws and never waits: that news is lost is no harm to the work,
 * for which Temporal's own heartbeats count.
 */
export interface NewsSink {
  tell(news: News): void;
}

export interface NewsBatcher extends NewsSink {
  /** Writes what is left. */
  close(): Promise<void>;
}

export interface BatcherOptions {
  /** All at once; may be told again what it was told already. */
  write(news: readonly News[]): Promise<void>;
  log: Logger;
  interval_ms?: number;
}

const INTERVAL_MS = 200;
/** When the database is away. */
const RETRY_MS = 2_000;
const MOST_AT_ONCE = 1_000;
const MOST_WAITING = 10_000;
/** Of the items of one node, by one worker: what is more adds nothing for people, and would be kept for as long as the job. */
const MOST_OF_ITEMS = 1_000;
const MOST_NODES = 10_000;

/** Gathers news up and writes it together, five times a second at most. */
export function createNewsBatcher({ write, log, interval_ms = INTERVAL_MS }: BatcherOptions): NewsBatcher {
  let waiting: News[] = [];
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();
  let isWriting = false;
  const ofItems = new Map<string, number>();

  function tell(news: News): void {
    if (news.item_key !== null && !hasRoomFor(news)) return;
    waiting.push(news);
    schedule(interval_ms);
  }

  function hasRoomFor({ job_id, node_id, kind }: News): boolean {
    // Failures have their own room, however much else there is to tell.
    const node = `${kind === 'node' ? 'nodes' : 'attempts'} of ${job_id}/${node_id}`;
    const count = (ofItems.get(node) ?? 0) + 1;
    if (ofItems.size >= MOST_NODES) ofItems.clear();
    ofItems.set(node, count);
    return count <= MOST_OF_ITEMS;
  }

  function schedule(ms: number): void {
    // What comes meanwhile is written next: of two writes at a time, each would take what the other has written for its own.
    if (isWriting) return;
    timer ??= setTimeout(() => {
      timer = undefined;
      writing = flush();
    }, ms);
  }

  async function flush(): Promise<void> {
    const batch = waiting.slice(0, MOST_AT_ONCE);
    let next_ms = interval_ms;
    isWriting = true;
    try {
      await write(batch);
      waiting = waiting.slice(batch.length);
    } catch (err) {
      const excess = Math.max(0, waiting.length - MOST_WAITING);
      waiting = waiting.slice(excess);
      log.warn({ err, waiting: waiting.length, lost: excess }, 'News:NotWritten');
      next_ms = RETRY_MS;
    }
    isWriting = false;
    if (waiting.length > 0) schedule(next_ms);
  }

  return {
    tell,
    async close() {
      await writing;
      clearTimeout(timer);
      // Once more each, and no waiting: a worker that goes must go.
      for (let left = waiting.length; left > 0 && waiting.length > 0; left -= MOST_AT_ONCE) await flush();
      clearTimeout(timer);
    },
  };
}
