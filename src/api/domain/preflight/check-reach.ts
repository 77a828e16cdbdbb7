import { listContainerContract } from '../../../activities/list_container/contract.ts';
import { summarizeContainerContract } from '../../../activities/summarize_container/contract.ts';
import type { Identity } from '../../../assets/api-keys/verify-api-key.ts';
import type { ExecutionPlan, PlanNode } from '../../../plan/plan.ts';
import { isUnbound } from '../../shared/scopes.ts';
import type { PreflightFault } from './preflight.ts';

const LOOK_THROUGH_CONTAINERS: readonly string[] = [listContainerContract.name, summarizeContainerContract.name];

/** What comes in of all platforms lies in the same containers: a key of one of them is not told what else is there. */
export function checkReach(plan: ExecutionPlan, identity: Identity): PreflightFault[] {
  if (isUnbound(identity) || !looksThroughContainers(plan)) return [];
  const code = 'container_not_allowed';
  const message = `The workflow ${plan.workflow_id} looks through whole containers, in which blobs of other platforms are, too: that needs a key that is not bound to a platform.`;
  return [{ pointer: '/workflow_id', problem: code, code, message }];
}

function looksThroughContainers({ nodes, uses = {} }: ExecutionPlan): boolean {
  return Object.values(nodes).some(isListing) || Object.values(uses).some(looksThroughContainers);
}

function isListing(node: PlanNode): boolean {
  const work = node.kind === 'fan_out' ? node.work : node;
  return work.kind === 'task' && LOOK_THROUGH_CONTAINERS.includes(work.handler);
}
