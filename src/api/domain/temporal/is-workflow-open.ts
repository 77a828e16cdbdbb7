import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { withDeadline } from './deadline.ts';

/** @throws whatever the client does when Temporal cannot be reached: no conclusion may be drawn from that */
export async function isWorkflowOpen(client: Client, workflowId: string): Promise<boolean> {
  try {
    const { status } = await withDeadline(client, () => client.workflow.getHandle(workflowId).describe());
    return status.name === 'RUNNING';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}
