import type { ConditionalNode } from '../../plan.ts';
import { evaluateCondition } from '../../template/evaluate.ts';
import type { NodeContext, NodeOutcome } from './index.ts';

/** Takes the first branch whose condition is true, or the default. */
export async function runConditional(node: ConditionalNode, { scope, started }: NodeContext): Promise<NodeOutcome> {
  const matching = node.branches.find(({ when }) => when !== undefined && evaluateCondition(when, scope));
  const taken = matching ?? node.branches.find(({ when }) => when === undefined);
  if (!taken) throw new Error('the plan has a conditional without a default');
  started();
  return { state: 'completed', branch: taken.name, output: { branch: taken.name } };
}
