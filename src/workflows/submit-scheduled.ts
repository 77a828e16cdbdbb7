import { defineSearchAttributeKey, SearchAttributeType, WorkflowIdReusePolicy } from '@temporalio/common';
import {
  ChildWorkflowCancellationType,
  isCancellation,
  ParentClosePolicy,
  proxyActivities,
  startChild,
  workflowInfo,
} from '@temporalio/workflow';
import { RUN_PLAN } from '../plan/job.ts';
import {
  RECORD_SCHEDULED,
  type ScheduledJob,
  type ScheduledSubmission,
  type SubmitScheduledInput,
} from '../plan/scheduled.ts';
import type { runPlan } from './run-plan.ts';
import { searchAttributesOf, summaryOf } from './tags.ts';

interface Recorders {
  [RECORD_SCHEDULED](submission: ScheduledSubmission): Promise<ScheduledJob>;
}

/** Until it is done, however long the database is away. */
const recorders = proxyActivities<Recorders>({
  startToCloseTimeout: '30s',
  activityId: RECORD_SCHEDULED,
  retry: { initialInterval: '500ms', maximumInterval: '15s' },
});

/** Set by Temporal on what a schedule starts. */
const SCHEDULED_AT = defineSearchAttributeKey('TemporalScheduledStartTime', SearchAttributeType.DATETIME);

/**
 * What a schedule starts: has the job taken in, a job like any other, and lasts as long as it does. So the schedule's own
 * overlap policy is about jobs: the next one is skipped, buffered, or the one under way is cancelled or terminated.
 *
 * @returns the job's id; null when the schedule is gone. How the job ends is the job's affair.
 */
export async function submitScheduled({ workflow_id }: SubmitScheduledInput): Promise<string | null> {
  const { typedSearchAttributes, startTime } = workflowInfo();
  const scheduled_at = (typedSearchAttributes.get(SCHEDULED_AT) ?? startTime).toISOString();
  const { run } = await recorders[RECORD_SCHEDULED]({ workflow_id, scheduled_at });
  if (run === null) return null;
  try {
    const job = await startChild<typeof runPlan>(RUN_PLAN, {
      args: [run],
      workflowId: run.job_id,
      workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
      memo: { attempt: run.attempt },
      typedSearchAttributes: searchAttributesOf(run),
      staticSummary: summaryOf(run),
      cancellationType: ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED,
      parentClosePolicy: ParentClosePolicy.TERMINATE,
    });
    await job.result();
  } catch (error) {
    // Else the job failed, as its row says, or the reconciler was quicker to start it.
    if (isCancellation(error)) throw error;
  }
  return run.job_id;
}
