import type { NodeState } from './job.ts';
import type { ExecutionPlan, PlanNode } from './plan.ts';

/** States that a node does not leave. */
export const SETTLED_STATES = ['completed', 'failed', 'skipped', 'cancelled'] as const;
export type SettledState = (typeof SETTLED_STATES)[number];

export interface Transition {
  node_id: string;
  state: NodeState;
  /** Why, for people: which parent decided it. */
  note: string | null;
}

type Verdict = { start: true } | { start: false; state: 'skipped' | 'cancelled'; note: string } | undefined;

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
      const verdict = this.judge(nodeId);
      if (!verdict) continue;
      transitions.push(verdict.start ? this.set(nodeId, 'ready', null) : this.set(nodeId, verdict.state, verdict.note));
      if (!verdict.start) queue.push(...(this.dependents.get(nodeId) ?? []));
    }
    return transitions;
  }

  private judge(nodeId: string): Verdict {
    const { required, alternatives, settled } = (this.nodes[nodeId] as PlanNode).depends_on;
    const states = (parents: readonly string[]) => parents.map((parent) => this.edgeState(parent, nodeId));
    const blocked =
      this.judgeRequired(required, states(required)) ?? judgeAlternatives(alternatives, states(alternatives));
    if (blocked && !blocked.start) return blocked;
    const open = [...states(required), ...states(alternatives), ...states(settled)].some((state) => !isSettled(state));
    return open ? undefined : { start: true };
  }

  private judgeRequired(parents: readonly string[], states: readonly NodeState[]): Verdict {
    const dead = parents.findIndex((_, index) => isDead(states[index]));
    if (dead >= 0) return { start: false, state: 'cancelled', note: `${parents[dead]} ${states[dead]}` };
    const skipped = parents.findIndex((_, index) => states[index] === 'skipped');
    if (skipped < 0) return undefined;
    const parent = parents[skipped] as string;
    const note = this.state(parent) === 'skipped' ? `${parent} skipped` : `${parent} took another branch`;
    return { start: false, state: 'skipped', note };
  }

  /** A parent's state as this child sees it: for a conditional, the arms not taken are skipped. */
  private edgeState(parent: string, child: string): NodeState {
    const state = this.state(parent);
    const node = this.nodes[parent] as PlanNode;
    const isArm = node.kind === 'conditional' && node.branches.some(({ next }) => next.includes(child));
    if (state !== 'completed' || !isArm) return state;
    return this.chosen.get(parent)?.has(child) ? 'completed' : 'skipped';
  }

  private set(node_id: string, state: NodeState, note: string | null): Transition {
    this.states.set(node_id, state);
    return { node_id, state, note };
  }
}

export function isSettled(state: NodeState): state is SettledState {
  return (SETTLED_STATES as readonly NodeState[]).includes(state);
}

function isDead(state: NodeState | undefined): boolean {
  return state === 'failed' || state === 'cancelled';
}

/** Blocks only when all are settled and none completed. */
function judgeAlternatives(parents: readonly string[], states: readonly NodeState[]): Verdict {
  if (parents.length === 0 || !states.every(isSettled) || states.includes('completed')) return undefined;
  const dead = states.findIndex(isDead);
  if (dead >= 0) return { start: false, state: 'cancelled', note: `${parents[dead]} ${states[dead]}` };
  return { start: false, state: 'skipped', note: `${parents.join(', ')} skipped` };
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
