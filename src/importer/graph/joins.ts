import { type Arms, areExclusive, bothArms, coverAll, eitherArms, isImplied, NO_ARMS } from './arms.ts';
import { areApart, type JoinFindings } from './join-findings.ts';
import { isDissolved, type NodeRef, type OldGraph, type OldGraphNode } from './old-graph.ts';
import type { Parents } from './parents.ts';

/** How a node waits in the new spec: ids are old ones. */
export interface Join {
  role: 'all_of' | 'any_of' | 'settled';
  /** What `depends_on` lists. */
  names: string[];
  /** Parents that must have completed and that `depends_on` has no room for: a guard mentions them. */
  guards: string[];
  /** Of these, one at least must have completed, which the guard says. */
  either: { id: string; branches: readonly string[] | undefined }[];
}

/** A parent, with what must have been chosen for it to run. */
export interface Parent {
  id: string;
  offset: number;
  arms: Arms;
}

interface Resolved {
  join: Join;
  arms: Arms;
}

interface Roles {
  required: Parent[];
  alternatives: Parent[];
  settled: Parent[];
}

/**
 * Finds for every node the `depends_on` that means what the old file meant. There a node after a conditional could list both arms, or
 * mark parents as optional; here a list is all of them, and a node whose parents cannot all complete never runs.
 */
export class JoinResolver {
  private readonly graph: OldGraph;
  private readonly parents: ReadonlyMap<string, Parents>;
  private readonly findings: JoinFindings;
  private readonly resolved = new Map<string, Resolved>();

  constructor(graph: OldGraph, parents: ReadonlyMap<string, Parents>, findings: JoinFindings) {
    this.graph = graph;
    this.parents = parents;
    this.findings = findings;
  }

  join(id: string): Join {
    return this.resolve(id).join;
  }

  private resolve(id: string): Resolved {
    const known = this.resolved.get(id);
    if (known) return known;
    // In a circle nothing is known of the node; the compiler tells the circle.
    this.resolved.set(id, { join: { role: 'all_of', names: [], guards: [], either: [] }, arms: NO_ARMS });
    const found = this.find(id, this.parents.get(id) as Parents, this.graph.get(id) as OldGraphNode);
    this.resolved.set(id, found);
    return found;
  }

  private find(id: string, parents: Parents, { mentions, offset }: OldGraphNode): Resolved {
    const roles = this.declaredRoles(id, parents, offset);
    const declared = armsOf(roles);
    const demanded = this.maybeSkipped(id, mentions.plain, roles, declared, offset);
    this.findings.demanded(id, demanded, offset);
    const arms = demanded.map((parent) => parent.arms).reduce(bothArms, declared);

    const spared = this.maybeSkipped(id, mentions.guarded, roles, arms, offset);
    this.addSpared(id, spared, roles, offset);
    const isMentioned = (parent: Parent) => mentions.guarded.has(parent.id) || mentions.plain.has(parent.id);
    return { join: joinOf(roles, parents.arms, isMentioned), arms };
  }

  /** Parents that templates can do without: among the alternatives where they never decide whether the node runs. */
  private addSpared(id: string, spared: readonly Parent[], roles: Roles, offset: number): void {
    const isIdle = (parent: Parent) =>
      roles.settled.length === 0 && roles.alternatives.some((other) => isImplied(other.arms, parent.arms));
    const role = roles.alternatives.length > 0 && spared.every(isIdle) ? 'any_of' : 'settled';
    this.findings.mentioned(id, spared, role, offset);
    roles[role === 'any_of' ? 'alternatives' : 'settled'].push(...spared);
  }

