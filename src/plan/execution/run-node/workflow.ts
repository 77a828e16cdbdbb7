import type { JsonObject } from '../../json.ts';
import type { WorkflowNode } from '../../plan.ts';
import { render } from '../../template/evaluate.ts';
import type { NodeContext, NodeOutcome } from './index.ts';

/** Runs another spec; its outputs are the node's output. */
export async function runWorkflow(node: WorkflowNode, context: NodeContext): Promise<NodeOutcome> {
  const inputs = render(node.inputs, context.scope) as JsonObject;
  const { nodeId: node_id, lastRun: before, began, effects, places } = context;
  const output = await places.within(1, () => {
    context.started();
    return effects.runWorkflow({ node_id, key: null, uses: node.uses, inputs, before, began });
  });
  return { state: 'completed', output };
}
