import { didYouMean } from '../../plan/nearest.ts';
import type { FindingSink } from '../finding.ts';
import { dissolveAll } from './dissolve.ts';
import type { NodeRef, OldGraph, OldGraphNode } from './old-graph.ts';

/** All that a node waits for, wherever the old file says so; start and end nodes are no parents. */
export interface Parents {
  required: NodeRef[];
  optional: NodeRef[];
  any: NodeRef[];
  /** The conditionals that lead to it, with the branches that do. */
  arms: Map<string, Set<string>>;
}

/** The parents of every node that is kept. Ids that are not there are told. */
export function findParents(graph: OldGraph, sink: FindingSink): Map<string, Parents> {
  const parents = new Map([...graph.keys()].map((id) => [id, noParents()]));
  for (const [id, node] of graph) addEdges(id, node, parents, graph, sink);
  for (const [id, node] of graph) spareAlternatives(id, node, parents.get(id) as Parents, sink);
  dissolveAll(parents, graph, sink);
  return parents;
}

function addEdges(id: string, node: OldGraphNode, all: Map<string, Parents>, graph: OldGraph, sink: FindingSink): void {
  const own = all.get(id) as Parents;
  for (const ref of known(node.dependsOn.all, graph, sink)) own[ref.optional ? 'optional' : 'required'].push(ref);
  own.any.push(...known(node.dependsOn.any, graph, sink));
  for (const { id: child, offset, optional } of known(node.next, graph, sink)) {
    all.get(child)?.[optional ? 'optional' : 'required'].push({ id, offset, optional });
  }
  for (const { name, next } of node.branches) {
    for (const ref of known(next, graph, sink)) {
      addArm(all.get(ref.id) as Parents, id, name);
      if (!ref.optional) continue;
      const message = `The \`?\` of \`${ref.id}\` is left out: a branch leads to a node or does not.`;
      sink.report('optional-alternative', ref.offset, message);
    }
  }
}

/** A parent whose `next` leads to a node that lists it in any_of is one of several: its `next` says only that there is an edge. */
function spareAlternatives(id: string, { dependsOn }: OldGraphNode, own: Parents, sink: FindingSink): void {
  const isIn = (refs: readonly NodeRef[], { id: parent }: NodeRef) => refs.some((other) => other.id === parent);
  const isSpared = (ref: NodeRef) => isIn(own.any, ref) && !isIn(dependsOn.all, ref);
  for (const ref of [...own.required, ...own.optional].filter(isSpared)) {
    const message = `\`${ref.id}\` leads to \`${id}\`, whose any_of lists it: it is one of several, and need not complete.`;
    sink.report('next-in-any-of', ref.offset, message);
  }
  own.required = own.required.filter((ref) => !isSpared(ref));
  own.optional = own.optional.filter((ref) => !isSpared(ref));
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
