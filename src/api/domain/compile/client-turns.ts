import { setTimeout as sleep } from 'node:timers/promises';
import pLimit, { type LimitFunction } from 'p-limit';

/** What becomes of work that one client sent: it was done, or the client has too much before it. */
export type Turn<T> = { kind: 'done'; value: T } | { kind: 'too_many_waiting' };

/** Costly work of clients, one after the other for each of them: whoever sends much of it waits for nobody but itself, and so do the others. */
export interface ClientTurns {
  /** Does it when what the client sent before is done; what it throws is thrown. */
  take<T>(client: string, work: () => Promise<T>): Promise<Turn<T>>;
}

export interface ClientTurnsOptions {
  /** Of a client, beside what is being done. */
  max_waiting: number;
  /** What has waited for longer is not done: by then an HTTP client has given up. */
  patience_ms: number;
}

export function createClientTurns({ max_waiting, patience_ms }: ClientTurnsOptions): ClientTurns {
  const queues = new Map<string, LimitFunction>();
  return {
    async take<T>(client: string, work: () => Promise<T>): Promise<Turn<T>> {
      const queue = queues.get(client) ?? pLimit(1);
      if (queue.pendingCount >= max_waiting) return { kind: 'too_many_waiting' };
      queues.set(client, queue);
      let state: 'waiting' | 'begun' | 'given_up' = 'waiting';
      const turn = queue(async (): Promise<Turn<T>> => {
        if (state === 'given_up') return { kind: 'too_many_waiting' };
        state = 'begun';
        return { kind: 'done', value: await work() };
      }).finally(() => {
        if (queue.activeCount + queue.pendingCount === 0) queues.delete(client);
      });
      const patience = sleep(patience_ms, undefined, { ref: false }).then((): Turn<T> | Promise<Turn<T>> => {
        if (state === 'begun') return turn;
        state = 'given_up';
        return { kind: 'too_many_waiting' };
      });
      return Promise.race([turn, patience]);
    },
  };
}
