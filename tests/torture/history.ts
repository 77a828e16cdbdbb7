import { appendFileSync } from 'node:fs';

/** What a client may do. */
export const ACTIONS = [
  ...(['submit', 'approve', 'reject', 'reprocess', 'retry', 'cancel', 'delete', 'restore', 'clear'] as const),
  ...(['read_asset', 'read_versions'] as const),
] as const;
export type Action = (typeof ACTIONS)[number];

/** What an answer of 2xx told, as far as it is compared. */
export interface Told {
  asset_id?: string;
  ordinal?: number;
  revision?: number;
  approval_state?: string;
  /** Of a retry. */
  attempt?: number;
  /** Of an asset. */
  latest_ordinal?: number | null;
  is_deleted?: boolean;
  clearance?: string;
  /** Of a list of versions. */
  versions?: { ordinal: number; approval_state: string; revision: number }[];
}

interface Common {
  /** Milliseconds since the first entry. */
  time: number;
  /** Client. */
  process: number;
  /** An operation may be tried several times, under the same Idempotency-Key. */
  op: number;
  attempt: number;
  f: Action;
}

export interface Invoke extends Common {
  type: 'invoke';
  /** X-Request-Id: an event of the trail names it. */
  http_id: string;
  asset_id: string | null;
  ordinal: number | null;
  revision: number | null;
  /** Of a submission: its own. */
  request_id: string | null;
}

/** `fail`: it was refused, and did nothing. `info`: nobody knows whether it was done. */
export interface Outcome extends Common {
  type: 'ok' | 'fail' | 'info';
  status: number | null;
  code: string | null;
  told: Told | null;
}

/** What was done to the stack meanwhile. */
export interface Disturbance {
  time: number;
  process: 'killer';
  type: 'info';
  f: 'kill' | 'back';
  part: string;
}

export type Entry = Invoke | Outcome | Disturbance;

/** Keeps what happens in order, in memory and, a line of JSON each, in a file. */
export class History {
  readonly entries: Entry[] = [];
  readonly #file: string;
  #began: number | undefined;

  constructor(file: string) {
    this.#file = file;
  }

  now(): number {
    this.#began ??= performance.now();
    return Math.round((performance.now() - this.#began) * 10) / 10;
  }

  add<E extends Entry>(entry: Omit<E, 'time'>): void {
    const timed = { time: this.now(), ...entry } as unknown as Entry;
    this.entries.push(timed);
    appendFileSync(this.#file, `${JSON.stringify(timed)}\n`);
  }
}
