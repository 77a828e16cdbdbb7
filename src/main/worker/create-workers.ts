import type { DataConverter, WorkerDeploymentVersion } from '@temporalio/common';
import { type InjectedSinks, type NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import type { TemporalActivity } from '../../activities/runtime/to-temporal.ts';
import type { TaskQueues } from '../../plan/job.ts';
import type { Cost } from '../../plan/plan.ts';
import { traceActivities } from '../../tracing/trace-activities.ts';
import type { NewsSinks } from '../../workflows/news.ts';
import type { TraceSinks } from '../../workflows/tracing.ts';

export interface CreateWorkersOptions {
  connection: NativeConnection;
  namespace: string;
  taskQueues: TaskQueues;
  /** The queues that this process polls. */
  costs: readonly Cost[];
  heavySlots: number;
  activities: Record<string, TemporalActivity>;
  sinks: InjectedSinks<NewsSinks & TraceSinks>;
  dataConverter: DataConverter;
  /** What these workers are of: jobs stay with the version that they began with. Undefined: any worker goes on with any job. */
  version: WorkerDeploymentVersion | undefined;
  /** Path of the bundled workflow code. */
  workflowBundle: string;
}

/** Time that activities have, after SIGTERM, to notice that the worker goes and to save what they have done. */
const SHUTDOWN_GRACE = '1s';
const SHUTDOWN_FORCE = '15s';

/**
 * Workflow tasks that a worker has at a time. One thread does them all, so that more of them would only wait there: out of reach of
 * Temporal's fair order, and for costly ones beyond the ten seconds after which Temporal gives the task away and throws what it came
 * to away, which then happens to all of them, for ever.
 */
const WORKFLOW_SLOTS = 4;

/**
 * Light activities that a worker has at a time. They wait for others, or for their turn (`chunk/turns.ts`), and cost little until then; what
 * has no place waits behind all that have one. Temporal's hundred are taken by the chunks of a dozen fan-outs.
 */
const LIGHT_SLOTS = 1_000;

/** One Temporal worker a queue: the light one also runs the workflows. */
export async function createWorkers(options: CreateWorkersOptions): Promise<Worker[]> {
  return Promise.all(options.costs.map((cost) => Worker.create(workerOptions(cost, options))));
}

function workerOptions(cost: Cost, options: CreateWorkersOptions): WorkerOptions {
  const { connection, namespace, taskQueues, activities, dataConverter, version, heavySlots, workflowBundle, sinks } =
    options;
  return {
    connection,
    namespace,
    taskQueue: taskQueues[cost],
    activities,
    dataConverter,
    ...versionOptions(version),
    interceptors: { activity: [traceActivities] },
    shutdownGraceTime: SHUTDOWN_GRACE,
    shutdownForceTime: SHUTDOWN_FORCE,
    // A heartbeat's answer is how a cancellation comes: often enough that GDAL stops within seconds. And what a chunk has not
    // told of by its last heartbeat is run again when its worker dies.
    maxHeartbeatThrottleInterval: '1s',
    defaultHeartbeatThrottleInterval: '1s',
    maxConcurrentActivityTaskExecutions: cost === 'light' ? LIGHT_SLOTS : heavySlots,
    ...(cost === 'light' && {
      workflowBundle: { codePath: workflowBundle },
      sinks,
      maxConcurrentWorkflowTaskExecutions: WORKFLOW_SLOTS,
    }),
  };
}

function versionOptions(version: WorkerDeploymentVersion | undefined): Pick<WorkerOptions, 'workerDeploymentOptions'> {
  if (version === undefined) return {};
  return { workerDeploymentOptions: { version, useWorkerVersioning: true, defaultVersioningBehavior: 'PINNED' } };
}
