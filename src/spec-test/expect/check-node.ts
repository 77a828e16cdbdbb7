import { parseDuration } from '../../plan/duration.ts';
import type { Fault } from '../../plan/fault.ts';
import type { JsonObject, JsonValue } from '../../plan/json.ts';
import { didYouMean } from '../../plan/nearest.ts';
import type { Path } from '../../yaml-compiler/yaml-node.ts';
import type { FaultExpectation, NodeExpectation, NodeFields } from '../file/schema.ts';
import type { VirtualJob } from '../machine/virtual-job.ts';
import { differences, exactDifferences, type Mismatch, shown } from './mismatch.ts';
import { type Seen, seenNode } from './seen.ts';

/** The nodes that an expectation names, against how they looked in the end. */
export function checkNodes(
  nodes: Record<string, NodeExpectation> | undefined,
  job: VirtualJob,
  path: Path,
  start: number,
): Mismatch[] {
  return Object.entries(nodes ?? {}).flatMap(([id, expected]) => {
    const place = [...path, id];
    const seen = seenNode(job, id);
    const order = typeof expected === 'object' ? checkOrder(expected.after, job, id, [...place, 'after']) : [];
    return [...checkSeen(expected, seen, place, start), ...order];
  });
}

function checkSeen(expected: NodeExpectation, seen: Seen, path: Path, start: number): Mismatch[] {
  if (typeof expected === 'string') return same(expected, seen.state, path, whyOf(seen));
  return (Object.keys(expected) as (keyof NodeFields)[]).flatMap((field) => {
    const wanted = expected[field];
    const check = CHECKS[field] as Check<unknown>;
    return wanted === undefined ? [] : check(wanted, seen, [...path, field], start);
  });
}

type Check<T> = (wanted: T, seen: Seen, path: Path, start: number) => Mismatch[];
type Checks = { [K in keyof Required<NodeFields>]: Check<NonNullable<NodeFields[K]>> };

const CHECKS: Checks = {
  state: (state, seen, path) => same(state, seen.state, path, whyOf(seen)),
  attempts: (attempts, seen, path) => same(attempts, seen.attempts, path),
  params: (params, seen, path) => differences(params as JsonObject, seen.params, path),
  exact_params: (params, seen, path) => exactDifferences(params as JsonObject, seen.params, path),
  output: (output, seen, path) => differences(output as JsonValue, seen.output, path),
  exact_output: (output, seen, path) => exactDifferences(output as JsonValue, seen.output, path),
  fault: (fault, seen, path) => checkFault(fault, seen.fault, path),
  note: (note, seen, path) => part(note, seen.note ?? undefined, path),
  branch: (branch, seen, path) => same(branch, seen.branch ?? 'none', path),
  counts: (counts, seen, path) => differences(counts as JsonObject, seen.counts ? { ...seen.counts } : undefined, path),
  items: (items, seen, path, start) =>
    Object.entries(items).flatMap(([key, wanted]) => {
      const item = seen.item(key);
      if (item) return checkSeen(wanted, item, [...path, key], start);
      return [{ path: [...path, key], expected: 'an item of this key', actual: noItem(key, seen) }];
    }),
  nodes: (nodes, seen, path, start) =>
    seen.used ? checkNodes(nodes, seen.used, path, start) : [{ path, expected: 'a run', actual: 'it was not run' }],
  // Needs more than the node itself: `checkNodes` does it.
  after: () => [],
  starts_at: (instant, seen, path, start) => checkInstant(instant, seen.began, path, start),
  ends_at: (instant, seen, path, start) => checkInstant(instant, seen.ended, path, start),
};

function noItem(key: string, { keys }: Seen): string {
  if (keys.length === 0) return 'the fan-out has no items';
  const some = keys.slice(0, 10).join(', ');
  return `there is none; its keys are ${some}${keys.length > 10 ? ', …' : ''}.${didYouMean(key, keys)}`;
}

export function checkFault(expected: FaultExpectation, fault: Fault | null, path: Path): Mismatch[] {
  const { code, message, detail, node } =
    typeof expected === 'string'
      ? { code: expected, message: undefined, detail: undefined, node: undefined }
      : expected;
  if (!fault) return [{ path, expected: `a fault${code === undefined ? '' : `, ${code}`}`, actual: 'none' }];
  const at = (field: string) => (typeof expected === 'string' ? path : [...path, field]);
  return [
    ...(code === undefined ? [] : same(code, fault.code, at('code'), fault.message)),
    ...(message === undefined ? [] : part(message, fault.message, at('message'))),
    ...(detail === undefined ? [] : differences(detail as JsonObject, fault.detail, at('detail'))),
    ...(node === undefined ? [] : same(node, String(fault.detail?.node_id ?? 'no node'), at('node'))),
  ];
}

export function same(expected: string | number, actual: string | number, path: Path, why = ''): Mismatch[] {
  if (expected === actual) return [];
  return [{ path, expected: String(expected), actual: why === '' ? String(actual) : `${actual} (${why})` }];
}

function part(expected: string, actual: string | undefined, path: Path): Mismatch[] {
  if (actual?.includes(expected)) return [];
  return [{ path, expected: `a text with ${shown(expected)}`, actual: shown(actual) }];
}

export function checkInstant(expected: string, actual: number | undefined, path: Path, start: number): Mismatch[] {
  const wanted = parseDuration(expected) ?? 0;
  if (actual === undefined) return [{ path, expected, actual: 'never' }];
  return actual - start === wanted ? [] : [{ path, expected, actual: durationText(actual - start) }];
}

/** In the largest unit that it is a whole number of. */
export function durationText(ms: number): string {
  if (ms === 0) return '0s';
  const unit = UNITS.find(([size]) => ms % size === 0) ?? [1, 'ms'];
  return `${ms / unit[0]}${unit[1]}`;
}

const UNITS: readonly [number, string][] = [
  [3_600_000, 'h'],
  [60_000, 'm'],
  [1_000, 's'],
];

function whyOf({ fault, note }: Seen): string {
  return fault ? `${fault.code}: ${fault.message}` : (note ?? '');
}

function checkOrder(after: string | string[] | undefined, { record }: VirtualJob, id: string, path: Path): Mismatch[] {
  const began = record.began.get(id);
  return [after ?? []].flat().flatMap((before) => {
    const ended = record.ended.get(before);
    if (began && ended && ended.order < began.order) return [];
    const actual = !began ? `${id} did not begin` : `${id} began before ${before} ended`;
    return [{ path, expected: `${id} begins after ${before} has ended`, actual }];
  });
}
