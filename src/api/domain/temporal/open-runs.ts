import type { Client } from '@temporalio/client';
import type { OpenRun } from '../../../assets/reads/find-left-runs.ts';
import { RUN_PLAN } from '../../../plan/job.ts';

/**
 * The open workflows of jobs on this task queue, some after the other, newest first; those of used specs and batches among them,
 * which are no jobs.
 *
 * @throws whatever the client does when Temporal cannot be reached
 */
export async function* openRuns(client: Client, taskQueue: string): AsyncGenerator<OpenRun> {
  const query = `WorkflowType = '${RUN_PLAN}' AND ExecutionStatus = 'Running' AND TaskQueue = '${taskQueue}'`;
  for await (const { workflowId, runId, memo } of client.workflow.list({ query })) {
    const attempt = typeof memo?.attempt === 'number' ? memo.attempt : 1;
    yield { job_id: workflowId, run_id: runId, attempt };
  }
}
