import { Gauge, type Registry } from 'prom-client';
import { countStuckJobs } from '../../../assets/reads/count-stuck-jobs.ts';
import { type JobStats, readJobStats } from '../../../assets/reads/read-job-stats.ts';
import type { DomainServices } from '../services.ts';
import { readTaskQueues, type TaskQueueStats } from '../temporal/read-task-queues.ts';

type Services = Pick<DomainServices, 'pool' | 'temporal' | 'task_queues' | 'log'>;

/**
 * Jobs by spec and state, and what waits in the task queues: read when they are asked for. What cannot be read is left out of
 * the answer, as it is not nought; the rest of it still comes.
 */
export function registerJobMetrics(registry: Registry, services: Services): void {
  gauge(registry, {
    name: 'rhumbline_jobs',
    help: 'Jobs that wait, run or are paused now, and those of the last 24 hours that ended, by spec.',
    labelNames: ['workflow_id', 'state'],
    read: async () => jobSamples(await readJobStats(services.pool, null)),
    services,
  });
  gauge(registry, {
    name: 'rhumbline_task_queue_backlog',
    help: 'Tasks that wait for a worker, about so many.',
    labelNames: ['task_queue', 'kind'],
    read: async () => backlogSamples(await readTaskQueues(services.temporal, services.task_queues)),
    services,
  });
  gauge(registry, {
    name: 'rhumbline_stuck_jobs',
    help: 'Unfinished jobs that were found to go no further by themselves, so that people have to look.',
    labelNames: [],
    read: async () => [{ labels: {}, value: await countStuckJobs(services.pool) }],
    services,
  });
}

interface Sample {
  labels: Record<string, string>;
  value: number;
}

interface GaugeOptions {
  name: string;
  help: string;
  labelNames: string[];
  read(): Promise<Sample[]>;
  services: Services;
}

function gauge(registry: Registry, { name, help, labelNames, read, services }: GaugeOptions): void {
  new Gauge({
    name,
    help,
    labelNames,
    registers: [registry],
    async collect() {
      this.reset();
      try {
        for (const { labels, value } of await read()) this.set(labels, value);
      } catch (err) {
        services.log.warn({ err, metric: name }, 'Metrics:ReadFailed');
      }
    },
  });
}

const STATES = ['queued', 'running', 'paused', 'completed', 'failed', 'cancelled'] as const;

function jobSamples({ by_workflow }: JobStats): Sample[] {
  return by_workflow.flatMap((counts) =>
    STATES.map((state) => ({ labels: { workflow_id: counts.workflow_id, state }, value: counts[state] })),
  );
}

function backlogSamples(queues: TaskQueueStats[]): Sample[] {
  return queues.flatMap(({ task_queue, workflow_backlog, activity_backlog }) => [
    { labels: { task_queue, kind: 'workflow' }, value: workflow_backlog },
    { labels: { task_queue, kind: 'activity' }, value: activity_backlog },
  ]);
}
