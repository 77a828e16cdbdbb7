import type { ResultPart } from '../../job.ts';
import type { JsonValue } from '../../json.ts';

/** Parts whose outputs are kept as objects: retries make the ranges of a few parts alternate. */
const MOST_OPEN = 8;

/** The outputs of parts in the order of their indexes, read part by part. */
export function* inOrder(parts: readonly ResultPart[]): Generator<{ index: number; output: JsonValue }> {
  const runs = parts.flatMap((part) => runsOf(part)).sort((a, b) => a.first - b.first);
  const open = new Map<ResultPart, JsonValue[]>();
  for (const { part, first, count, offset } of runs) {
    const outputs = open.get(part) ?? (JSON.parse(part.outputs) as JsonValue[]);
    // The one used last is the last to go.
    open.delete(part);
    open.set(part, outputs);
    const [oldest] = open.keys();
    if (open.size > MOST_OPEN && oldest) open.delete(oldest);
    for (let at = 0; at < count; at++) yield { index: first + at, output: outputs[offset + at] as JsonValue };
  }
}

interface Run {
  part: ResultPart;
  first: number;
  count: number;
  /** Of its first output in the part. */
  offset: number;
}

function runsOf(part: ResultPart): Run[] {
  let offset = 0;
  return part.ranges.map(([first, count]) => {
    const run = { part, first, count, offset };
    offset += count;
    return run;
  });
}
