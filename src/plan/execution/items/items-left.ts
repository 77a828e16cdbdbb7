import { isSettled } from '../../graph-run.ts';
import type { ItemsSnapshot, JobSnapshot } from '../../job.ts';
import { indexesOf } from './ranges.ts';

/** Items that a job which goes on has to run. */
export interface ItemsLeft {
  node_id: string;
  total: number;
  /** The first of them. */
  keys: string[];
}

/** Of every fan-out that goes on from what it has done. */
export function itemsLeft({ nodes }: JobSnapshot, mostNamed: number): ItemsLeft[] {
  return Object.entries(nodes).flatMap(([node_id, { state, items }]) => {
    if (!items || isSettled(state)) return [];
    const left = indexesLeft(items);
    const keys = left.slice(0, mostNamed).map((index) => items.keys?.[index] ?? String(index));
    return left.length === 0 ? [] : [{ node_id, total: left.length, keys }];
  });
}

function indexesLeft({ total, results, failures, skipped }: ItemsSnapshot): number[] {
  const done = new Set([
    ...results.flatMap(({ ranges }) => indexesOf(ranges)),
    ...failures.map(({ index }) => index),
    ...indexesOf(skipped),
  ]);
  return Array.from({ length: total }, (_, index) => index).filter((index) => !done.has(index));
}
