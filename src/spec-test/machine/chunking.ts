import type { ChunkPolicy, ExecutionPlan, PlanNode } from '../../plan/plan.ts';

type Size = ChunkPolicy['size'];

/** The plan with other sizes of chunks in all fan-outs that go in chunks, also in the specs that it uses. */
export function withChunks(plan: ExecutionPlan, resize: (size: Size) => Size): ExecutionPlan {
  const nodes = Object.entries(plan.nodes).map(([id, node]) => [id, withSize(node, resize)]);
  const uses = Object.entries(plan.uses ?? {}).map(([id, used]) => [id, withChunks(used, resize)]);
  return { ...plan, nodes: Object.fromEntries(nodes), ...(plan.uses ? { uses: Object.fromEntries(uses) } : {}) };
}

function withSize(node: PlanNode, resize: (size: Size) => Size): PlanNode {
  if (node.kind !== 'fan_out' || !goesInChunks(node)) return node;
  return { ...node, chunk: { ...node.chunk, size: resize(node.chunk.size) } };
}

/** Whether any fan-out of the plan goes in chunks. */
export function hasChunks(plan: ExecutionPlan): boolean {
  const own = Object.values(plan.nodes).some((node) => node.kind === 'fan_out' && goesInChunks(node));
  return own || Object.values(plan.uses ?? {}).some(hasChunks);
}

function goesInChunks({ work, chunk }: Extract<PlanNode, { kind: 'fan_out' }>): boolean {
  return work.kind === 'task' && chunk.size !== 1;
}
