import type { ItemsSnapshot, ResultPart } from '../../job.ts';
import type { JsonValue } from '../../json.ts';
import { indexesOf, rangesOf } from './ranges.ts';

/** Items of a fan-out without what became of some of them. */
export function withoutItems(items: ItemsSnapshot, indexes: ReadonlySet<number>): ItemsSnapshot {
  return {
    ...items,
    results: items.results.flatMap((part) => withoutOutputs(part, indexes)),
    failures: items.failures.filter(({ index }) => !indexes.has(index)),
    skipped: rangesOf(indexesOf(items.skipped).filter((index) => !indexes.has(index))),
  };
}

function withoutOutputs(part: ResultPart, indexes: ReadonlySet<number>): ResultPart[] {
  const all = indexesOf(part.ranges);
  if (!all.some((index) => indexes.has(index))) return [part];
  const outputs = JSON.parse(part.outputs) as JsonValue[];
  const kept = all.flatMap((index, at) => (indexes.has(index) ? [] : [{ index, output: outputs[at] as JsonValue }]));
  if (kept.length === 0) return [];
  const ranges = rangesOf(kept.map(({ index }) => index));
  return [{ ranges, outputs: JSON.stringify(kept.map(({ output }) => output)) }];
}
