import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

export interface ListenerOptions {
  /** Connection URL of the role that this process acts as. */
  url: string;
  application_name: string;
  channel: string;
  /** Told of connections that were lost; the listener makes a new one by itself. */
  onError: (error: unknown) => void;
}

export interface Listener {
  /**
   * Calls back whenever this payload was notified, and once the connection is there or there again, since nobody knows what
   * was missed. Returns the way to end it.
   */
  subscribe(payload: string, onNews: () => void): () => void;
  stop(): Promise<void>;
}

const RECONNECT_MS = 1_000;

/** One connection that listens on one channel, however many subscribe. It is made when the first one does. */
export function createListener(options: ListenerOptions): Listener {
  const subscribers = new Map<string, Set<() => void>>();
  const stopping = new AbortController();
  let running: Promise<void> | undefined;

  const tell = (payload: string) => {
    for (const onNews of subscribers.get(payload) ?? []) onNews();
  };
  const tellAll = () => {
    for (const payload of subscribers.keys()) tell(payload);
  };
  const run = async () => {
    while (!stopping.signal.aborted) {
      try {
        await listen(options, { tell, tellAll, signal: stopping.signal });
      } catch (error) {
        if (!stopping.signal.aborted) options.onError(error);
      }
      await sleep(RECONNECT_MS, undefined, { signal: stopping.signal }).catch(() => {});
    }
  };
  return {
    subscribe(payload, onNews) {
      const others = subscribers.get(payload) ?? new Set();
      subscribers.set(payload, others.add(onNews));
      running ??= run();
      return () => {
        others.delete(onNews);
        if (others.size === 0 && subscribers.get(payload) === others) subscribers.delete(payload);
      };
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

interface Hearing {
  tell(payload: string): void;
  tellAll(): void;
  signal: AbortSignal;
}

/** Until the connection is lost, or until told to stop. */
async function listen(options: ListenerOptions, { tell, tellAll, signal }: Hearing): Promise<void> {
  const client = new pg.Client({
    connectionString: options.url,
    application_name: options.application_name,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  });
  const { promise: lost, resolve, reject } = Promise.withResolvers<void>();
  // An error while connecting is told twice, by the call and here.
  lost.catch(() => {});
  client.on('error', reject);
  client.on('end', () => reject(new Error('the connection that listens has ended')));
  client.on('notification', ({ payload }) => tell(payload ?? ''));
  signal.addEventListener('abort', () => resolve(), { once: true });
  try {
    await client.connect();
    await client.query(`LISTEN ${client.escapeIdentifier(options.channel)}`);
    tellAll();
    await lost;
  } finally {
    await client.end().catch(() => {});
  }
}
