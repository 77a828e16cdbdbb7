import { GraphRun, isSettled, type SettledState } from '../graph-run.ts';
import type { JobSnapshot, NodeSnapshot } from '../job.ts';
import type { Verdict } from '../join.ts';
import type { ExecutionPlan, PlanNode } from '../plan.ts';
import type { Expression } from '../template/ast.ts';
import { parseTemplate } from '../template/template.ts';
import { childrenOf } from '../template/walk.ts';

export interface Changes {
  /** Nodes that run again, or are given an output, whatever the others come to. */
  touched: ReadonlySet<string>;
  /** Whether nodes that failed stay so. */
  failuresStay: boolean;
}

/**
 * The nodes that come to the same as they did when a job is gone through again: none of their parents comes to something else, or
 * it makes no difference to them. What a template mentions is a parent, so nothing else can tell.
 */
export function unchangedNodes(
  plan: Pick<ExecutionPlan, 'nodes'>,
  before: JobSnapshot['nodes'],
  { touched, failuresStay }: Changes,
): ReadonlySet<string> {
  const graph = new GraphRun(plan);
  const unchanged = new Set<string>();
  // Nodes come after their parents in a plan: those that are still pending in the graph are the ones that may change.
  for (const [id, node] of Object.entries(plan.nodes)) {
    const was = before[id];
    if (!was || !isSettled(was.state) || touched.has(id)) continue;
    if (!COMES_TO_THE_SAME[was.state](graph.verdictOn(id), { node, was, failuresStay })) continue;
    graph.restore(id, was.state, was.branch);
    unchanged.add(id);
  }
  return unchanged;
}

interface Seen {
  node: PlanNode;
  was: NodeSnapshot;
  failuresStay: boolean;
}

/** By how a node ended, and what its unchanged parents alone make of it now. */
const COMES_TO_THE_SAME: Readonly<Record<SettledState, (verdict: Verdict, seen: Seen) => boolean>> = {
  // The end that it made of the job was an end of that attempt: whether this one ends so too is to be seen.
  completed: (verdict, { was }) => (starts(verdict) || was.given === true) && !was.ended_job,
  failed: (verdict, { failuresStay }) => starts(verdict) && failuresStay,
  cancelled: (verdict) => comesTo(verdict, 'cancelled'),
  skipped: (verdict, { node }) =>
    comesTo(verdict, 'skipped') || (starts(verdict) && !(node.when !== undefined && isOfTheAttempt(node.when))),
};

function starts(verdict: Verdict): boolean {
  return verdict?.start === true;
}

function comesTo(verdict: Verdict, state: SettledState): boolean {
  return verdict?.start === false && verdict.state === state;
}

/** Of `job`, what another attempt has otherwise. */
const OF_THE_ATTEMPT = ['attempt', 'started_at'];

function isOfTheAttempt(template: string): boolean {
  return parseTemplate(template).parts.some((part) => part.kind === 'expression' && looksAtAttempt(part.expression));
}

function looksAtAttempt(expression: Expression): boolean {
  if (expression.kind === 'name') return expression.name === 'job';
  const isOfJob = expression.kind === 'member' && expression.object.kind === 'name' && expression.object.name === 'job';
  return isOfJob ? OF_THE_ATTEMPT.includes(expression.property) : childrenOf(expression).some(looksAtAttempt);
}
