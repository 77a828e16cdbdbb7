import { parseDuration } from '../plan/duration.ts';
import type { JsonObject } from '../plan/json.ts';
import type { Dependencies, PlanNode, RetryPolicy, Timeouts } from '../plan/plan.ts';
import { nextNodes } from './check/dependencies.ts';
import type { HandlerSignature } from './handler-catalogue.ts';
import type { ConditionalSpec, NodeSpec, RetrySpec, TaskSpec, TimeoutSpec } from './spec/schema.ts';

/** A spec's node as the plan has it. The node has passed its checks. */
export function buildNode(node: NodeSpec, depends_on: Dependencies, handler: HandlerSignature | undefined): PlanNode {
  const common = {
    depends_on,
    ...(node.description === undefined ? {} : { description: node.description }),
    // `when: true` is no guard at all; `when: false` switches a node off.
    ...(node.when === undefined || node.when === true ? {} : { when: node.when === false ? '{{ false }}' : node.when }),
  };
  if (node.type === 'conditional') return { kind: 'conditional', ...common, branches: buildBranches(node) };
  return { kind: 'task', ...common, ...buildTask(node, handler) };
}

function buildBranches(node: ConditionalSpec) {
  return node.branches.map((branch) => ({
    name: branch.name,
    next: nextNodes(branch),
    ...(branch.when === undefined ? {} : { when: branch.when }),
  }));
}

function buildTask(task: Omit<TaskSpec, 'type'>, handler: HandlerSignature | undefined) {
  return {
    handler: task.handler,
    cost: handler?.cost ?? 'light',
    params: (task.params ?? {}) as JsonObject,
    timeouts: buildTimeouts(task.timeout, handler?.timeouts ?? FALLBACK_TIMEOUTS),
    retry: buildRetry(task.retry, handler?.retry ?? FALLBACK_RETRY),
  } as const;
}

/** For nodes of a spec that has errors, which never becomes a plan. */
const FALLBACK_TIMEOUTS: Timeouts = { start_to_close_ms: 60_000 };
const FALLBACK_RETRY: RetryPolicy = {
  max_attempts: 1,
  initial_delay_ms: 1_000,
  backoff: 'exponential',
  max_delay_ms: 60_000,
  non_retryable: [],
};

function buildTimeouts(timeout: TimeoutSpec | undefined, defaults: Timeouts): Timeouts {
  const given = typeof timeout === 'string' ? { start_to_close: timeout } : (timeout ?? {});
  const scheduleToClose = milliseconds(given.schedule_to_close) ?? defaults.schedule_to_close_ms;
  const heartbeat = milliseconds(given.heartbeat) ?? defaults.heartbeat_ms;
  return {
    start_to_close_ms: milliseconds(given.start_to_close) ?? defaults.start_to_close_ms,
    ...(scheduleToClose === undefined ? {} : { schedule_to_close_ms: scheduleToClose }),
    ...(heartbeat === undefined ? {} : { heartbeat_ms: heartbeat }),
  };
}

function buildRetry(retry: RetrySpec | undefined, defaults: RetryPolicy): RetryPolicy {
  return {
    max_attempts: retry?.max_attempts ?? defaults.max_attempts,
    initial_delay_ms: milliseconds(retry?.initial_delay) ?? defaults.initial_delay_ms,
    backoff: retry?.backoff ?? defaults.backoff,
    max_delay_ms: milliseconds(retry?.max_delay) ?? defaults.max_delay_ms,
    non_retryable: [...new Set([...defaults.non_retryable, ...(retry?.non_retryable ?? [])])],
  };
}

function milliseconds(duration: string | undefined): number | undefined {
  return duration === undefined ? undefined : parseDuration(duration);
}
