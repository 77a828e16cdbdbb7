import { GraphRun, parentsOf } from '../../plan/graph-run.ts';
import type { ExecutionPlan } from '../../plan/plan.ts';

/** Looks at a node's parents, over all ways through the branches; beyond it nothing is claimed. */
const MAX_LOOKS = 2_000_000;

export interface Reachability {
  /** Nodes that complete on no way through the plan. */
  unreachable: string[];
  /** Nodes that complete on every way: their outputs are there when the job completes. */
  certain: ReadonlySet<string>;
}

/**
 * Runs the plan's state machine over every choice of branches and guards, all work succeeding, and looks which nodes
 * complete. Exact, since it is the interpreter's own state machine; undefined where there are too many ways.
 */
export function analyseReachability(plan: Pick<ExecutionPlan, 'nodes'>): Reachability | undefined {
  const choices = Object.entries(plan.nodes).flatMap(([id, node]) => [
    ...(node.when === undefined ? [] : [{ key: `when ${id}`, options: ['run', 'skip'] }]),
    ...(node.kind === 'conditional' ? [{ key: id, options: node.branches.map(({ name }) => name) }] : []),
  ]);
  const ways = choices.reduce((count, { options }) => count * options.length, 1);
  if (ways * looksAWay(plan) > MAX_LOOKS) return undefined;
  const ids = Object.keys(plan.nodes);
  const times = new Map(ids.map((id) => [id, 0]));
  for (let way = 0; way < ways; way++) {
    for (const id of completedOn(plan, pick(choices, way))) times.set(id, (times.get(id) ?? 0) + 1);
  }
  return {
    unreachable: ids.filter((id) => times.get(id) === 0),
    certain: new Set(ids.filter((id) => times.get(id) === ways)),
  };
}

/** A node is judged anew whenever one of its parents is settled. */
function looksAWay(plan: Pick<ExecutionPlan, 'nodes'>): number {
  return Object.values(plan.nodes).reduce((sum, node) => sum + 1 + parentsOf(node.depends_on).length ** 2, 0);
}

interface Choice {
  key: string;
  options: string[];
}

/** The way's number, read as a number whose digits are the choices. */
function pick(choices: readonly Choice[], way: number): Map<string, string> {
  const picked = new Map<string, string>();
  let rest = way;
  for (const { key, options } of choices) {
    picked.set(key, options[rest % options.length] as string);
    rest = Math.floor(rest / options.length);
  }
  return picked;
}

function completedOn(plan: Pick<ExecutionPlan, 'nodes'>, picked: Map<string, string>): string[] {
  const run = new GraphRun(plan);
  const queue = run.begin();
  for (let transition = queue.shift(); transition; transition = queue.shift()) {
    if (transition.state !== 'ready') continue;
    const id = transition.node_id;
    const branch = picked.get(id);
    if (picked.get(`when ${id}`) === 'skip') queue.push(...run.settle(id, 'skipped').slice(1));
    else if (branch !== undefined) queue.push(...run.choose(id, branch).slice(1));
    else queue.push(...run.settle(id, 'completed').slice(1));
  }
  return Object.keys(plan.nodes).filter((id) => run.state(id) === 'completed');
}
