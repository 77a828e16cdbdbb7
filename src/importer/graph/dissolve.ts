import type { FindingSink } from '../finding.ts';
import { isDissolved, type NodeRef, type OldGraph } from './old-graph.ts';
import type { Parents } from './parents.ts';

interface Dissolving {
  parents: ReadonlyMap<string, Parents>;
  graph: OldGraph;
  sink: FindingSink;
  done: Set<string>;
}

/** Takes start and end nodes out of all that waits for them. */
export function dissolveAll(parents: ReadonlyMap<string, Parents>, graph: OldGraph, sink: FindingSink): void {
  const dissolving = { parents, graph, sink, done: new Set<string>() };
  for (const id of graph.keys()) dissolve(id, dissolving);
}

/** A start node has completed before anything begins; after an end node comes what comes after its own parents. */
function dissolve(id: string, dissolving: Dissolving): void {
  const { parents, graph, done } = dissolving;
  const own = parents.get(id);
  if (!own || done.has(id)) return;
  done.add(id);
  if (graph.get(id)?.type === 'start') return tellStart(id, own, dissolving);
  for (const ref of [...own.required, ...own.optional, ...own.any]) {
    if (graph.get(ref.id)?.type === 'end') dissolve(ref.id, dissolving);
  }
  tellAtOnce(id, own, dissolving);
  const endsOf = (refs: readonly NodeRef[]) =>
    refs.flatMap((ref) => (graph.get(ref.id)?.type === 'end' ? (parents.get(ref.id) ?? []) : []));
  const [required, optional, any] = [endsOf(own.required), endsOf(own.optional), endsOf(own.any)];
  if (isMoreThanWaiting(own, required, optional, any)) {
    const message = `\`${id}\` comes after an end node, and cannot wait for all that this waited for as it did.`;
    dissolving.sink.report('end-passed', graph.get(id)?.offset ?? 0, message);
  }
  const kept = (refs: readonly NodeRef[]) => once(refs.filter((ref) => !isDissolved(graph.get(ref.id))));
  own.required = kept([...own.required, ...required.flatMap((end) => end.required)]);
  own.optional = kept([...own.optional, ...required.flatMap((end) => end.optional), ...optional.flatMap(allOf)]);
  own.any = kept([...own.any, ...required.flatMap((end) => end.any), ...any.flatMap(allOf)]);
}

/** What the end nodes above a node waited for has no place among what it waits for itself. */
function isMoreThanWaiting(own: Parents, required: Parents[], optional: Parents[], any: Parents[]): boolean {
  const alternatives = [own.any, ...required.map((end) => end.any)].filter((refs) => refs.length > 0);
  const several = [...optional, ...any].some((end) => allOf(end).length > 1);
  return alternatives.length > 1 || several || [...required, ...optional, ...any].some(({ arms }) => arms.size > 0);
}

function allOf({ required, optional, any }: Parents): NodeRef[] {
  return [...required, ...optional, ...any];
}

function tellStart(id: string, own: Parents, { graph, sink }: Dissolving): void {
  if (allOf(own).length + own.arms.size === 0) return;
  const message = `The start node \`${id}\` begins the workflow: what it is said to wait for is left out.`;
  sink.report('invalid-value', graph.get(id)?.offset ?? 0, message);
}

function tellAtOnce(id: string, own: Parents, { graph, sink }: Dissolving): void {
  if (!own.any.some((ref) => graph.get(ref.id)?.type === 'start')) return;
  const message = `\`${id}\` could begin with the workflow, whatever else its any_of names: it waits for nothing.`;
  sink.report('any-of-start', own.any[0]?.offset ?? 0, message);
  own.any = [];
}

function once(refs: readonly NodeRef[]): NodeRef[] {
  return refs.filter((ref, index) => refs.findIndex(({ id }) => id === ref.id) === index);
}
