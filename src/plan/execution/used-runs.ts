import type { RunPlanInput } from '../job.ts';
import type { PlanNode } from '../plan.ts';

/**
 * How many runs of used specs each run that this one starts may have in turn, so that all of one depth together are no more
 * than its own. undefined: any number.
 */
export function usedRunsOfEach({
  plan,
  used_runs: total,
}: Pick<RunPlanInput, 'plan' | 'used_runs'>): number | undefined {
  if (total === undefined) return undefined;
  const atOnce = Object.values(plan.nodes).reduce((sum, node) => sum + runsAtOnce(node), 0);
  return Math.max(1, Math.floor(total / Math.max(1, atOnce)));
}

function runsAtOnce(node: PlanNode): number {
  if (node.kind === 'workflow') return 1;
  return node.kind === 'fan_out' && node.work.kind === 'workflow' ? node.max_concurrency : 0;
}
