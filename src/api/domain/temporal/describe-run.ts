import { type Client, type WorkflowExecutionDescription, WorkflowNotFoundError } from '@temporalio/client';
import { withDeadline } from './deadline.ts';

/** The last run of a job's workflow. */
export interface Run {
  /** Temporal's: `RUNNING`, `FAILED`… */
  status: string;
  is_open: boolean;
  /** The job's attempt that it is of. */
  attempt: number;
  description: WorkflowExecutionDescription;
}

/**
 * undefined when Temporal knows none.
 *
 * @throws whatever the client does when Temporal cannot be reached: no conclusion may be drawn from that
 */
export async function describeRun(client: Client, jobId: string): Promise<Run | undefined> {
  try {
    const description = await withDeadline(client, () => client.workflow.getHandle(jobId).describe());
    const { name } = description.status;
    return {
      status: name,
      is_open: name === 'RUNNING' || name === 'PAUSED',
      attempt: attemptOf(description),
      description,
    };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}

/** Runs that were started before there were retries say nothing of it. */
function attemptOf({ memo }: WorkflowExecutionDescription): number {
  return typeof memo?.attempt === 'number' ? memo.attempt : 1;
}
