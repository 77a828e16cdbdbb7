import type { Fault } from '../fault.ts';
import type { JsonValue } from '../json.ts';
import type { EndCondition, PlanNode } from '../plan.ts';
import { evaluateCondition, render, type Scope } from '../template/evaluate.ts';
import { withNames } from '../template/narrow.ts';

/** How a job ends before all of its nodes are settled. */
export type EarlyEnd = { state: 'completed'; reason: string } | { state: 'failed'; fault: Fault };

/** What the conditions of a node that has completed say: undefined when the job goes on. */
export function earlyEndAt(node: PlanNode, output: JsonValue, outer: Scope): EarlyEnd | undefined {
  const scope = withNames(outer, { output });
  const failed = reasonOf(node.fail_when, scope);
  if (failed !== undefined) return { state: 'failed', fault: { code: 'fail_when', message: failed } };
  const completed = reasonOf(node.complete_when, scope);
  return completed === undefined ? undefined : { state: 'completed', reason: completed };
}

/** Why a condition ends the job; undefined when it does not. */
function reasonOf(condition: EndCondition | undefined, scope: Scope): string | undefined {
  if (!condition || !evaluateCondition(condition.when, scope)) return undefined;
  return condition.reason === undefined ? `${condition.when} holds` : String(render(condition.reason, scope));
}
