import { FaultError } from '../../fault.ts';
import type { ApprovalNode } from '../../plan.ts';
import { render } from '../../template/evaluate.ts';
import type { NodeContext, NodeOutcome } from './index.ts';

/** Waits until a person has decided. */
export async function runApproval(node: ApprovalNode, context: NodeContext): Promise<NodeOutcome> {
  const { nodeId, scope, effects, control, room, waitedSince } = context;
  const message = String(render(node.message, scope));
  context.started(`waits for approval: ${message}`);
  const decision = await control.decisionOn(nodeId, room, leftOf(node.timeout_ms));
  if (!decision) {
    throw new FaultError({ code: 'approval_timeout', message: `Nobody has decided in time on: ${message}` });
  }
  const { approved, by, comment } = decision;
  const note = `${approved ? 'approved' : 'rejected'} by ${by}`;
  if (!approved && node.on_rejection === 'fail') {
    const reason = comment === null ? '.' : `: ${comment}`;
    throw new FaultError({ code: 'approval_rejected', message: `The approval was refused by ${by}${reason}` });
  }
  const decided_at = new Date(effects.now()).toISOString();
  return { state: 'completed', note, output: { approved, by, comment, decided_at } };

  function leftOf(timeout_ms: number | undefined): number | undefined {
    if (timeout_ms === undefined || waitedSince === undefined) return timeout_ms;
    return Math.max(1, waitedSince + timeout_ms - effects.now());
  }
}
