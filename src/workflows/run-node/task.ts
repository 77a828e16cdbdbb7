import { ActivityCancellationType, type ActivityOptions, proxyActivities } from '@temporalio/workflow';
import type { TaskQueues } from '../../plan/job.ts';
import type { JsonObject, JsonValue } from '../../plan/json.ts';
import type { RetryPolicy, TaskNode } from '../../plan/plan.ts';
import { render } from '../../plan/template/evaluate.ts';
import type { NodeContext, NodeOutcome } from './index.ts';

/** Handlers by name: which there are, only the plan knows. */
type Handlers = Record<string, (params: JsonObject) => Promise<JsonValue>>;

/** How a worker of the SDK answers for an activity that it does not have. By default that is tried again for ever. */
const UNKNOWN_ACTIVITY_TYPE = 'NotFoundError';

/** Runs a handler as an activity of its name, whose id is the node's. */
export async function runTask(node: TaskNode, context: NodeContext): Promise<NodeOutcome> {
  const params = render(node.params, context.scope) as JsonObject;
  const handlers = proxyActivities<Handlers>(activityOptions(node, context.nodeId, context.input.task_queues));
  const handler = handlers[node.handler];
  if (!handler) throw new Error(`there is no activity ${node.handler}`);
  context.started();
  return { state: 'completed', output: await handler(params) };
}

function activityOptions(node: TaskNode, nodeId: string, queues: TaskQueues): ActivityOptions {
  const { start_to_close_ms, schedule_to_close_ms, heartbeat_ms } = node.timeouts;
  return {
    activityId: nodeId,
    summary: nodeId,
    taskQueue: queues[node.cost],
    startToCloseTimeout: start_to_close_ms,
    ...(schedule_to_close_ms === undefined ? {} : { scheduleToCloseTimeout: schedule_to_close_ms }),
    ...(heartbeat_ms === undefined ? {} : { heartbeatTimeout: heartbeat_ms }),
    retry: retryOptions(node.retry),
    // The node is over when its GDAL is: only then are scratch and memory free, and the state true.
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  };
}

function retryOptions(retry: RetryPolicy): NonNullable<ActivityOptions['retry']> {
  return {
    maximumAttempts: retry.max_attempts,
    initialInterval: retry.initial_delay_ms,
    backoffCoefficient: retry.backoff === 'fixed' ? 1 : 2,
    maximumInterval: Math.max(retry.initial_delay_ms, retry.max_delay_ms),
    nonRetryableErrorTypes: [...retry.non_retryable, UNKNOWN_ACTIVITY_TYPE],
  };
}
