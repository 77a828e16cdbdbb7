import type { Logger } from 'pino';
import type { Scratch } from './scratch.ts';

export interface NodeProgress {
  job_id: string;
  node_id: string;
  /** 0 to 100. */
  percent: number;
  attempt: number;
}

/** What the runtime itself needs, besides what the handlers were made with. */
export interface ActivityServices {
  log: Logger;
  scratch: Scratch;
  /** Shows how far a node is to people. Losing one is no loss: Temporal's heartbeat is what counts. */
  reportProgress(progress: NodeProgress): Promise<unknown>;
}
