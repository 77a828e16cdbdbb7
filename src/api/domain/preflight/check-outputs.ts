import type { HandlerContract } from '../../../activities/contract.ts';
import { type GivenOutputs, notSupplied, schemaOfGiven } from '../../../activities/given-outputs.ts';
import type { ExecutionPlan } from '../../../plan/plan.ts';
import { faultsIn } from '../../shared/parse.ts';
import { pointerOf } from '../../shared/pointer.ts';
import type { PreflightFault } from './preflight.ts';

export interface CheckedOutputs {
  /** As the contracts parse them; whole only where there are no faults. */
  given: GivenOutputs;
  faults: PreflightFault[];
}

/** Whether nodes and items can have given what is given by hand in their place. */
export function checkOutputs(
  plan: ExecutionPlan,
  given: GivenOutputs,
  contracts: readonly HandlerContract[],
): CheckedOutputs {
  const refused = notSupplied(plan, given).map(({ path, fault: { code, message } }) => {
    return { pointer: pointerOf(path), problem: code, code, message };
  });
  if (refused.length > 0) return { given, faults: refused };
  const { error, data } = schemaOfGiven(plan, given, contracts).safeParse(given);
  return error
    ? { given, faults: faultsIn(error, given, 'body').map(misfit) }
    : { given: data as GivenOutputs, faults: [] };
}

function misfit(fault: ReturnType<typeof faultsIn>[number]): PreflightFault {
  return { ...fault, pointer: fault.pointer ?? '', problem: 'invalid_output' };
}
