import type { Fault } from '../../plan/fault.ts';
import type { SettledState } from '../../plan/graph-run.ts';
import type { RunPlanInput } from '../../plan/job.ts';
import type { JsonValue } from '../../plan/json.ts';
import type { NodeKind, PlanNode } from '../../plan/plan.ts';
import type { Scope } from '../../plan/template/evaluate.ts';
import { runConditional } from './conditional.ts';
import { runTask } from './task.ts';

export interface NodeContext {
  nodeId: string;
  scope: Scope;
  input: RunPlanInput;
  /** To be called once the node's templates are evaluated and its work begins. */
  started(): void;
}

export interface NodeOutcome {
  state: SettledState;
  output?: JsonValue;
  fault?: Fault;
  note?: string;
  /** A conditional's choice. */
  branch?: string;
}

type NodeRunners = {
  [K in NodeKind]: (node: Extract<PlanNode, { kind: K }>, context: NodeContext) => Promise<NodeOutcome>;
};

/** How each kind of node runs. A runner may throw: its node then fails with that error's fault. */
const NODE_RUNNERS = { task: runTask, conditional: runConditional } as NodeRunners;

export function runNode(node: PlanNode, context: NodeContext): Promise<NodeOutcome> {
  const run = NODE_RUNNERS[node.kind] as (node: PlanNode, context: NodeContext) => Promise<NodeOutcome>;
  return run(node, context);
}
