import { didYouMean } from '../../plan/nearest.ts';
import type { FindingSink } from '../finding.ts';
import type { NodeRef, OldGraph, OldGraphNode } from './old-graph.ts';

/** All that a node waits for, wherever the old file says so; start and end nodes are no parents. */
export interface Parents {
  required: NodeRef[];
  optional: NodeRef[];
  any: NodeRef[];
  /** The conditionals that lead to it, with the branches that do. */
  arms: Map<string, Set<string>>;
}

/** Nodes that only mark where a workflow begins and ends. */
export function isDissolved(node: OldGraphNode | undefined): boolean {
  return node?.type === 'start' || node?.type === 'end';
}

/** The parents of every node that is kept. Ids that are not there are told. */
export function findParents(graph: OldGraph, sink: FindingSink): Map<string, Parents> {
  const parents = new Map([...graph.keys()].map((id) => [id, noParents()]));
  for (const [id, node] of graph) addEdges(id, node, parents, graph, sink);
  for (const id of graph.keys()) if (!isDissolved(graph.get(id))) dissolve(id, parents, graph, sink);
  return parents;
}

function addEdges(id: string, node: OldGraphNode, all: Map<string, Parents>, graph: OldGraph, sink: FindingSink): void {
  const own = all.get(id) as Parents;
  for (const ref of known(node.dependsOn.all, graph, sink)) own[ref.optional ? 'optional' : 'required'].push(ref);
  own.any.push(...known(node.dependsOn.any, graph, sink));
  for (const { id: child, offset } of known(node.next, graph, sink)) {
    all.get(child)?.required.push({ id, offset, optional: false });
  }
  for (const { name, next } of node.branches) {
    for (const ref of known(next, graph, sink)) addArm(all.get(ref.id) as Parents, id, name);
  }
}

function noParents(): Parents {
  return { required: [], optional: [], any: [], arms: new Map() };
}

function addArm({ arms }: Parents, conditional: string, branch: string): void {
  arms.set(conditional, new Set([...(arms.get(conditional) ?? []), branch]));
}

function known(refs: readonly NodeRef[], graph: OldGraph, sink: FindingSink): NodeRef[] {
  return refs.filter(({ id, offset }) => {
    if (!graph.has(id))
      sink.report('unknown-node', offset, `There is no node \`${id}\`.${didYouMean(id, graph.keys())}`);
    return graph.has(id);
  });
}

/** A start node has completed before anything begins; after an end node comes what comes after its own parents. */
function dissolve(id: string, all: Map<string, Parents>, graph: OldGraph, sink: FindingSink): void {
  const own = all.get(id) as Parents;
  const expand = (refs: readonly NodeRef[], seen: ReadonlySet<string>): NodeRef[] =>
    refs.flatMap((ref) => {
      const node = graph.get(ref.id);
      if (!isDissolved(node)) return [ref];
      if (node?.type === 'start' || seen.has(ref.id)) return [];
      const above = all.get(ref.id) as Parents;
      return expand([...above.required, ...above.any], new Set([...seen, ref.id]));
    });
  const startsAtOnce = own.any.some((ref) => graph.get(ref.id)?.type === 'start');
  own.required = once(expand(own.required, new Set()));
  own.optional = once(expand(own.optional, new Set()));
  if (startsAtOnce) {
    const message = `\`${id}\` could begin with the workflow, whatever else its any_of names: it waits for nothing.`;
    sink.report('any-of-start', own.any[0]?.offset ?? 0, message);
  }
  own.any = startsAtOnce ? [] : once(expand(own.any, new Set()));
}

function once(refs: readonly NodeRef[]): NodeRef[] {
  return refs.filter((ref, index) => refs.findIndex(({ id }) => id === ref.id) === index);
}
