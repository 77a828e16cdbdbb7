import type { DependencyMap } from './dependencies.ts';
import type { IsCertain } from './values.ts';

/**
 * Which mentioned nodes have certainly completed when a node's templates are evaluated. A mention makes a required parent, so
 * only the node's alternatives and settled parents are in doubt; of these, what its required parents, or all of its alternatives,
 * have waited for is certain again.
 */
export function certaintyIn(dependencies: DependencyMap): (nodeId: string) => IsCertain {
  const known = new Map<string, ReadonlySet<string>>();

  return (nodeId) => {
    const { alternatives = [], settled = [] } = dependencies[nodeId] ?? {};
    if (alternatives.length + settled.length === 0) return () => true;
    const doubtful = new Set([...alternatives, ...settled]).difference(certainFor(nodeId));
    return (mentioned) => !doubtful.has(mentioned);
  };

  /** The nodes that have completed whenever this one starts. */
  function certainFor(id: string): ReadonlySet<string> {
    const cached = known.get(id);
    if (cached) return cached;
    const { required = [], alternatives: either = [] } = dependencies[id] ?? {};
    const sets = either.map((parent) => new Set([parent, ...certainFor(parent)]));
    const shared = sets.reduce((all, next) => all.intersection(next), sets[0] ?? new Set<string>());
    const result = new Set([...required.flatMap((parent) => [parent, ...certainFor(parent)]), ...shared]);
    known.set(id, result);
    return result;
  }
}
