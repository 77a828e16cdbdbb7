import { parentsOf } from '../../plan/graph-run.ts';
import type { Compilation } from '../compilation.ts';
import { keyOffset } from '../yaml-node.ts';
import type { DependencyMap } from './dependencies.ts';

/** Node ids, parents before children, otherwise as the file has them. Reports every cycle; undefined if there is one. */
export function topologicalOrder(dependencies: DependencyMap, { root, sink }: Compilation): string[] | undefined {
  const order: string[] = [];
  const done = new Set<string>();
  let remaining = Object.keys(dependencies);
  while (remaining.length > 0) {
    const next = remaining.filter((id) => parentsOf(depsOf(id)).every((parent) => done.has(parent)));
    if (next.length === 0) {
      for (const cycle of cyclesAmong(remaining)) {
        const path = [...cycle, cycle[0]].join(' → ');
        const offset = keyOffset(root, ['nodes', cycle[0] as string]) ?? root.start;
        sink.report('cycle', offset, `These nodes wait for each other: ${path}. Remove one of the dependencies.`);
      }
      return undefined;
    }
    for (const id of next) {
      order.push(id);
      done.add(id);
    }
    remaining = remaining.filter((id) => !done.has(id));
  }
  return order;

  function depsOf(id: string) {
    return dependencies[id] ?? { required: [], alternatives: [], settled: [] };
  }

  /** Follows parents from each node that is stuck until one comes again: that stretch is a cycle. */
  function cyclesAmong(stuck: string[]): string[][] {
    const found: string[][] = [];
    const seen = new Set<string>();
    for (const start of stuck) {
      const path: string[] = [];
      let id: string | undefined = start;
      while (id !== undefined && !seen.has(id)) {
        seen.add(id);
        path.push(id);
        id = parentsOf(depsOf(id)).find((parent) => stuck.includes(parent));
      }
      const from = id === undefined ? -1 : path.indexOf(id);
      if (from >= 0) found.push(path.slice(from).reverse());
    }
    return found;
  }
}
