import type { NodeState } from './job.ts';
import { judgeJoin, type SeenParent, type Verdict } from './join.ts';
import type { ExecutionPlan, PlanNode } from './plan.ts';
import { isSettled, type SettledState } from './settled.ts';

export { isSettled, SETTLED_STATES, type SettledState } from './settled.ts';

export interface Transition {
  node_id: string;
  state: NodeState;
  /** Why, for people: which parent decided it. */
  note: string | null;
}

/**
 * The node state machine of one job: which nodes may start, and which never will, given what became of their parents.
 * Deterministic and free of I/O, so that the interpreter workflow, the compiler's reachability analysis and spec tests all
 * run the very same rules.
 *
 * PENDING → READY → RUNNING → COMPLETED | FAILED | SKIPPED | CANCELLED, and READY → any of the last four.
 */
export class GraphRun {
  private readonly nodes: Readonly<Record<string, PlanNode>>;
  private readonly states = new Map<string, NodeState>();
  private readonly dependents: ReadonlyMap<string, readonly string[]>;
  /** For each conditional that is settled, the nodes that its chosen branch names. */
  private readonly chosen = new Map<string, ReadonlySet<string>>();

  constructor(plan: Pick<ExecutionPlan, 'nodes'>) {
    this.nodes = plan.nodes;
    for (const id of Object.keys(plan.nodes)) this.states.set(id, 'pending');
    this.dependents = dependentsOf(plan.nodes);
  }

  state(nodeId: string): NodeState {
    const state = this.states.get(nodeId);
    if (!state) throw new Error(`the plan has no node ${nodeId}`);
    return state;
  }

  /** Takes over how a node ended in an earlier run. To be called before `begin`. */
  restore(nodeId: string, state: SettledState, branchName?: string): void {
    this.set(nodeId, state, null);
    if (branchName !== undefined) this.chosen.set(nodeId, this.targetsOf(nodeId, branchName));
  }

  /** The nodes whose parents allow it become ready: at first those without any. */
  begin(): Transition[] {
    return this.advance(Object.keys(this.nodes));
  }

  run(nodeId: string): Transition {
    return this.set(nodeId, 'running', null);
  }

  /** Settles a node and returns that transition and every one that follows from it, in order. */
  settle(nodeId: string, state: SettledState, note: string | null = null): Transition[] {
    return [this.set(nodeId, state, note), ...this.advance(this.dependents.get(nodeId) ?? [])];
  }

  /** Completes a conditional by the name of the branch taken. */
  choose(nodeId: string, branchName: string): Transition[] {
    this.chosen.set(nodeId, this.targetsOf(nodeId, branchName));
    return this.settle(nodeId, 'completed', `branch ${branchName}`);
  }

  private targetsOf(nodeId: string, branchName: string): ReadonlySet<string> {
    const node = this.nodes[nodeId];
    const branch = node?.kind === 'conditional' ? node.branches.find(({ name }) => name === branchName) : undefined;
    if (!branch) throw new Error(`${nodeId} has no branch ${branchName}`);
    return new Set(branch.next);
  }

  get isSettled(): boolean {
    return [...this.states.values()].every(isSettled);
  }

  private advance(candidates: readonly string[]): Transition[] {
    const transitions: Transition[] = [];
    const queue = [...candidates];
    for (let nodeId = queue.shift(); nodeId !== undefined; nodeId = queue.shift()) {
      if (this.state(nodeId) !== 'pending') continue;
      const verdict = this.verdictOn(nodeId);
      if (!verdict) continue;
      transitions.push(verdict.start ? this.set(nodeId, 'ready', null) : this.set(nodeId, verdict.state, verdict.note));
      if (!verdict.start) queue.push(...(this.dependents.get(nodeId) ?? []));
    }
    return transitions;
  }

  /** What the parents of a node, as they are now, make of it. */
  verdictOn(nodeId: string): Verdict {
    const { required, alternatives, settled } = (this.nodes[nodeId] as PlanNode).depends_on;
    const see = (parents: readonly string[]) => parents.map((parent) => this.see(parent, nodeId));
    return judgeJoin(see(required), see(alternatives), see(settled));
  }

  /** A parent as this child sees it: of a conditional, the arms not taken are skipped. */
  private see(parent: string, child: string): SeenParent {
    const state = this.state(parent);
    const node = this.nodes[parent] as PlanNode;
    const isArm = node.kind === 'conditional' && node.branches.some(({ next }) => next.includes(child));
    if (!isArm) return { id: parent, state, mayBeSkipped: state === 'pending' || state === 'ready', note: null };
    const isMissed = state === 'completed' && !this.chosen.get(parent)?.has(child);
    const note = isMissed ? `${parent} took another branch` : null;
    return { id: parent, state: isMissed ? 'skipped' : state, mayBeSkipped: !isSettled(state), note };
  }

  private set(node_id: string, state: NodeState, note: string | null): Transition {
    this.states.set(node_id, state);
    return { node_id, state, note };
  }
}

function dependentsOf(nodes: Readonly<Record<string, PlanNode>>): Map<string, string[]> {
  const dependents = new Map<string, string[]>();
  for (const [id, { depends_on }] of Object.entries(nodes)) {
    for (const parent of parentsOf(depends_on)) dependents.set(parent, [...(dependents.get(parent) ?? []), id]);
  }
  return dependents;
}

export function parentsOf(dependencies: PlanNode['depends_on']): string[] {
  return [...new Set([...dependencies.required, ...dependencies.alternatives, ...dependencies.settled])];
}
