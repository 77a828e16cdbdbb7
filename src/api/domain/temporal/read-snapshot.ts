import {
  type Client,
  isGrpcServiceError,
  QueryNotRegisteredError,
  ServiceError,
  WorkflowNotFoundError,
} from '@temporalio/client';
import { type JobSnapshot, SNAPSHOT } from '../../../plan/job.ts';
import { ProblemError } from '../../shared/problem.ts';
import { temporalUnavailable } from './control-job.ts';
import { isUnreachable } from './is-unreachable.ts';

/** A worker has to go through the history of the last run to answer. */
const QUERY_DEADLINE_MS = 15_000;

/** gRPC: FAILED_PRECONDITION; the run was over before a worker had begun it. */
const NEVER_BEGUN = 9;
const DEADLINE_EXCEEDED = 4;

/**
 * What the last run of a job has come to: its workflow is asked, closed as it is.
 *
 * @throws ProblemError `resume_unavailable` when Temporal has it no more; `worker_unavailable` when no worker answers;
 * `temporal_unavailable`
 */
export async function readSnapshot(client: Client, jobId: string): Promise<JobSnapshot> {
  const handle = client.workflow.getHandle(jobId);
  try {
    return await client.connection.withDeadline(Date.now() + QUERY_DEADLINE_MS, () =>
      handle.query<JobSnapshot>(SNAPSHOT),
    );
  } catch (cause) {
    if (codeOf(cause) === NEVER_BEGUN) return { attempt: 0, started_at: new Date().toISOString(), nodes: {} };
    throw problemOf(cause, jobId);
  }
}

function problemOf(cause: unknown, jobId: string): ProblemError {
  if (cause instanceof WorkflowNotFoundError || cause instanceof QueryNotRegisteredError) {
    const message = `What the job ${jobId} has done is not kept any more, so that it cannot go on. Submit it anew.`;
    return new ProblemError('resume_unavailable', message, { cause });
  }
  // Deadlines are also how it shows that Temporal is there and no worker is.
  if (codeOf(cause) !== DEADLINE_EXCEEDED && isUnreachable(cause)) return temporalUnavailable(cause);
  const message = 'No worker can tell at the moment what the job has done. Try again soon.';
  return new ProblemError('worker_unavailable', message, { headers: { 'Retry-After': '10' }, cause });
}

function codeOf(error: unknown): number | undefined {
  const cause = error instanceof ServiceError ? error.cause : error;
  return isGrpcServiceError(cause) ? cause.code : undefined;
}
