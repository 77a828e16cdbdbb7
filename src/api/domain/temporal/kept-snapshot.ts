import type { Client } from '@temporalio/client';
import { decodeFromPayloadsAtIndex } from '@temporalio/common/lib/internal-non-workflow/index.js';
import { type JobSnapshot, RECORD_OUTCOME, type RunPlanInput } from '../../../plan/job.ts';
import { withDeadline } from './deadline.ts';

export interface ClosedRun {
  workflowId: string;
  runId: string;
}

/** The last report stands close to the end: after it comes only what others did while it was on its way. */
const PAGE_EVENTS = 100;
const MOST_PAGES = 20;

/**
 * What a run has come to, from its history alone: a run that fails or is cancelled puts it beside its last report. That wants no
 * worker, so it can be had when the code that the run began with is long gone. A run that no worker has begun is where it started.
 *
 * @returns undefined when the run was ended from outside before it could tell
 * @throws whatever the client does when Temporal cannot be reached, and the errors of stored payloads
 */
export async function keptSnapshot(client: Client, run: ClosedRun): Promise<JobSnapshot | undefined> {
  let hasBegun = false;
  for await (const event of eventsBackwards(client, run)) {
    const { activityTaskScheduledEventAttributes: activity, workflowExecutionStartedEventAttributes: start } = event;
    const report = activity?.activityType?.name === RECORD_OUTCOME ? (activity.input?.payloads ?? []) : [];
    if (report.length > 1) return decode<JobSnapshot>(client, 1, report);
    hasBegun ||= !!event.workflowTaskCompletedEventAttributes;
    if (start && !hasBegun) return resumedIn(await decode<RunPlanInput>(client, 0, start.input?.payloads ?? []));
  }
  return undefined;
}

/** Newest first, as far back as is sensible. */
async function* eventsBackwards(client: Client, execution: ClosedRun) {
  const { namespace } = client.options;
  let token: Uint8Array | null | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const request = { namespace, execution, maximumPageSize: PAGE_EVENTS, ...(token ? { nextPageToken: token } : {}) };
    const { history, nextPageToken } = await withDeadline(client, () =>
      client.workflowService.getWorkflowExecutionHistoryReverse(request),
    );
    yield* history?.events ?? [];
    if (!nextPageToken?.length) return;
    token = nextPageToken;
  }
}

function decode<T>(
  client: Client,
  index: number,
  payloads: Parameters<typeof decodeFromPayloadsAtIndex>[2],
): Promise<T> {
  return decodeFromPayloadsAtIndex<T>(client.options.loadedDataConverter, index, payloads);
}

function resumedIn({ resume }: RunPlanInput): JobSnapshot {
  return resume ?? { attempt: 0, started_at: new Date().toISOString(), nodes: {} };
}
