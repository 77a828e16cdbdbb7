import { once } from 'node:events';
import type { Logger } from 'pino';
import { type JobProgressView, readProgress } from '../../../assets/reads/read-progress.ts';
import { EVERYTHING } from '../../../assets/reads/visible.ts';
import { hasEnded } from '../../../assets/states.ts';
import type { Listener } from '../../../db/listener.ts';
import type { Queryable } from '../../../db/pool.ts';
import { ProblemError } from '../../shared/problem.ts';
import type { Follow } from '../../shared/route.ts';
import { Topic } from './topic.ts';

export interface ProgressFeed {
  /**
   * A job's progress as server-sent events: how it stands now, then at each change, until its end. null for a client that
   * was told of the end already.
   *
   * @param client who takes a place: one client may have a share of them
   * @param show what of it the client may see
   * @throws ProblemError `too_many_streams`
   */
  follow(view: JobProgressView, follow: Follow, client: string, show: ShowProgress): AsyncIterable<string> | null;
  /** Streams that are open. */
  readonly size: number;
}

export type ShowProgress = (view: JobProgressView) => object;

export interface FeedOptions {
  db: Queryable;
  listener: Listener;
  log: Logger;
  max_streams?: number;
  /** Of one client. */
  max_share?: number;
  /** A word now and then keeps proxies from closing a connection where nothing moves. */
  heartbeat_ms?: number;
}

const MAX_STREAMS = 200;
const MAX_SHARE = 40;
const HEARTBEAT_MS = 15_000;
/** A client whose connection was lost comes back after so long. */
const COME_BACK_MS = 3_000;

interface Followed {
  topic: Topic;
  followers: number;
  unsubscribe(): void;
}

export function createProgressFeed(options: FeedOptions): ProgressFeed {
  const { db, listener, log, heartbeat_ms = HEARTBEAT_MS } = options;
  const { max_streams = MAX_STREAMS, max_share = MAX_SHARE } = options;
  const followed = new Map<string, Followed>();
  const shares = new Map<string, number>();
  let size = 0;

  function open(view: JobProgressView): Followed {
    const { job_id } = view;
    const read = () => readProgress(db, job_id, EVERYTHING);
    const topic = new Topic(view, read, (err) => log.warn({ err, job_id }, 'Progress:ReadFailed'));
    return { topic, followers: 0, unsubscribe: listener.subscribe(job_id, () => topic.touch()) };
  }

  async function* stream(view: JobProgressView, signal: AbortSignal, show: ShowProgress): AsyncGenerator<string> {
    const { job_id } = view;
    const entry = followed.get(job_id) ?? open(view);
    followed.set(job_id, entry);
    entry.followers += 1;
    try {
      // What changed between the first look and the subscription.
      entry.topic.touch();
      yield* eventsOf(entry.topic, signal, heartbeat_ms, show);
    } finally {
      entry.followers -= 1;
      if (entry.followers === 0) {
        entry.unsubscribe();
        followed.delete(job_id);
      }
    }
  }

  /** Taken before the first event, so that a crowd finds no more than there are; given back when the client has gone. */
  function takePlace(client: string, signal: AbortSignal): void {
    const share = shares.get(client) ?? 0;
    if (share >= max_share) throw tooMany(`You follow ${share} jobs already`);
    if (size >= max_streams) throw tooMany(`${size} clients follow jobs already`);
    const count = (by: 1 | -1) => {
      size += by;
      const left = (shares.get(client) ?? 0) + by;
      if (left === 0) shares.delete(client);
      else shares.set(client, left);
    };
    count(1);
    signal.addEventListener('abort', () => count(-1), { once: true });
  }

  return {
    get size() {
      return size;
    },
    follow(view, { last_event_id, signal }, client, show) {
      if (hasEnded(view.state) && last_event_id === endId(view)) return null;
      if (signal.aborted) return null;
      takePlace(client, signal);
      return stream(view, signal, show);
    },
  };
}

function tooMany(what: string): ProblemError {
  const headers = { 'Retry-After': '30' };
  return new ProblemError('too_many_streams', `${what}. Ask for JSON, or come back.`, { headers });
}

async function* eventsOf(
  topic: Topic,
  signal: AbortSignal,
  heartbeatMs: number,
  show: ShowProgress,
): AsyncGenerator<string> {
  yield `retry: ${COME_BACK_MS}\n\n`;
  let told = 0;
  while (!signal.aborted) {
    if (topic.version > told) {
      told = topic.version;
      const { view } = topic;
      yield eventOf('progress', `${view.attempt}-${told}`, show(view));
      if (!hasEnded(view.state)) continue;
      yield eventOf('end', endId(view), { job_id: view.job_id, state: view.state });
      return;
    }
    const isNews = await changed(topic, signal, heartbeatMs);
    if (!isNews && !signal.aborted) yield ': alive\n\n';
  }
}

/** False when nothing changed for so long, or the client has gone. */
async function changed(topic: Topic, signal: AbortSignal, ms: number): Promise<boolean> {
  try {
    await once(topic, 'change', { signal: AbortSignal.any([signal, AbortSignal.timeout(ms)]) });
    return true;
  } catch {
    return false;
  }
}

function endId({ attempt }: JobProgressView): string {
  return `${attempt}-end`;
}

/** JSON has no line breaks of its own, so it is one `data` line. */
function eventOf(name: string, id: string, data: object): string {
  return `event: ${name}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`;
}
