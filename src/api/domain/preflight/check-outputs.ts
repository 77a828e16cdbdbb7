import { z } from 'zod';
import type { HandlerContract } from '../../../activities/contract.ts';
import { catalogueOf } from '../../../activities/signature.ts';
import { describeNoItems, describeNotSupplied, type SupplyFault } from '../../../plan/execution/resume.ts';
import type { RetryRequest } from '../../../plan/job.ts';
import type { ExecutionPlan, ItemWork, PlanNode } from '../../../plan/plan.ts';
import { bounded } from '../../../yaml-compiler/types/bounded.ts';
import { generalise } from '../../../yaml-compiler/types/generalise.ts';
import { typesOfPlan } from '../../../yaml-compiler/types/plan-types.ts';
import { schemaOfType } from '../../../yaml-compiler/types/schema-of-type.ts';
import { type Type, UNKNOWN } from '../../../yaml-compiler/types/type.ts';
import { faultsIn } from '../../shared/parse.ts';
import { pointerOf } from '../../shared/pointer.ts';
import type { PreflightFault } from './preflight.ts';

/** What a retry gives by hand, by node, and by fan-out and key. */
type Given = Required<Pick<RetryRequest, 'outputs' | 'item_outputs'>>;

export interface CheckedOutputs {
  /** As the contracts parse them; whole only where there are no faults. */
  given: Given;
  faults: PreflightFault[];
}

/**
 * Whether nodes and items can have given what is given by hand in their place: a task's by its handler's contract, others by what the
 * plan tells of them. A handler that is not there any more has no contract that could be broken.
 */
export function checkOutputs(plan: ExecutionPlan, given: Given, contracts: readonly HandlerContract[]): CheckedOutputs {
  const faults = [
    ...Object.keys(given.outputs).flatMap((id) => placed(describeNotSupplied(plan, id), ['outputs', id])),
    ...Object.keys(given.item_outputs).flatMap((id) => placed(describeNoItems(plan, id), ['item_outputs', id])),
  ];
  if (faults.length > 0) return { given, faults };
  const { error, data } = schemaOf(plan, given, contracts).safeParse(given);
  return error ? { given, faults: faultsIn(error, given, 'body').map(misfit) } : { given: data as Given, faults: [] };
}

function placed(fault: SupplyFault | undefined, path: readonly string[]): PreflightFault[] {
  return fault ? [{ pointer: pointerOf(path), problem: fault.code, code: fault.code, message: fault.message }] : [];
}

function misfit(fault: ReturnType<typeof faultsIn>[number]): PreflightFault {
  return { ...fault, pointer: fault.pointer ?? '', problem: 'invalid_output' };
}

function schemaOf(plan: ExecutionPlan, given: Given, contracts: readonly HandlerContract[]): z.ZodType {
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
