import { parseDuration } from '../../plan/duration.ts';
import type { ItemWork, RetryPolicy, TaskWork, Timeouts, WorkflowWork } from '../../plan/plan.ts';
import type { HandlerCatalogue, HandlerSignature } from '../handler-catalogue.ts';
import type { RetrySpec, TimeoutSpec } from '../spec/fields.ts';
import type { ItemWorkSpec, NodeSpecs } from '../spec/node-schemas.ts';
import type { DefaultsSpec } from '../spec/schema.ts';

/** What a node is built with besides itself. */
export interface BuildContext {
  catalogue: HandlerCatalogue;
  defaults: DefaultsSpec;
}

type TaskSpec = Pick<NodeSpecs['task'], 'handler' | 'params' | 'timeout' | 'retry'>;

export function buildItemWork(work: ItemWorkSpec, context: BuildContext): ItemWork {
  return 'handler' in work
    ? { kind: 'task', ...buildTaskWork(work, context) }
    : { kind: 'workflow', ...buildSpecWork(work) };
}

export function buildSpecWork({ uses, inputs = {} }: Pick<NodeSpecs['workflow'], 'uses' | 'inputs'>): WorkflowWork {
  return { uses, inputs };
}

export function buildTaskWork(task: TaskSpec, context: BuildContext): TaskWork {
  const handler = context.catalogue.get(task.handler) ?? FALLBACK;
  return {
    handler: task.handler,
    cost: handler.cost,
    params: task.params ?? {},
    timeouts: buildTimeouts([task.timeout, context.defaults.timeout], handler.timeouts),
    retry: buildRetry(task.retry, context.defaults.retry, handler.retry),
  };
}

/** For nodes of a spec that has errors, which never becomes a plan. */
const FALLBACK: Pick<HandlerSignature, 'cost' | 'timeouts' | 'retry'> = {
  cost: 'light',
  timeouts: { start_to_close_ms: 60_000 },
  retry: {
    max_attempts: 1,
    initial_delay_ms: 1_000,
    backoff: 'exponential',
    max_delay_ms: 60_000,
    non_retryable: [],
  },
};

/** @param given what the spec says, the nearer first */
function buildTimeouts(given: readonly (TimeoutSpec | undefined)[], defaults: Timeouts): Timeouts {
  const parts = given.map((timeout) => (typeof timeout === 'string' ? { start_to_close: timeout } : (timeout ?? {})));
  const first = (field: 'start_to_close' | 'schedule_to_close' | 'heartbeat') =>
    milliseconds(parts.find((part) => part[field] !== undefined)?.[field]);
  const scheduleToClose = first('schedule_to_close') ?? defaults.schedule_to_close_ms;
  const heartbeat = first('heartbeat') ?? defaults.heartbeat_ms;
  return {
    start_to_close_ms: first('start_to_close') ?? defaults.start_to_close_ms,
    ...(scheduleToClose === undefined ? {} : { schedule_to_close_ms: scheduleToClose }),
    ...(heartbeat === undefined ? {} : { heartbeat_ms: heartbeat }),
  };
}

function buildRetry(own: RetrySpec = {}, shared: RetrySpec = {}, handler: RetryPolicy): RetryPolicy {
  const given = { ...shared, ...own };
  // Work that its handler says may be done but once is tried again where its own node says so, never by a default.
  const attempts = handler.max_attempts === 1 ? own.max_attempts : given.max_attempts;
  return {
    max_attempts: attempts ?? handler.max_attempts,
    initial_delay_ms: milliseconds(given.initial_delay) ?? handler.initial_delay_ms,
    backoff: given.backoff ?? handler.backoff,
    max_delay_ms: milliseconds(given.max_delay) ?? handler.max_delay_ms,
    non_retryable: [
      ...new Set([...handler.non_retryable, ...(shared.non_retryable ?? []), ...(own.non_retryable ?? [])]),
    ],
  };
}

function milliseconds(duration: string | undefined): number | undefined {
  return duration === undefined ? undefined : parseDuration(duration);
}
