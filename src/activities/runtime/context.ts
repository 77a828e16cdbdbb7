import { rm } from 'node:fs/promises';
import type { Logger } from 'pino';
import type { z } from 'zod';
import type { JsonValue } from '../../plan/json.ts';
import type { ActivityContext } from '../activity.ts';
import type { Scratch } from './scratch.ts';

/** One attempt of one piece of work, whether Temporal runs it as an activity or a chunk runs it as one of its items. */
export interface Attempt {
  readonly job_id: string;
  readonly node_id: string;
  readonly item_key: string | null;
  readonly attempt: number;
  readonly signal: AbortSignal;
  readonly log: Logger;
  /** What the attempt before this one saved last. */
  readonly saved: JsonValue | undefined;
  /** Takes every sign of life, with what has been saved by then. */
  beat(percent: number, checkpoint: JsonValue | undefined): void;
}

export interface EndableContext extends ActivityContext {
  /** Removes the attempt's scratch folder. */
  end(): Promise<void>;
}

export function createContext(attempt: Attempt, scratch: Scratch): EndableContext {
  let folder: Promise<string> | undefined;
  // What the attempt before this one saved stays valid until this one saves something of its own.
  let checkpoint = attempt.saved;
  return {
    job_id: attempt.job_id,
    node_id: attempt.node_id,
    item_key: attempt.item_key,
    attempt: attempt.attempt,
    get signal() {
      return attempt.signal;
    },
    get log() {
      return attempt.log;
    },
    heartbeat(percent, next) {
      if (next !== undefined) checkpoint = next;
      attempt.beat(percent, checkpoint);
    },
    checkpoint<S extends z.ZodType>(schema: S) {
      const parsed = schema.safeParse(attempt.saved);
      return parsed.success ? parsed.data : undefined;
    },
    scratch() {
      folder ??= scratch.make();
      return folder;
    },
    async end() {
      if (folder) await rm(await folder, { recursive: true, force: true });
    },
  };
}
