import { readJobStats } from '../../../assets/reads/read-job-stats.ts';
import { readJobStats as operation } from '../../shared/job-operations.ts';
import { defineRoute, type Route } from '../../shared/route.ts';
import type { DomainServices } from '../services.ts';
import { readTaskQueues } from '../temporal/read-task-queues.ts';

export function jobStatsRoute({ pool, temporal, task_queues: queues }: DomainServices): Route {
  return defineRoute({
    ...operation,
    path: '/api/jobs/stats',
    problems: ['temporal_unavailable', 'database_unavailable'],
    handle: async ({ identity: { platform_id } }) => {
      const [stats, task_queues] = await Promise.all([
        readJobStats(pool, platform_id),
        readTaskQueues(temporal, queues),
      ]);
      return { body: { ...stats, task_queues } };
    },
  });
}
