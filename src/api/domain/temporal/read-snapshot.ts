import {
  type Client,
  QueryNotRegisteredError,
  type WorkflowExecutionDescription,
  WorkflowNotFoundError,
} from '@temporalio/client';
import { FaultError } from '../../../plan/fault.ts';
import { type JobSnapshot, SNAPSHOT } from '../../../plan/job.ts';
import { ProblemError } from '../../shared/problem.ts';
import { temporalUnavailable } from './control-job.ts';
import { withDeadline } from './deadline.ts';
import { isUnreachable } from './is-unreachable.ts';
import { keptSnapshot } from './kept-snapshot.ts';

/** A worker has to go through the history of the last run to answer. */
const QUERY_DEADLINE_MS = 15_000;

/**
 * What the last run of a job has come to. A run that ended by itself has left it in its history; one that was ended from outside
 * is asked, closed as it is, which wants a worker that has the code it began with.
 *
 * @throws ProblemError `resume_unavailable` when it is not kept any more; `worker_unavailable` when no worker answers;
 * `temporal_unavailable`, `storage_unavailable`
 */
export async function readSnapshot(client: Client, jobId: string): Promise<JobSnapshot> {
  const run = await described(client, jobId);
  const { workflowId, runId } = run;
  const kept = await keptSnapshot(client, { workflowId, runId }).catch((cause) =>
    Promise.reject(problemOf(cause, jobId)),
  );
  return kept ?? (await ask(client, run));
}

async function described(client: Client, jobId: string): Promise<WorkflowExecutionDescription> {
  try {
    return await withDeadline(client, () => client.workflow.getHandle(jobId).describe());
  } catch (cause) {
    throw problemOf(cause, jobId);
  }
}

async function ask(client: Client, run: WorkflowExecutionDescription): Promise<JobSnapshot> {
  const { workflowId, runId } = run;
  const handle = client.workflow.getHandle(workflowId, runId);
  try {
    const deadline = Date.now() + QUERY_DEADLINE_MS;
    return await client.connection.withDeadline(deadline, () => handle.query<JobSnapshot>(SNAPSHOT));
  } catch (cause) {
    if (cause instanceof WorkflowNotFoundError || cause instanceof QueryNotRegisteredError) {
      throw notKept(workflowId, cause);
    }
    // That Temporal is there was seen just now: whatever it is, there is no worker that can tell.
    throw new ProblemError('worker_unavailable', noWorker(run), { headers: { 'Retry-After': '10' }, cause });
  }
}

function problemOf(cause: unknown, jobId: string): unknown {
  if (cause instanceof WorkflowNotFoundError) return notKept(jobId, cause);
  if (cause instanceof FaultError) {
    if (cause.fault.code === 'payload_missing') return notKept(jobId, cause);
    if (cause.fault.code === 'storage_unavailable')
      return new ProblemError('storage_unavailable', cause.message, { cause });
  }
  return isUnreachable(cause) ? temporalUnavailable(cause) : cause;
}

function notKept(jobId: string, cause: unknown): ProblemError {
  const message = `What the job ${jobId} has done is not kept any more, so that it cannot go on. Submit it anew.`;
  return new ProblemError('resume_unavailable', message, { cause });
}

function noWorker({ workflowId, raw }: WorkflowExecutionDescription): string {
  const version = raw.workflowExecutionInfo?.versioningInfo?.deploymentVersion;
  const what = `No worker can tell at the moment what the job ${workflowId} has done`;
  if (!version?.buildId) return `${what}. Try again soon.`;
  return `${what}: it was ended from outside on the version ${version.buildId} of ${version.deploymentName}. Start a worker of that version, or submit the job anew.`;
}
