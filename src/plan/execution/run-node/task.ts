import type { JsonObject } from '../../json.ts';
import type { TaskNode } from '../../plan.ts';
import { render } from '../../template/evaluate.ts';
import type { NodeContext, NodeOutcome } from './index.ts';

/** Runs a handler. */
export async function runTask(node: TaskNode, context: NodeContext): Promise<NodeOutcome> {
  const { handler, cost, timeouts, retry } = node;
  const params = render(node.params, context.scope) as JsonObject;
  context.started();
  const work = { handler, cost, params, timeouts, retry };
  return { state: 'completed', output: await context.effects.runTask({ node_id: context.nodeId, key: null, work }) };
}
