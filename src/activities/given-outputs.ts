import { z } from 'zod';
import { describeNoItems, describeNotSupplied, type SupplyFault } from '../plan/execution/resume.ts';
import type { RetryRequest } from '../plan/job.ts';
import type { ExecutionPlan, ItemWork, PlanNode } from '../plan/plan.ts';
import { bounded } from '../yaml-compiler/types/bounded.ts';
import { generalise } from '../yaml-compiler/types/generalise.ts';
import { typesOfPlan } from '../yaml-compiler/types/plan-types.ts';
import { schemaOfType } from '../yaml-compiler/types/schema-of-type.ts';
import { type Type, UNKNOWN } from '../yaml-compiler/types/type.ts';
import type { HandlerContract } from './contract.ts';
import { catalogueOf } from './signature.ts';

/** What a retry gives by hand in the place of what nodes give, and items of fan-outs. */
export type GivenOutputs = Required<Pick<RetryRequest, 'outputs' | 'item_outputs'>>;

/** What cannot be given by hand, whatever it is: there is no such node, or it is of a kind that is more than its output. */
export function notSupplied(plan: ExecutionPlan, given: GivenOutputs): { path: string[]; fault: SupplyFault }[] {
  const nodes = Object.keys(given.outputs).map((id) => ({
    path: ['outputs', id],
    fault: describeNotSupplied(plan, id),
  }));
  const items = Object.keys(given.item_outputs).map((id) => {
    return { path: ['item_outputs', id], fault: describeNoItems(plan, id) };
  });
  return [...nodes, ...items].flatMap(({ path, fault }) => (fault ? [{ path, fault }] : []));
}

/**
 * Takes what the nodes and items named could have given: a task's by its handler's contract, others by what the plan tells of them. A
 * handler that is not there any more has no contract that could be broken.
 */
export function schemaOfGiven(
  plan: ExecutionPlan,
  given: GivenOutputs,
  contracts: readonly HandlerContract[],
): z.ZodType {
  const types = typesOfPlan(plan, catalogueOf(contracts));
  const byName = new Map(contracts.map((contract) => [contract.name, contract]));
  const ofWork = (work: PlanNode | ItemWork | undefined, type: Type | undefined): z.ZodType => {
    const contract = work?.kind === 'task' ? byName.get(work.handler) : undefined;
    return contract?.output ?? schemaOfType(generalise(bounded(type ?? UNKNOWN)));
  };
  const ofItem = (id: string) => {
    const node = plan.nodes[id];
    return ofWork(node?.kind === 'fan_out' ? node.work : undefined, types.items.get(id));
  };
  return z.object({
    outputs: shape(given.outputs, (id) => ofWork(plan.nodes[id], types.nodes.get(id))),
    item_outputs: shape(given.item_outputs, (id) => z.record(z.string(), ofItem(id))),
  });
}

function shape(given: object, schemaOf: (id: string) => z.ZodType): z.ZodObject {
  return z.object(Object.fromEntries(Object.keys(given).map((id) => [id, schemaOf(id)])));
}
