import { RUN_PLAN } from '../../../plan/job.ts';
import type { DomainServices } from '../services.ts';
import { withDeadline } from '../temporal/deadline.ts';

/** Temporal's list of workflows is behind what happens by less than this. */
const OVERLAP_MS = 15_000;
const MOST = 1_000;

/**
 * Job ids of workflows that have ended since it was last asked, the latest first, used specs and batches (which are no jobs) among
 * them: nearly all have told of their end, so that one list finds what many thousand looks at open workflows would. None where
 * Temporal does not answer, as what it does not list is found by the looks that every unfinished job is given in turns.
 */
export function endedOfLate({ temporal, task_queues, log }: EndedServices): () => Promise<string[]> {
  let since = Date.now() - OVERLAP_MS;
  return async () => {
    const now = Date.now();
    try {
      const ids = await withDeadline(temporal, () => closedSince(temporal, task_queues.light, since));
      since = now - OVERLAP_MS;
      return ids;
    } catch (err) {
      log.warn({ err }, 'Reconciler:EndedNotListed');
      return [];
    }
  };
}

type EndedServices = Pick<DomainServices, 'temporal' | 'task_queues' | 'log'>;

async function closedSince(client: DomainServices['temporal'], taskQueue: string, since: number): Promise<string[]> {
  const closed = `CloseTime > '${new Date(since).toISOString()}' AND ExecutionStatus != 'Running'`;
  const query = `WorkflowType = '${RUN_PLAN}' AND TaskQueue = '${taskQueue}' AND ${closed}`;
  const ids = new Set<string>();
  for await (const { workflowId } of client.workflow.list({ query, pageSize: MOST })) {
    ids.add(workflowId);
    if (ids.size === MOST) break;
  }
  return [...ids];
}