  /** By what the old file says of the node's parents, not what its templates mention. */
  private declaredRoles(id: string, parents: Parents, offset: number): Roles {
    const refs = parents.required.filter((ref) => !parents.arms.has(ref.id));
    const members = [...refs, ...[...parents.arms.keys()].map((conditional) => ({ id: conditional, offset }))].map(
      (ref) => this.parent(ref, parents),
    );
    const split = members.filter((one) => members.some((other) => areExclusive(one.arms, other.arms)));
    const required = members.filter((one) => !split.includes(one));
    const any = parents.any.map((ref) => this.parent(ref, parents));
    const optional = parents.optional.map((ref) => this.parent(ref, parents));
    const asAnyOf = split.length + any.length === 0 && this.alwaysOne(optional);
    this.findings.armsJoined(id, split, offset);
    this.findings.anyOf(id, any);
    this.findings.optionalAmongAny(
      id,
      any.filter((_, index) => parents.any[index]?.optional),
    );
    this.findings.optional(id, optional, asAnyOf ? 'any_of' : 'settled');
    const alternatives = [...split, ...any, ...(asAnyOf ? optional : [])];
    return { required, alternatives, settled: asAnyOf ? [] : optional };
  }

  /** A parent as this child sees it: a conditional is there for it only when its arm was taken. */
  private parent({ id, offset }: Pick<NodeRef, 'id' | 'offset'>, { arms }: Parents): Parent {
    const above = this.resolve(id).arms;
    const taken = arms.get(id);
    return { id, offset, arms: taken ? bothArms(above, new Map([[id, taken]])) : above };
  }

  /** Whichever branches are taken, one of them runs and no two do. */
  private alwaysOne(parents: readonly Parent[]): boolean {
    const branchesOf = (conditional: string) => this.graph.get(conditional)?.branches.map(({ name }) => name) ?? [];
    const arms = parents.map((parent) => parent.arms);
    return parents.length > 1 && areApart(parents) && coverAll(arms, branchesOf);
  }

  /** Nodes that templates mention and that need not run when this one does: a plain mention skips it then. */
  private maybeSkipped(id: string, ids: ReadonlySet<string>, roles: Roles, arms: Arms, offset: number): Parent[] {
    const listed = new Set([...roles.required, ...roles.alternatives, ...roles.settled].map((parent) => parent.id));
    return [...ids]
      .filter((other) => other !== id && !listed.has(other) && !isDissolved(this.graph.get(other)))
      .filter((other) => this.graph.has(other))
      .map((other) => ({ id: other, offset, arms: this.resolve(other).arms }))
      .filter((other) => !isImplied(other.arms, arms));
  }
}

function armsOf({ required, alternatives }: Roles): Arms {
  const all = required.map((parent) => parent.arms).reduce(bothArms, NO_ARMS);
  const [first, ...others] = alternatives.map((parent) => parent.arms);
  return first === undefined ? all : bothArms(all, others.reduce(eitherArms, first));
}

/**
 * `depends_on` gives all parents one role. Required ones beside others are so by a branch, a mention, or else a guard; alternatives beside
 * settled ones are waited for like these, and a guard says that one of them must have completed.
 */
function joinOf(
  { required, alternatives, settled }: Roles,
  armsOfNode: Parents['arms'],
  isMentioned: (parent: Parent) => boolean,
): Join {
  const plain = required.filter((parent) => !armsOfNode.has(parent.id));
  const role = settled.length > 0 ? 'settled' : alternatives.length > 0 ? 'any_of' : 'all_of';
  const listed = { any_of: alternatives, settled: [...alternatives, ...settled], all_of: plain }[role];
  const guards = role === 'all_of' ? [] : plain.filter((parent) => !isMentioned(parent));
  const either = role === 'settled' ? alternatives : [];
  return {
    role,
    names: idsOf(listed),
    guards: idsOf(guards),
    either: idsOf(either).map((id) => ({ id, branches: branchesTo(id, armsOfNode) })),
  };
}

function idsOf(parents: readonly Parent[]): string[] {
  return [...new Set(parents.map(({ id }) => id))];
}

/** Of a conditional that leads to the node itself. */
function branchesTo(id: string, arms: Parents['arms']): string[] | undefined {
  const branches = arms.get(id);
  return branches && [...branches];
}
