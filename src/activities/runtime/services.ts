import type { Logger } from 'pino';
import type { NewsSink } from './news/batcher.ts';
import type { Scratch } from './scratch.ts';

/** What the runtime itself needs, besides what the handlers were made with. */
export interface ActivityServices {
  log: Logger;
  scratch: Scratch;
  /** Shows people what becomes of attempts, and how far they are. */
  news: NewsSink;
}
