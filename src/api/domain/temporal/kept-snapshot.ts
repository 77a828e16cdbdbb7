import type { Client } from '@temporalio/client';
import { type JobSnapshot, KEEP_SNAPSHOT, RECORD_OUTCOME, type RunPlanInput } from '../../../plan/job.ts';
import { decoded, eventsBackwards, type RunId } from './history.ts';

/** What a run that did not complete is kept with: a job's last report, and what a used spec has in its place. */
const KEEPERS: readonly unknown[] = [RECORD_OUTCOME, KEEP_SNAPSHOT];

/**
 * What a run has come to, from its history alone: a run that fails or is cancelled puts it beside its last report, close to the
 * end. That wants no worker, so it can be had when the code that the run began with is long gone. A run that no worker has begun
 * is where it started.
 *
 * @returns undefined when the run was ended from outside before it could tell
 * @throws whatever the client does when Temporal cannot be reached, and the errors of stored payloads
 */
export async function keptSnapshot(client: Client, run: RunId): Promise<JobSnapshot | undefined> {
  let hasBegun = false;
  for await (const event of eventsBackwards(client, run)) {
    const { activityTaskScheduledEventAttributes: activity, workflowExecutionStartedEventAttributes: start } = event;
    const payloads = KEEPERS.includes(activity?.activityType?.name) ? (activity?.input?.payloads ?? []) : [];
    if (payloads.length > 1) return decoded<JobSnapshot>(client, 1, payloads);
    hasBegun ||= !!event.workflowTaskCompletedEventAttributes;
    if (start && !hasBegun) return resumedIn(await decoded<RunPlanInput>(client, 0, start.input?.payloads ?? []));
  }
  return undefined;
}

function resumedIn({ resume }: RunPlanInput): JobSnapshot {
  return resume ?? { attempt: 0, started_at: new Date().toISOString(), nodes: {} };
}
