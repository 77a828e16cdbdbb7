import type { JsonObject } from '../../json.ts';
import type { WorkflowNode } from '../../plan.ts';
import { render } from '../../template/evaluate.ts';
import type { NodeContext, NodeOutcome } from './index.ts';

/** Runs another spec; its outputs are the node's output. */
export async function runWorkflow(node: WorkflowNode, context: NodeContext): Promise<NodeOutcome> {
  const inputs = render(node.inputs, context.scope) as JsonObject;
  context.started();
  const call = { node_id: context.nodeId, key: null, uses: node.uses, inputs };
  return { state: 'completed', output: await context.effects.runWorkflow(call) };
}
