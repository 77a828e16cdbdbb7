import { rm } from 'node:fs/promises';
import type { Context } from '@temporalio/activity';
import type { Logger } from 'pino';
import type { z } from 'zod';
import { isJsonObject, type JsonValue } from '../../plan/json.ts';
import type { ActivityContext } from '../activity.ts';
import { createProgressReporter } from './progress.ts';
import type { Scratch } from './scratch.ts';

export interface NodeProgress {
  job_id: string;
  node_id: string;
  /** 0 to 100. */
  percent: number;
  attempt: number;
}

export interface ActivityServices {
  log: Logger;
  scratch: Scratch;
  /** Shows how far a node is to people. Losing one is no loss: Temporal's heartbeat is what counts. */
  reportProgress(progress: NodeProgress): Promise<unknown>;
}

interface EndableContext extends ActivityContext {
  end(): Promise<void>;
}

export function createContext(temporal: Context, services: ActivityServices): EndableContext {
  const { info } = temporal;
  const job_id = info.workflowExecution?.workflowId ?? info.activityId;
  const node_id = info.activityId;
  const log = services.log.child({ job_id, node_id, handler: info.activityType, attempt: info.attempt });
  const report = createProgressReporter((percent) =>
    services
      .reportProgress({ job_id, node_id, percent, attempt: info.attempt })
      .catch((err: unknown) => log.debug({ err }, 'Progress:Lost')),
  );
  let scratch: Promise<string> | undefined;
  // What the attempt before this one saved stays valid until this one saves something of its own.
  let checkpoint: JsonValue | undefined = checkpointIn(info.heartbeatDetails);

  return {
    job_id,
    node_id,
    attempt: info.attempt,
    signal: temporal.cancellationSignal,
    log,
    heartbeat(percent, next) {
      if (next !== undefined) checkpoint = next;
      temporal.heartbeat({ percent, ...(checkpoint === undefined ? {} : { checkpoint }) });
      report(percent);
    },
    checkpoint<S extends z.ZodType>(schema: S) {
      const parsed = schema.safeParse(checkpointIn(info.heartbeatDetails));
      return parsed.success ? parsed.data : undefined;
    },
    scratch() {
      scratch ??= services.scratch.make();
      return scratch;
    },
    async end() {
      if (scratch) await rm(await scratch, { recursive: true, force: true });
    },
  };
}

function checkpointIn(details: unknown): JsonValue | undefined {
  return isJsonObject(details) ? details.checkpoint : undefined;
}
