import {
  type Client,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { type ApprovalDecision, DECIDE } from '../../../plan/job.ts';
import { ProblemError } from '../../shared/problem.ts';
import { temporalUnavailable } from './control-job.ts';
import { withDeadline } from './deadline.ts';

/**
 * Tells the workflow how somebody decided. Returns when it has taken the decision in.
 *
 * @throws ProblemError `node_not_waiting`, `worker_unavailable`, `temporal_unavailable`
 */
export async function decideNode(client: Client, jobId: string, decision: ApprovalDecision): Promise<void> {
  try {
    await withDeadline(client, () => client.workflow.getHandle(jobId).executeUpdate(DECIDE, { args: [decision] }));
  } catch (cause) {
    throw problemOf(cause, decision.node_id);
  }
}

function problemOf(cause: unknown, nodeId: string): ProblemError {
  if (cause instanceof WorkflowNotFoundError) {
    return new ProblemError('node_not_waiting', 'The job has no running workflow: nothing of it waits.', { cause });
  }
  if (cause instanceof WorkflowUpdateFailedError) {
    const reason = cause.cause instanceof Error ? ` ${cause.cause.message}` : '';
    return new ProblemError('node_not_waiting', `The node ${nodeId} waits for no decision.${reason}`, { cause });
  }
  if (cause instanceof WorkflowUpdateRPCTimeoutOrCancelledError) {
    return new ProblemError('worker_unavailable', 'No worker has taken the decision in. Look whether it came to be.', {
      headers: { 'Retry-After': '5' },
      cause,
    });
  }
  return temporalUnavailable(cause);
}
