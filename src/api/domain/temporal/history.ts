import type { Client } from '@temporalio/client';
import { decodeFromPayloadsAtIndex } from '@temporalio/common/lib/internal-non-workflow/index.js';
import type { RunPlanInput } from '../../../plan/job.ts';
import { withDeadline } from './deadline.ts';

export interface RunId {
  workflowId: string;
  runId: string;
}

const PAGE_EVENTS = 100;
const MOST_PAGES = 20;

type Payloads = Parameters<typeof decodeFromPayloadsAtIndex>[2];

/** A run's history, newest first, as far back as is sensible. */
export async function* eventsBackwards(client: Client, { workflowId, runId }: RunId, maximumPageSize = PAGE_EVENTS) {
  const { namespace } = client.options;
  const execution = { workflowId, runId };
  let token: Uint8Array | null | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const request = { namespace, execution, maximumPageSize, ...(token ? { nextPageToken: token } : {}) };
    const { history, nextPageToken } = await withDeadline(client, () =>
      client.workflowService.getWorkflowExecutionHistoryReverse(request),
    );
    yield* history?.events ?? [];
    if (!nextPageToken?.length) return;
    token = nextPageToken;
  }
}

/** What a run was started with. @throws whatever the client does, also when the run is not kept any more */
export async function inputOf(client: Client, execution: RunId): Promise<RunPlanInput> {
  const request = { namespace: client.options.namespace, execution, maximumPageSize: 1 };
  const { history } = await withDeadline(client, () => client.workflowService.getWorkflowExecutionHistory(request));
  const start = history?.events?.[0]?.workflowExecutionStartedEventAttributes;
  return decoded<RunPlanInput>(client, 0, start?.input?.payloads ?? []);
}

/** The last of the runs that a run has continued as. */
export async function lastRunOf(client: Client, run: RunId): Promise<RunId> {
  for await (const event of eventsBackwards(client, run, 1)) {
    const next = event.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId;
    return next ? lastRunOf(client, { ...run, runId: next }) : run;
  }
  return run;
}

export function decoded<T>(client: Client, index: number, payloads: Payloads): Promise<T> {
  return decodeFromPayloadsAtIndex<T>(client.options.loadedDataConverter, index, payloads);
}
