import { parentsOf } from '../../plan/graph-run.ts';
import type { Compilation } from '../compilation.ts';
import { keyOffset } from '../yaml-node.ts';
import type { DependencyMap } from './dependencies.ts';

/**
 * Node ids, parents before children, otherwise as the file has them. Reports every cycle; what is in one, or after one, is left out,
 * and the order not whole.
 */
export function topologicalOrder(
  dependencies: DependencyMap,
  { root, sink }: Compilation,
): { order: string[]; isWhole: boolean } {
  const parents = new Map(Object.entries(dependencies).map(([id, node]) => [id, parentsOf(node)]));
  const order = orderOf(parents);
  if (order.length === parents.size) return { order, isWhole: true };
  const done = new Set(order);
  for (const cycle of cyclesAmong(
    [...parents.keys()].filter((id) => !done.has(id)),
    parents,
  )) {
    const path = [...cycle, cycle[0]].join(' → ');
    const offset = keyOffset(root, ['nodes', cycle[0] as string]) ?? root.start;
    sink.report('cycle', offset, `These nodes wait for each other: ${path}. Remove one of the dependencies.`);
  }
  return { order, isWhole: false };
}

type Parents = ReadonlyMap<string, readonly string[]>;

/** Level by level; what is in a circle, or after one, is left out. */
function orderOf(parents: Parents): string[] {
  const places = new Map([...parents.keys()].map((id, place) => [id, place]));
  const open = new Map([...parents].map(([id, { length }]) => [id, length]));
  const children = childrenOf(parents);
  const order: string[] = [];
  let level = [...parents.keys()].filter((id) => open.get(id) === 0);
  while (level.length > 0) {
    order.push(...level);
    const next: string[] = [];
    for (const child of level.flatMap((id) => children.get(id) ?? [])) {
      const left = (open.get(child) ?? 0) - 1;
      open.set(child, left);
      if (left === 0) next.push(child);
    }
    level = next.sort((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0));
  }
  return order;
}

function childrenOf(parents: Parents): Map<string, string[]> {
  const children = new Map<string, string[]>();
  for (const [id, above] of parents) {
    for (const parent of above) {
      const siblings = children.get(parent);
      if (siblings) siblings.push(id);
      else children.set(parent, [id]);
    }
  }
  return children;
}

/** Follows parents from each node that is stuck until one comes again: that stretch is a cycle. */
function cyclesAmong(stuck: readonly string[], parents: Parents): string[][] {
  const isStuck = new Set(stuck);
  const found: string[][] = [];
  const seen = new Set<string>();
  for (const start of stuck) {
    const path: string[] = [];
    let id: string | undefined = start;
    while (id !== undefined && !seen.has(id)) {
      seen.add(id);
      path.push(id);
      id = parents.get(id)?.find((parent) => isStuck.has(parent));
    }
    const from = id === undefined ? -1 : path.indexOf(id);
    if (from >= 0) found.push(path.slice(from).reverse());
  }
  return found;
}
