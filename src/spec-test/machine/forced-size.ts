import type { ExecutionPlan, PlanNode } from '../../plan/plan.ts';

/** The plan with all fan-outs that could go in chunks in chunks of one size, also in the specs that it uses. 1 is singly. */
export function forcedSize(plan: ExecutionPlan, size: number): ExecutionPlan {
  const nodes = Object.entries(plan.nodes).map(([id, node]) => [id, withSize(node, size)]);
  const uses = Object.entries(plan.uses ?? {}).map(([id, used]) => [id, forcedSize(used, size)]);
  return { ...plan, nodes: Object.fromEntries(nodes), ...(plan.uses ? { uses: Object.fromEntries(uses) } : {}) };
}

function withSize(node: PlanNode, size: number): PlanNode {
  return node.kind === 'fan_out' && goesInChunks(node) ? { ...node, chunk: { ...node.chunk, size } } : node;
}

/** Whether any fan-out of the plan goes in chunks. */
export function hasChunks(plan: ExecutionPlan): boolean {
  const own = Object.values(plan.nodes).some((node) => node.kind === 'fan_out' && goesInChunks(node));
  return own || Object.values(plan.uses ?? {}).some(hasChunks);
}

function goesInChunks({ work, chunk }: Extract<PlanNode, { kind: 'fan_out' }>): boolean {
  return work.kind === 'task' && chunk.size !== 1;
}
