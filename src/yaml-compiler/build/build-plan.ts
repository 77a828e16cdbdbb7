import { parseDuration } from '../../plan/duration.ts';
import type { ExecutionPlan, InputDeclaration, PlanNode, Schedule } from '../../plan/plan.ts';
import type { DependencyMap } from '../check/dependencies.ts';
import type { Compilation } from '../compilation.ts';
import type { ScheduleSpec } from '../spec/schema.ts';
import type { UsedSpec } from '../uses/used-specs.ts';
import { keyOffset } from '../yaml-node.ts';
import { buildNode } from './build-node.ts';
import { bytesOf, MAX_PLAN_BYTES, seal, type UnsealedPlan } from './seal.ts';

const DEFAULT_CATCH_UP_MS = 3_600_000;

export interface BuiltPlan {
  plan: ExecutionPlan;
  /** With the plans in it, as JSON. */
  bytes: number;
}

export function buildNodes(
  order: readonly string[],
  dependencies: DependencyMap,
  { spec, catalogue }: Compilation,
): Record<string, PlanNode> {
  const entries = order.map((id) => {
    const node = spec.nodes[id];
    const parents = dependencies[id];
    if (!node || !parents) throw new Error(`the order has a node that the spec has not: ${id}`);
    return [id, buildNode(node, parents, { catalogue, defaults: spec.defaults })] as const;
  });
  return Object.fromEntries(entries);
}

/** Undefined where the plan is too large to travel; that is reported. */
export function buildPlan(
  inputs: Record<string, InputDeclaration>,
  nodes: Record<string, PlanNode>,
  used: ReadonlyMap<string, UsedSpec>,
  { spec, root, sink }: Compilation,
): BuiltPlan | undefined {
  const { timeout, schedule } = spec;
  const uses = [...used].sort(([a], [b]) => (a < b ? -1 : 1));
  const unsealed: UnsealedPlan = {
    plan_format: 1,
    workflow_id: spec.workflow_id,
    version: spec.version,
    description: spec.description ?? '',
    inputs,
    nodes,
    outputs: spec.outputs,
    ...(timeout === undefined ? {} : { timeout_ms: parseDuration(timeout) as number }),
    ...(schedule === undefined ? {} : { schedule: buildSchedule(schedule) }),
    ...(uses.length === 0 ? {} : { uses: Object.fromEntries(uses.map(([id, { plan }]) => [id, plan])) }),
  };
  const bytes = bytesOf(unsealed) + uses.reduce((sum, [, spec]) => sum + spec.bytes, 0);
  if (bytes <= MAX_PLAN_BYTES) return { plan: seal(unsealed), bytes };
  const message = `The plan has ${bytes} bytes as JSON, and at most ${MAX_PLAN_BYTES} can travel: give large values by a blob, or use fewer specs.`;
  sink.report('plan-too-large', keyOffset(root, ['nodes']) ?? root.start, message);
  return undefined;
}

function buildSchedule({ cron, timezone, overlap, catch_up_window, inputs }: ScheduleSpec): Schedule {
  return {
    cron: typeof cron === 'string' ? [cron] : cron,
    timezone: timezone ?? 'UTC',
    overlap: overlap ?? 'skip',
    catch_up_window_ms: (catch_up_window && parseDuration(catch_up_window)) || DEFAULT_CATCH_UP_MS,
    inputs: inputs ?? {},
  };
}
