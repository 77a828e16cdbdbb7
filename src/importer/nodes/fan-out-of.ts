import type { Join } from '../graph/joins.ts';
import type { OldGraph } from '../graph/old-graph.ts';

/** The fan-out whose items a fan-in brings together: its parent, or the one that is nearest above its parents. */
export function nearestFanOut(id: string, graph: OldGraph, join: Join): string | undefined {
  const above = (node: string) =>
    [...(graph.get(node)?.dependsOn.all ?? []), ...(graph.get(node)?.dependsOn.any ?? [])]
      .map((ref) => ref.id)
      .concat([...graph].filter(([, { next }]) => next.some((ref) => ref.id === node)).map(([other]) => other));
  const seen = new Set([id]);
  let level = [...new Set([...join.names, ...above(id)])];
  while (level.length > 0) {
    const found = level.filter((node) => graph.get(node)?.type === 'fan_out');
    if (found.length > 0) return found.length === 1 ? found[0] : undefined;
    for (const node of level) seen.add(node);
    level = [...new Set(level.flatMap(above))].filter((node) => !seen.has(node));
  }
  return undefined;
}
