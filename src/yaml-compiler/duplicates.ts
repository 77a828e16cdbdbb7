import type { DiagnosticSink } from './diagnostic.ts';
import type { YamlEntry, YamlMapping, YamlNode } from './yaml-node.ts';

/** Each takes as long as reading the file itself. */
const MOST_READINGS = 4;

/** From the one offset to the other. */
type Range = readonly [start: number, end: number];

/**
 * The tree as it would be if not the last one of a key counted but one before it, so that what is wrong in that is told in the same go.
 * Nothing is shared with the tree that it comes from.
 */
export interface OtherReading {
  root: YamlNode;
  /** The entries that are read here and hidden else: faults elsewhere are those of another reading. */
  ranges: readonly Range[];
}

export function otherReadings(root: YamlNode): OtherReading[] {
  const readings: OtherReading[] = [];
  for (let index = 0; index < MOST_READINGS; index++) {
    const ranges: Range[] = [];
    const read = readWith(root, index, ranges);
    if (ranges.length === 0) break;
    readings.push({ root: read, ranges });
  }
  return readings;
}

/** Runs checks on another reading, and takes over what they tell of what is hidden else. */
export function checkOther({ root, ranges }: OtherReading, sink: DiagnosticSink, check: Check): void {
  if (sink.isFull) return;
  const own = sink.within((offset) => ranges.some(([start, end]) => offset >= start && offset <= end));
  check(root, own);
  sink.take(own);
}

type Check = (root: YamlNode, sink: DiagnosticSink) => void;

/** @param index of the hidden entry that is read, where a key has so many; of the others those that hide them */
function readWith(node: YamlNode, index: number, ranges: Range[]): YamlNode {
  if (node.kind === 'scalar') return { ...node };
  if (node.kind === 'sequence') return { ...node, items: node.items.map((item) => readWith(item, index, ranges)) };
  const hidden = hiddenByKey(node);
  const entries = node.entries.map((entry) => {
    const before = hidden.get(entry.key) ?? [];
    const other = before[index];
    // In the last one there may be hidden entries too: they come after those beside it.
    if (!other) return { ...entry, value: readWith(entry.value, index - before.length, ranges) };
    ranges.push([other.keyStart, endOf(other.value)]);
    return { ...other, value: readWith(other.value, -1, ranges) };
  });
  return { kind: 'mapping', entries, start: node.start };
}

function hiddenByKey({ hidden = [] }: YamlMapping): Map<string, YamlEntry[]> {
  return Map.groupBy(hidden, ({ key }) => key);
}

function endOf(node: YamlNode): number {
  if (node.kind === 'scalar') return node.start + node.raw.length;
  const inner = node.kind === 'sequence' ? node.items : node.entries.map(({ value }) => value);
  return inner.reduce((end, value) => Math.max(end, endOf(value)), node.start);
}
