import type { ExecutionPlan } from '../../plan/plan.ts';

/** A millisecond or two, as 60 of them in one workflow task are still done in a tenth of a second. */
const UNITS_A_RUN = 5_000;

/** The plan is its input, and made into bytes for each run anew. */
const CHARACTERS_A_UNIT = 20;

const units = new WeakMap<ExecutionPlan, number>();

/** Units of work that it is to start a run of a plan: what a fan-out over a used spec costs the thread that all runs share. */
export function unitsToStart(plan: ExecutionPlan | undefined): number {
  if (!plan) return UNITS_A_RUN;
  const known = units.get(plan) ?? UNITS_A_RUN + Math.ceil(JSON.stringify(plan).length / CHARACTERS_A_UNIT);
  units.set(plan, known);
  return known;
}
