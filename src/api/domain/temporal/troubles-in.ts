import { type Client, type WorkflowExecutionDescription, WorkflowNotFoundError } from '@temporalio/client';
import { runOf } from '../../../activities/runtime/job-id.ts';
import type { News } from '../../../assets/record-news.ts';
import { withDeadline } from './deadline.ts';
import { lossesIn } from './losses-in.ts';
import { retriesIn } from './retries-in.ts';

/** Runs within a job that one look takes in. Of more it takes some, others each time: within a minute hundreds. */
const MOST_CHILDREN = 5;

/**
 * What went wrong with attempts in a job's run and in the runs of its used specs and batches, as Temporal knows it: what a worker
 * that died cannot tell.
 *
 * @throws whatever the client does when Temporal cannot be reached
 */
export async function troublesIn(client: Client, job: WorkflowExecutionDescription): Promise<News[]> {
  const runs = [job];
  const news: News[] = [];
  // It grows on the way.
  for (const run of runs) {
    const runId = runOf(run.workflowId, run.type);
    news.push(...retriesIn(run, runId), ...(await lossesIn(client, run, runId)));
    const children = run.raw.pendingChildren ?? [];
    for (const { workflowId } of someOf(children, MOST_CHILDREN + 1 - runs.length)) {
      const child = workflowId ? await describe(client, workflowId) : undefined;
      if (child?.status.name === 'RUNNING') runs.push(child);
    }
  }
  return news;
}

async function describe(client: Client, workflowId: string): Promise<WorkflowExecutionDescription | undefined> {
  try {
    return await withDeadline(client, () => client.workflow.getHandle(workflowId).describe());
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}

function someOf<T>(all: readonly T[], most: number): readonly T[] {
  if (all.length <= most) return all;
  const first = Math.floor(Math.random() * all.length);
  return [...all.slice(first), ...all.slice(0, first)].slice(0, Math.max(0, most));
}
