import type { Client } from '@temporalio/client';
import type { TaskQueues } from '../../../plan/job.ts';
import { COSTS, type Cost } from '../../../plan/plan.ts';
import { temporalUnavailable } from './control-job.ts';
import { withDeadline } from './deadline.ts';

export interface TaskQueueStats {
  cost: Cost;
  task_queue: string;
  /** Tasks that wait for a worker: workflow tasks and activities. About so many. */
  workflow_backlog: number;
  activity_backlog: number;
  /** Who asked for work in the last minutes. */
  workers: { identity: string; last_seen_at: string }[];
}

/** Temporal's numbers for the types (temporal.api.enums.v1.TaskQueueType). */
const WORKFLOW = 1;
const ACTIVITY = 2;

/** @throws ProblemError `temporal_unavailable` */
export async function readTaskQueues(client: Client, queues: TaskQueues): Promise<TaskQueueStats[]> {
  try {
    return await withDeadline(client, () =>
      Promise.all(COSTS.map((cost) => readTaskQueue(client, cost, queues[cost]))),
    );
  } catch (cause) {
    throw temporalUnavailable(cause);
  }
}

async function readTaskQueue(client: Client, cost: Cost, name: string): Promise<TaskQueueStats> {
  const [workflows, activities] = await Promise.all([
    describe(client, name, WORKFLOW),
    describe(client, name, ACTIVITY),
  ]);
  const seen = new Map<string, number>();
  for (const { identity, seconds } of [...workflows.pollers, ...activities.pollers]) {
    seen.set(identity, Math.max(seconds, seen.get(identity) ?? 0));
  }
  return {
    cost,
    task_queue: name,
    workflow_backlog: workflows.backlog,
    activity_backlog: activities.backlog,
    workers: [...seen]
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([identity, seconds]) => ({ identity, last_seen_at: new Date(seconds * 1_000).toISOString() })),
  };
}

async function describe(client: Client, name: string, taskQueueType: typeof WORKFLOW | typeof ACTIVITY) {
  const { namespace } = client.options;
  const { pollers, stats } = await client.workflowService.describeTaskQueue({
    namespace,
    taskQueue: { name },
    taskQueueType,
    reportStats: true,
  });
  return {
    backlog: Number(stats?.approximateBacklogCount ?? 0),
    pollers: (pollers ?? []).map(({ identity, lastAccessTime }) => ({
      identity: identity ?? '',
      seconds: Number(lastAccessTime?.seconds ?? 0),
    })),
  };
}
