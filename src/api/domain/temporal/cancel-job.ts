import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { ProblemError } from '../../shared/problem.ts';
import { withDeadline } from './deadline.ts';

/**
 * Asks the job's workflow to end as cancelled. It does so as soon as its running activities have stopped.
 *
 * @returns false when Temporal has no running workflow of that id
 * @throws ProblemError `temporal_unavailable`
 */
export async function requestCancel(client: Client, jobId: string): Promise<boolean> {
  try {
    await withDeadline(client, () => client.workflow.getHandle(jobId).cancel());
    return true;
  } catch (cause) {
    if (cause instanceof WorkflowNotFoundError) return false;
    throw new ProblemError('temporal_unavailable', 'The workflow service cannot be reached. Try again soon.', {
      headers: { 'Retry-After': '5' },
      cause,
    });
  }
}
