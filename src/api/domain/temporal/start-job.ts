import {
  type Client,
  isGrpcServiceError,
  ServiceError,
  WorkflowExecutionAlreadyStartedError,
} from '@temporalio/client';
import { InternalWorkflowStartOptionsSymbol } from '@temporalio/client/lib/internal.js';
import { WorkflowIdConflictPolicy, WorkflowIdReusePolicy } from '@temporalio/common';
import type { UnfinishedJob } from '../../../assets/claim-jobs-to-reconcile.ts';
import type { StartTerms } from '../../../assets/read-start-terms.ts';
import { FaultError } from '../../../plan/fault.ts';
import { type JobSnapshot, type JobTerms, RUN_PLAN, type RunPlanInput } from '../../../plan/job.ts';
import { searchAttributesOf, summaryOf } from '../../../workflows/tags.ts';
import { ProblemError } from '../../shared/problem.ts';
import { withDeadline } from './deadline.ts';
import { priorityOf } from './priority-of.ts';
import { resumptionOf } from './resumption.ts';

export type StartableJob = StartTerms &
  Pick<UnfinishedJob, 'job_id' | 'attempt' | 'asset' | 'priority' | 'submitted_by' | 'software_version'>;

/** `refused`: it will never be taken. `unavailable`: it may, later. */
export type StartOutcome =
  | { kind: 'started' }
  | { kind: 'already_started' }
  | { kind: 'refused'; code: string; reason: string }
  | { kind: 'unavailable'; error: unknown };

/**
 * Starts the workflow of a job's attempt under the job's id. However often and from wherever it is called, there is one run an
 * attempt. An attempt beyond the first goes on from what the run before it has come to.
 */
export async function startJob(client: Client, terms: JobTerms, job: StartableJob): Promise<StartOutcome> {
  try {
    if (job.attempt === 1) return await start(client, terms, job, null);
    const resumption = await resumptionOf(client, job);
    return resumption.kind === 'resume' ? await start(client, terms, job, resumption.snapshot) : resumption;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return { kind: 'already_started' };
    return refusalOf(error) ?? { kind: 'unavailable', error };
  }
}

async function start(
  client: Client,
  { task_queues, used_runs }: JobTerms,
  job: StartableJob,
  resume: JobSnapshot | null,
): Promise<StartOutcome> {
  const { job_id, attempt, asset, plan, inputs, software_version } = job;
  const input: RunPlanInput = {
    ...{ job_id, attempt, asset, plan, inputs, task_queues, used_runs, software_version },
    ...(resume === null ? {} : { resume }),
  };
  const options = {
    workflowId: job_id,
    taskQueue: task_queues.light,
    args: [input] as [RunPlanInput],
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
    workflowIdReusePolicy:
      attempt === 1 ? WorkflowIdReusePolicy.REJECT_DUPLICATE : WorkflowIdReusePolicy.ALLOW_DUPLICATE,
    memo: { attempt },
    priority: priorityOf(job),
    typedSearchAttributes: searchAttributesOf(job),
    staticSummary: summaryOf(job),
    // A second start of the same attempt is the first one to the server, even when that has ended meanwhile.
    [InternalWorkflowStartOptionsSymbol]: { requestId: `${job_id}/${attempt}` },
  };
  await withDeadline(client, () => client.workflow.start(RUN_PLAN, options));
  return { kind: 'started' };
}

/** gRPC's INVALID_ARGUMENT: the same request will fail for ever. */
const INVALID_ARGUMENT = 3;

function refusalOf(error: unknown): StartOutcome | undefined {
  // The storage, where large inputs go, may come back.
  if (error instanceof FaultError && error.retryable) return undefined;
  if (error instanceof FaultError) return { kind: 'refused', code: error.fault.code, reason: error.message };
  if (error instanceof ProblemError && error.code === 'resume_unavailable') {
    return { kind: 'refused', code: error.code, reason: error.message };
  }
  const cause = error instanceof ServiceError ? error.cause : error;
  if (!isGrpcServiceError(cause) || cause.code !== INVALID_ARGUMENT) return undefined;
  return { kind: 'refused', code: 'workflow_start_refused', reason: cause.details };
}
