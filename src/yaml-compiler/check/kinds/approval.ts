import type { ApprovalSpec } from '../../spec/node-schemas.ts';
import { checkText, type NodeContext } from '../node-context.ts';

export function checkApproval(_node: ApprovalSpec, context: NodeContext): void {
  checkText([...context.path, 'message'], context.names, context);
}
