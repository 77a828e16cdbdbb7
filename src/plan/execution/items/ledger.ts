import { bounded } from '../../bounded-fault.ts';
import type { Fault } from '../../fault.ts';
import type { ItemCounts, ItemFailure, ItemOfRun, ItemsSnapshot, ResultPart } from '../../job.ts';
import type { JsonValue } from '../../json.ts';
import { inOrder } from './in-order.ts';
import { countOf, indexesOf, rangesOf } from './ranges.ts';

const ITEM_STATES = ['pending', 'running', 'completed', 'failed', 'skipped', 'cancelled'] as const;
type ItemState = (typeof ITEM_STATES)[number];

/**
 * What became of a fan-out's items. A byte an item, and outputs as text: a hundred thousand items are some megabytes.
 */
export class ItemLedger {
  readonly keys: string[] | null;
  private readonly states: Uint8Array;
  private readonly tally: number[] = ITEM_STATES.map(() => 0);
  private readonly results: ResultPart[] = [];
  private readonly failed = new Map<number, ItemFailure>();
  /** Of items that are used specs and have not completed: their last runs. */
  private readonly runs = new Map<number, string>();

  constructor(total: number, keys: string[] | null) {
    this.states = new Uint8Array(total);
    this.keys = keys;
    this.tally[0] = total;
  }

  get total(): number {
    return this.states.length;
  }

  keyOf(index: number): string {
    return this.keys?.[index] ?? String(index);
  }

  isPending(index: number): boolean {
    return this.states[index] === 0;
  }

  begin(index: number): void {
    this.set(index, 'running');
  }

  /** The item is a used spec, and this its run. */
  ran(index: number, run: string): void {
    this.runs.set(index, run);
  }

  /** Of a used spec that has not completed. */
  lastRunOf(index: number): string | undefined {
    return this.runs.get(index);
  }

  /** Back to pending: to be tried again. */
  release(index: number): void {
    this.set(index, 'pending');
  }

  complete(index: number, output: JsonValue): void {
    this.completeAll({ ranges: [[index, 1]], outputs: `[${JSON.stringify(output)}]` });
  }

  completeAll(part: ResultPart): void {
    if (part.ranges.length === 0) return;
    for (const index of indexesOf(part.ranges)) {
      this.set(index, 'completed');
      this.runs.delete(index);
    }
    this.results.push(part);
  }

  fail(index: number, fault: Fault): void {
    this.set(index, 'failed');
    this.failed.set(index, { index, key: this.keyOf(index), fault: bounded(fault) });
  }

  skip(index: number): void {
    this.set(index, 'skipped');
  }

  /** All that is not settled. */
  cancelRest(): void {
    for (const index of this.states.keys()) if ((this.states[index] as number) <= 1) this.set(index, 'cancelled');
  }

  get counts(): ItemCounts {
    const counts = Object.fromEntries(ITEM_STATES.map((state, code) => [state, this.tally[code]]));
    return { total: this.total, ...counts } as ItemCounts;
  }

  /** By index. */
  get failures(): ItemFailure[] {
    return [...this.failed.values()].sort((a, b) => a.index - b.index);
  }

  /** Outputs of the items that completed, by index. Only a few parts of them are ever objects at the same time. */
  outputs(): Generator<{ index: number; output: JsonValue }> {
    return inOrder(this.results);
  }

  snapshot(): ItemsSnapshot {
    const skipped = rangesOf([...this.states.keys()].filter((index) => this.states[index] === 4));
    const runs = this.runs.size === 0 ? {} : { runs: [...this.runs] };
    return { total: this.total, keys: this.keys, results: this.results, failures: this.failures, skipped, ...runs };
  }

  /**
   * Takes over what an earlier run of these items, or a run of a part of them, has come to. Items are found by their keys, since
   * the array may have changed; those that are settled already are left as they are.
   */
  restore(snapshot: ItemsSnapshot): void {
    this.merge(sameKeys(snapshot, this) ? snapshot : this.reindexed(snapshot));
  }

  /** Takes over what a run of some of these items has come to; its indexes are these. */
  merge({ results, failures, skipped, runs }: Omit<ItemsSnapshot, 'total' | 'keys'>): void {
    for (const [index, run] of runs ?? []) this.ran(index, run);
    for (const part of results) this.completeAll(part);
    for (const { index, fault } of failures) this.fail(index, fault);
    for (const index of indexesOf(skipped)) this.skip(index);
  }

  private reindexed(snapshot: ItemsSnapshot): ItemsSnapshot {
    const places = new Map(Array.from({ length: this.total }, (_, index) => [this.keyOf(index), index]));
    const place = (index: number) => places.get(snapshot.keys?.[index] ?? String(index));
    const results = snapshot.results.flatMap((part) => reindexPart(part, place));
    const failures = snapshot.failures.flatMap((failure) => {
      const index = place(failure.index);
      return index === undefined ? [] : [{ ...failure, index }];
    });
    const runs = (snapshot.runs ?? []).flatMap(([before, run]): ItemOfRun[] => {
      const index = place(before);
      return index === undefined ? [] : [[index, run]];
    });
    return { ...snapshot, results, failures, skipped: [], runs };
  }

  private set(index: number, state: ItemState): void {
    const code = ITEM_STATES.indexOf(state);
    const before = this.states[index] as number;
    this.tally[before] = (this.tally[before] as number) - 1;
    this.tally[code] = (this.tally[code] as number) + 1;
    this.states[index] = code;
  }
}

function sameKeys(snapshot: ItemsSnapshot, ledger: ItemLedger): boolean {
  if (snapshot.total !== ledger.total) return false;
  if (snapshot.keys === null || ledger.keys === null) return snapshot.keys === ledger.keys;
  return snapshot.keys.every((key, index) => key === ledger.keys?.[index]);
}

function reindexPart(part: ResultPart, place: (index: number) => number | undefined): ResultPart[] {
  const outputs = JSON.parse(part.outputs) as JsonValue[];
  const kept = indexesOf(part.ranges).map((index, at) => ({ index: place(index), output: outputs[at] as JsonValue }));
  const found = kept.filter((one): one is { index: number; output: JsonValue } => one.index !== undefined);
  if (found.length === 0) return [];
  return [
    { ranges: rangesOf(found.map(({ index }) => index)), outputs: JSON.stringify(found.map(({ output }) => output)) },
  ];
}

/** How many items a snapshot knows the end of. */
export function settledIn({ results, failures, skipped }: ItemsSnapshot): number {
  return results.reduce((sum, { ranges }) => sum + countOf(ranges), failures.length + countOf(skipped));
}
