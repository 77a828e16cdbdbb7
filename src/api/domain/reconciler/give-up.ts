import { WorkflowNotFoundError } from '@temporalio/client';
import type { UnfinishedJob } from '../../../assets/claim-jobs-to-reconcile.ts';
import type { Actor } from '../../../assets/events.ts';
import { readStartTerms, type StartTerms } from '../../../assets/read-start-terms.ts';
import { giveUpJob } from '../../../assets/troubles/give-up-job.ts';
import type { Trouble } from '../../../assets/troubles/record-trouble.ts';
import type { JobReport } from '../../../plan/job.ts';
import type { JsonObject } from '../../../plan/json.ts';
import type { DomainServices } from '../services.ts';
import { withDeadline } from '../temporal/deadline.ts';

/**
 * Closes a job that could not be reconciled for so long that it never will be, and writes down all that is known of it.
 *
 * @returns false when it has ended by itself meanwhile
 */
export async function giveUp(
  services: DomainServices,
  job: UnfinishedJob,
  trouble: Trouble,
  error: JsonObject,
  actor: Actor,
): Promise<boolean> {
  const record: JsonObject = {
    failures: trouble.failures,
    first_at: trouble.first_at.toISOString(),
    last_at: trouble.last_at.toISOString(),
    error,
    job: knownOf(job, await readStartTerms(services.pool, job)),
    workflow: await workflowOf(services, job.job_id),
  };
  const report: JobReport = {
    ...{ job_id: job.job_id, attempt: job.attempt, sequence: job.report_sequence + 1, is_paused: false, percent: 0 },
    ...{ nodes: [], state: 'failed', result: null },
    fault: {
      code: 'job_given_up',
      message: `The job could not be started or looked after, ${trouble.failures} times in a row: ${error.message}. The event Job:GivenUp has all that is known.`,
    },
  };
  const isGivenUp = await giveUpJob(services.pool, report, record, actor);
  if (isGivenUp) services.log.error({ job_id: job.job_id, ...record }, 'Reconciler:JobGivenUp');
  return isGivenUp;
}

/** Of the inputs the names alone: what is in them is the client's. */
function knownOf(job: UnfinishedJob, terms: StartTerms | undefined): JsonObject {
  const { state, attempt, report_sequence, asset, priority, submitted_by, software_version, cancel_requested } = job;
  return {
    ...{ state, attempt, report_sequence, priority, submitted_by, software_version, cancel_requested },
    asset: asset === null ? null : { ...asset },
    workflow_id: terms?.plan.workflow_id ?? null,
    workflow_version: terms?.plan.version ?? null,
    plan_hash: terms?.plan.plan_hash ?? null,
    inputs: Object.keys(terms?.inputs ?? {}),
    is_retry: attempt > 1,
  };
}

/** What Temporal says of it, be it that there is none or that it does not say. */
async function workflowOf({ temporal }: DomainServices, jobId: string): Promise<JsonObject> {
  try {
    const { runId, status, historyLength, startTime, closeTime, taskQueue, memo } = await withDeadline(temporal, () =>
      temporal.workflow.getHandle(jobId).describe(),
    );
    const attempt = typeof memo?.attempt === 'number' ? memo.attempt : 1;
    const times = { started_at: startTime.toISOString(), closed_at: closeTime?.toISOString() ?? null };
    return { run_id: runId, status: status.name, attempt, events: historyLength, task_queue: taskQueue, ...times };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return { status: 'unknown' };
    return { status: 'unreadable', error: String(error) };
  }
}
