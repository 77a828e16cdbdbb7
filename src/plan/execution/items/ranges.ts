import type { IndexRange } from '../../job.ts';

/** Runs of consecutive indexes, in the order given. */
export function rangesOf(indexes: readonly number[]): IndexRange[] {
  const ranges: IndexRange[] = [];
  for (const index of indexes) {
    const last = ranges.at(-1);
    if (last && last[0] + last[1] === index) last[1] += 1;
    else ranges.push([index, 1]);
  }
  return ranges;
}

export function indexesOf(ranges: readonly IndexRange[]): number[] {
  return ranges.flatMap(([first, count]) => Array.from({ length: count }, (_, offset) => first + offset));
}

export function countOf(ranges: readonly IndexRange[]): number {
  return ranges.reduce((sum, [, count]) => sum + count, 0);
}
